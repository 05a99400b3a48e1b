import type { GgufTensor } from '../gguf/ggufTypes.ts';
import type { MetadataReader } from '../gguf/metadataReader.ts';
import { quoteText } from '../gguf/modelErrors.ts';

/**
 * Why a model cannot be given a window of `windowTokens`, as a clause, such as `its architecture is "qwen2"`;
 * `undefined` where it can. The windowed architecture has llama's graph and not all of its extras.
 *
 * @param tensors of all files, where the model is split.
 * @throws UserError `modelInvalid` where a number is none.
 */
export function whyNoWindow(
  metadata: MetadataReader,
  tensors: readonly Pick<GgufTensor, 'name'>[],
  windowTokens: number,
): string | undefined {
  const architecture = metadata.text('general.architecture') ?? '';
  if (hasOwnWindow(metadata)) return 'it has a window of its own';
  if (architecture !== 'llama') return `its architecture is ${quoteText(architecture)}, not "llama"`;
  if ((metadata.count('llama.expert_count') ?? 0) > 0) return 'it is a mixture of experts';
  const contextTokens = metadata.count('llama.context_length') ?? 0;
  if (!Number.isSafeInteger(windowTokens) || windowTokens < 1) return 'a window has at least 1 token';
  // llama.cpp and node-llama-cpp would treat such a window as none, each in its own way.
  if (windowTokens >= contextTokens)
    return `its whole context is ${contextTokens} tokens, so the window must be smaller`;
  if (!hasEqualHeads(metadata)) return 'its attention heads have keys, values and positions of different lengths';
  const unknown = tensors.find(({ name }) => !knownTensors.test(name));
  return unknown === undefined ? undefined : `it has the unusual tensor ${quoteText(unknown.name)}`;
}

/** Whether llama.cpp gives the model a window as it is. It ignores the number in a file of the architecture llama. */
export function hasOwnWindow(metadata: MetadataReader): boolean {
  const architecture = metadata.text('general.architecture') ?? '';
  return architecture !== 'llama' && (metadata.counts(`${architecture}.attention.sliding_window`)?.[0] ?? 0) > 0;
}

/** llama.cpp aborts on others. */
function hasEqualHeads(metadata: MetadataReader): boolean {
  const heads = metadata.counts('llama.attention.head_count')?.[0] ?? 0;
  const keyLength =
    metadata.count('llama.attention.key_length') ?? (metadata.count('llama.embedding_length') ?? 0) / heads;
  const isEqual = (name: string) => (metadata.count(`llama.${name}`) ?? keyLength) === keyLength;
  return isEqual('attention.value_length') && isEqual('rope.dimension_count');
}

/** Those that mean the same in both architectures. Scales of tensors, for one, do not. */
const knownTensors =
  /^(?:(?:token_embd|output_norm|output|rope_freqs|rope_factors_(?:long|short)|blk\.\d+\.(?:attn|ffn)_norm)\.weight|blk\.\d+\.(?:attn_(?:q|k|v|qkv|output)|ffn_(?:gate|up|down))\.(?:weight|bias))$/;
