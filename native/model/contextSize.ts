import { windowedContextTokens } from '../../src/shared/mayRaiseContext.ts';
import type { ModelFileSummary } from '../gguf/checkModelFile.ts';
import { MetadataReader } from '../gguf/metadataReader.ts';
import { chunkTokens } from '../sequences/chunkTokens.ts';

/** What decides how much memory a sequence's cache takes. */
export interface ContextSize {
  /** Tokens a sequence may hold. */
  readonly tokens: number;
  /** Of them, those that its cache holds at once. */
  readonly cells: number;
  /** An estimate from the file's numbers, for an f16 cache. llama.cpp tells the true one when it has made the context. */
  readonly bytesPerSequence: number;
}

/**
 * The context that a model gets: no longer than it was trained on. Where all layers have a sliding window the cache does
 * not grow with the text, so there it is as long as information can travel through the layers of Mistral 7B, 32 windows of
 * 4,096 tokens (section 2 of the paper), and positions never have to be shifted.
 */
export function contextSize(path: string, file: ModelFileSummary, wishedTokens: number): ContextSize {
  const metadata = new MetadataReader(path, file.header.metadata);
  const key = (name: string) => `${file.architecture}.attention.${name}`;
  const pattern = file.header.metadata.get(key('sliding_window_pattern'));
  const isWindowed =
    pattern?.type === 'array' &&
    pattern.items.type === 'bool' &&
    pattern.items.values.length > 0 &&
    pattern.items.values.every(Boolean);
  const tokens = isWindowed ? windowedContextTokens : Math.min(wishedTokens, file.trainedContextTokens);

  const [heads = 1] = metadata.counts(key('head_count')) ?? [];
  const kvHeads = metadata.counts(key('head_count_kv')) ?? [heads];
  const embeddingLength = metadata.count(`${file.architecture}.embedding_length`) ?? 0;
  const headLength = metadata.count(key('key_length')) ?? embeddingLength / Math.max(1, heads);
  const windowTokens = isWindowed ? (metadata.count(key('sliding_window')) ?? tokens) : tokens;
  const kvHeadsOfAllLayers = Array.from(
    { length: file.blockCount },
    (_, layer) => kvHeads[layer % kvHeads.length] ?? 0,
  );
  const cellBytes = bytesPerKeyAndValue * headLength * kvHeadsOfAllLayers.reduce((sum, count) => sum + count, 0);
  const cells = Math.min(tokens, windowTokens + chunkTokens);
  return { tokens, cells, bytesPerSequence: cellBytes * cells };
}

/** Two numbers of two bytes. */
const bytesPerKeyAndValue = 4;
