import { f32, ggmlTypes } from './ggmlTypes.ts';
import type { GgufTensor } from './ggufTypes.ts';
import type { MetadataReader } from './metadataReader.ts';
import { chooseAnother, modelInvalid, quoteText } from './modelErrors.ts';

export interface ModelDimensions {
  readonly architecture: string;
  readonly blockCount: number;
  readonly embeddingLength: number;
  readonly vocabularySize: number;
}

/**
 * Checks that the tensors are those of the network that the metadata describes.
 *
 * @throws UserError `modelInvalid`.
 */
export function checkTensors(
  metadata: MetadataReader,
  tensors: readonly GgufTensor[],
  dimensions: ModelDimensions,
): void {
  if (tensors.length === 0) throw modelInvalid(metadata.path, 'holds no tensors, only a vocabulary', chooseAnother);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  if (byName.size !== tensors.length) throw metadata.damaged('two parts hold one tensor');
  const { architecture, blockCount, embeddingLength, vocabularySize } = dimensions;
  checkShape(metadata, byName, 'token_embd.weight', [embeddingLength, vocabularySize]);
  if (byName.has('output.weight')) checkShape(metadata, byName, 'output.weight', [embeddingLength, vocabularySize]);
  checkBlocks(metadata, tensors, blockCount);
  for (const tensor of tensors) checkType(metadata, tensor);
  const isDense = (metadata.count(`${architecture}.expert_count`) ?? 0) === 0;
  if (isDense && llamaFamily.has(architecture)) checkLlama(metadata, byName, dimensions);
}

/** Architectures with llama's tensors. */
const llamaFamily: ReadonlySet<string> = new Set(['llama', 'mistral3', 'granite', 'granite_swa', 'qwen2']);

function checkBlocks(metadata: MetadataReader, tensors: readonly GgufTensor[], blockCount: number): void {
  const found = new Set<number>();
  for (const { name } of tensors) {
    const block = /^blk\.(\d+)\./.exec(name)?.[1];
    if (block !== undefined) found.add(Number(block));
  }
  const missing = Array.from({ length: blockCount }, (_, block) => block).find((block) => !found.has(block));
  if (missing !== undefined) throw metadata.damaged(`layer ${missing + 1} of ${blockCount} is missing`);
  if (found.size > blockCount)
    throw metadata.damaged(`it holds ${found.size} layers where ${blockCount} are announced`);
}

/** Kernels abort on operands of other types. */
function checkType(metadata: MetadataReader, { name, type, shape }: GgufTensor): void {
  const isNorm = shape.length === 1 && /norm\.(?:weight|bias)$/.test(name);
  if (
    isNorm
      ? type !== f32
      : scratchTypes.has(type) && /^(?:blk\.\d+\.(?:attn|ffn)_\w+|output|token_embd)\.weight$/.test(name)
  ) {
    throw metadata.damaged(`the tensor ${quoteText(name)} has the unusable type ${ggmlTypes.get(type)?.name}`);
  }
}

/** Q8_1, Q8_K, integers, F64: types of intermediate results. */
const scratchTypes: ReadonlySet<number> = new Set([9, 15, 24, 25, 26, 27, 28]);

function checkLlama(
  metadata: MetadataReader,
  byName: ReadonlyMap<string, GgufTensor>,
  dimensions: ModelDimensions,
): void {
  const { architecture, blockCount, embeddingLength } = dimensions;
  const required = (name: string) => {
    const counts = metadata.counts(`${architecture}.${name}`);
    if (counts === undefined) throw metadata.damaged(`it lacks "${architecture}.${name}"`);
    return (block: number) => counts[block % counts.length] ?? 0;
  };
  const heads = required('attention.head_count');
  const feedForward = required('feed_forward_length');
  const kvHeads =
    metadata.counts(`${architecture}.attention.head_count_kv`) === undefined
      ? heads
      : required('attention.head_count_kv');
  if (metadata.real(`${architecture}.attention.layer_norm_rms_epsilon`) === undefined) {
    throw metadata.damaged(`it lacks "${architecture}.attention.layer_norm_rms_epsilon"`);
  }
  checkShape(metadata, byName, 'output_norm.weight', [embeddingLength]);
  for (let block = 0; block < blockCount; block++) {
    const [headCount, kvHeadCount, hidden] = [heads(block), kvHeads(block), feedForward(block)];
    if (headCount === 0 || kvHeadCount === 0) throw metadata.damaged(`layer ${block + 1} has no attention heads`);
    const keyLength = metadata.count(`${architecture}.attention.key_length`) ?? embeddingLength / headCount;
    const valueLength = metadata.count(`${architecture}.attention.value_length`) ?? embeddingLength / headCount;
    const check = (name: string, shape: readonly number[]) =>
      checkShape(metadata, byName, `blk.${block}.${name}.weight`, shape);
    check('attn_norm', [embeddingLength]);
    if (!byName.has(`blk.${block}.attn_qkv.weight`)) {
      check('attn_q', [embeddingLength, keyLength * headCount]);
      check('attn_k', [embeddingLength, keyLength * kvHeadCount]);
      check('attn_v', [embeddingLength, valueLength * kvHeadCount]);
    }
    check('attn_output', [valueLength * headCount, embeddingLength]);
    check('ffn_norm', [embeddingLength]);
    check('ffn_gate', [embeddingLength, hidden]);
    check('ffn_up', [embeddingLength, hidden]);
    check('ffn_down', [hidden, embeddingLength]);
  }
}

function checkShape(
  metadata: MetadataReader,
  byName: ReadonlyMap<string, GgufTensor>,
  name: string,
  shape: readonly number[],
): void {
  const found = byName.get(name)?.shape;
  if (found === undefined) throw metadata.damaged(`the tensor ${quoteText(name)} is missing`);
  const isSame =
    found.length <= 4 &&
    Array.from({ length: 4 }, (_, axis) => (found[axis] ?? 1) === (shape[axis] ?? 1)).every(Boolean);
  if (!isSame)
    throw metadata.damaged(
      `the tensor ${quoteText(name)} has the shape ${found.join(' x ')} instead of ${shape.join(' x ')}`,
    );
}
