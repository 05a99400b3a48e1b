import type { GgufTensor } from '../gguf/ggufTypes.ts';
import type { MetadataReader } from '../gguf/metadataReader.ts';

/** What of a model file tells which model it is. */
export interface ModelShape {
  readonly metadata: MetadataReader;
  readonly tensors: readonly Pick<GgufTensor, 'name'>[];
}

/**
 * The window, in tokens, that a model was trained with though its file, whose architecture cannot say so, does not:
 * 4096 for Mistral 7B v0.1 and its fine-tunes. Recognised by shape and rope base, never by name: v0.2 and Llama 3 8B
 * have the shape and another base, Mixtral has experts, Yarn-Mistral and MistralLite other positions.
 *
 * @returns `undefined` where there is none.
 * @throws UserError `modelInvalid` where a number is none.
 */
export function detectWindow({ metadata, tensors }: ModelShape): number | undefined {
  if (metadata.text('general.architecture') !== 'llama') return undefined;
  const is = (name: string, expected: number) => isCount(metadata, `llama.${name}`, expected);
  const absentOr = (name: string, expected: number) =>
    metadata.count(`llama.${name}`) === undefined || is(name, expected);
  const hasShape =
    is('block_count', 32) &&
    is('embedding_length', 4096) &&
    is('feed_forward_length', 14_336) &&
    is('attention.head_count', 32) &&
    is('attention.head_count_kv', 8) &&
    absentOr('attention.key_length', 128) &&
    absentOr('attention.value_length', 128) &&
    absentOr('rope.dimension_count', 128);
  const isMistral =
    hasShape && hasVocabulary(metadata) && hasPlainPositions(metadata, tensors) && absentOr('expert_count', 0);
  // Where the whole trained context fits into the window, there is none to apply.
  return isMistral && (metadata.count('llama.context_length') ?? 0) > mistralWindow ? mistralWindow : undefined;
}

/** Of Mistral 7B v0.1: arXiv:2310.06825, table 1. */
const mistralWindow = 4096;

/** One number, or the same one for each layer. */
function isCount(metadata: MetadataReader, key: string, expected: number): boolean {
  const counts = metadata.counts(key) ?? [];
  return counts.length > 0 && counts.every((count) => count === expected);
}

/** Fine-tunes add a few tokens for their chat format, or tens of thousands for a language (Breeze, RakutenAI, Swallow). */
function hasVocabulary(metadata: MetadataReader): boolean {
  return (metadata.strings('tokenizer.ggml.tokens')?.length ?? 0) >= 32_000;
}

/** Rotary positions with base 10000, neither scaled nor bent. */
function hasPlainPositions(metadata: MetadataReader, tensors: ModelShape['tensors']): boolean {
  const real = (name: string) => metadata.real(`llama.rope.${name}`);
  const factor = real('scaling.factor') ?? real('scale_linear') ?? 1;
  const scaling = metadata.text('llama.rope.scaling.type') ?? 'none';
  return (
    (real('freq_base') ?? 10_000) === 10_000 &&
    // As llama.cpp has it, 0 stands for none.
    (factor === 0 || factor === 1) &&
    (scaling === 'none' || scaling === 'linear') &&
    !tensors.some(({ name }) => name.startsWith('rope_f'))
  );
}
