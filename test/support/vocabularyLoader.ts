import { getLlama, type Llama, LlamaLogLevel } from 'node-llama-cpp';
import { checkVocabulary } from '../../native/gguf/checkVocabulary.ts';
import { MetadataReader } from '../../native/gguf/metadataReader.ts';
import { readHeader } from '../../native/gguf/readHeader.ts';
import type { Vocabulary } from '../../native/vocabulary/markerTokens.ts';
import { tokenPieces } from '../../native/vocabulary/tokenPieces.ts';

/** Loads the vocabularies of model files, without their weights. */
export class VocabularyLoader {
  readonly #llama: Llama;
  readonly #loaded: Vocabulary[] = [];

  private constructor(llama: Llama) {
    this.#llama = llama;
  }

  static async start(): Promise<VocabularyLoader> {
    return new VocabularyLoader(await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.disabled }));
  }

  async load(modelPath: string): Promise<Vocabulary> {
    const header = await readHeader(modelPath);
    const { controlTokens } = checkVocabulary(new MetadataReader(modelPath, header.metadata));
    const llamaModel = await this.#llama.loadModel({ modelPath, vocabOnly: true });
    const pieces = tokenPieces(header, llamaModel);
    const vocabulary = { llamaModel, pieces, controlTokens: new Set(controlTokens) };
    this.#loaded.push(vocabulary);
    return vocabulary;
  }

  async dispose(): Promise<void> {
    for (const { llamaModel } of this.#loaded) await llamaModel.dispose();
    await this.#llama.dispose();
  }
}
