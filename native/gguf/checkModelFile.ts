import { basename } from 'node:path';
import { checkHyperparameters } from './checkHyperparameters.ts';
import { checkModelKind } from './checkModelKind.ts';
import { checkTensors } from './checkTensors.ts';
import { checkVocabulary } from './checkVocabulary.ts';
import type { GgufHeader } from './ggufTypes.ts';
import { MetadataReader } from './metadataReader.ts';
import { readHeader } from './readHeader.ts';
import { readSplitParts } from './readSplitParts.ts';

/** What the engine wants to know of a model before it loads it. */
export interface ModelFileSummary {
  /** From the metadata, else the file's name. One line of at most 200 characters. */
  readonly name: string;
  /** `llama`, `qwen2`, ... */
  readonly architecture: string;
  /** Of all the files, where the model is split. */
  readonly sizeBytes: number;
  /** The longest text the model was trained on. */
  readonly trainedContextTokens: number;
  /** Number of layers. */
  readonly blockCount: number;
  /** Number of tokens. */
  readonly vocabularySize: number;
  /** Texts of the control and user-defined tokens, at most 4096. */
  readonly controlTokens: readonly string[];
  /** As the file has it; empty where it has none. */
  readonly chatTemplate: string;
  /** Of the first file, where the model is split: it has the vocabulary. */
  readonly header: GgufHeader;
}

/**
 * Checks a model file before native code sees it, which a bad file can abort or crash. Reads only headers.
 *
 * @throws UserError `modelMissing` or `modelInvalid`, whose one sentence names the file and says what to do.
 */
export async function checkModelFile(path: string): Promise<ModelFileSummary> {
  const header = await readHeader(path);
  const metadata = new MetadataReader(path, header.metadata);
  const architecture = checkModelKind(metadata);
  const parts = [header, ...(await readSplitParts(metadata))];
  const { blockCount, embeddingLength, trainedContextTokens } = checkHyperparameters(metadata, architecture);
  const vocabulary = checkVocabulary(metadata);
  const tensors = parts.flatMap((part) => part.tensors);
  checkTensors(metadata, tensors, { architecture, blockCount, embeddingLength, vocabularySize: vocabulary.size });
  return {
    name: oneLine(metadata.text('general.name') ?? '') || basename(path).replace(/\.gguf$/i, ''),
    architecture,
    sizeBytes: parts.reduce((sum, part) => sum + part.fileSizeBytes, 0),
    trainedContextTokens,
    blockCount,
    vocabularySize: vocabulary.size,
    controlTokens: vocabulary.controlTokens,
    chatTemplate: metadata.text('tokenizer.chat_template') ?? '',
    header,
  };
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
