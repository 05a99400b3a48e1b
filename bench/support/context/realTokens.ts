import { findDefaultModel } from '../../../native/models/modelCache.ts';
import type { Vocabulary } from '../../../native/vocabulary/markerTokens.ts';
import { VocabularyLoader } from '../../../test/support/vocabularyLoader.ts';
import type { Quote } from './contestant.ts';

/** Counts tokens with the vocabulary of the default model, where that has been fetched. */
export class RealTokens {
  readonly #loader: VocabularyLoader;
  readonly #vocabulary: Vocabulary;

  private constructor(loader: VocabularyLoader, vocabulary: Vocabulary) {
    this.#loader = loader;
    this.#vocabulary = vocabulary;
  }

  static async start(): Promise<RealTokens | undefined> {
    const modelPath = findDefaultModel();
    if (modelPath === undefined) return undefined;
    const loader = await VocabularyLoader.start();
    return new RealTokens(loader, await loader.load(modelPath));
  }

  /** As they stand in a prompt, each below its path. */
  count(quotes: readonly Quote[]): number {
    const text = quotes.map(({ path, text: quoted }) => `${path}\n${quoted}\n`).join('');
    return this.#vocabulary.llamaModel.tokenize(text, false).length;
  }

  async dispose(): Promise<void> {
    await this.#loader.dispose();
  }
}
