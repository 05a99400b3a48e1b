import type { GgufValue } from '../../native/gguf/ggufTypes.ts';
import { ggufFloat32, ggufString, ggufStrings, ggufUint32 } from './ggufWriter.ts';

/** As converters write Mistral 7B v0.1 (arXiv:2310.06825, table 1). */
export const mistralMetadata: Readonly<Record<string, GgufValue>> = {
  'general.architecture': ggufString('llama'),
  'llama.context_length': ggufUint32(32_768),
  'llama.embedding_length': ggufUint32(4096),
  'llama.block_count': ggufUint32(32),
  'llama.feed_forward_length': ggufUint32(14_336),
  'llama.rope.dimension_count': ggufUint32(128),
  'llama.rope.freq_base': ggufFloat32(10_000),
  'llama.attention.head_count': ggufUint32(32),
  'llama.attention.head_count_kv': ggufUint32(8),
  'tokenizer.ggml.tokens': ggufStrings(Array.from({ length: 32_000 }, () => '')),
};
