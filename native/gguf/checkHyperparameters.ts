import type { MetadataReader } from './metadataReader.ts';

export interface Hyperparameters {
  readonly blockCount: number;
  readonly embeddingLength: number;
  readonly trainedContextTokens: number;
}

/**
 * Checks the numbers that describe the network: what llama.cpp asserts of every architecture, where a wrong one aborts
 * the process, and what it divides by.
 *
 * @throws UserError `modelInvalid`.
 */
export function checkHyperparameters(metadata: MetadataReader, architecture: string): Hyperparameters {
  const key = (name: string) => `${architecture}.${name}`;
  const required = (name: string, limit: number) => {
    const value = metadata.count(key(name));
    if (value === undefined) throw metadata.damaged(`it lacks "${key(name)}"`);
    if (value === 0 || value > limit) throw metadata.wrong(key(name), `is ${value}`);
    return value;
  };
  // Only its type: models with their own tokenizer have what the tokenizer has.
  metadata.count(key('vocab_size'));
  const trainedContextTokens = required('context_length', 2 ** 31 - 1);
  const blockCount = required('block_count', maxBlocks);
  const embeddingLength = required('embedding_length', 2 ** 20);
  if ((metadata.count(key('nextn_predict_layers')) ?? 0) > blockCount) {
    throw metadata.wrong(key('nextn_predict_layers'), 'is above the number of layers');
  }
  checkHeads(metadata, key, blockCount, embeddingLength);
  checkExperts(metadata, key, blockCount);
  checkReals(metadata, key);
  return { blockCount, embeddingLength, trainedContextTokens };
}

/** llama.cpp's arrays have as many places. */
const maxBlocks = 512;
const maxExperts = 1024;

type Key = (name: string) => string;

function checkHeads(metadata: MetadataReader, key: Key, blockCount: number, embeddingLength: number): void {
  const heads = perLayer(metadata, key('attention.head_count'), blockCount);
  const kvHeads = perLayer(metadata, key('attention.head_count_kv'), blockCount);
  perLayer(metadata, key('feed_forward_length'), blockCount);
  for (const [layer, count] of heads.entries()) {
    const kvCount = kvHeads.length === 0 ? count : (kvHeads[layer % kvHeads.length] ?? 0);
    if (kvCount < 0 || count < 0 || count > embeddingLength || (kvCount > 0 && count % kvCount !== 0)) {
      throw metadata.damaged(`it has ${count} attention heads for ${kvCount} groups`);
    }
  }
  const headCount = heads[0] ?? 0;
  if (headCount === 0) return;
  const keyLength = metadata.count(key('attention.key_length'));
  if (keyLength === undefined && embeddingLength % headCount !== 0) {
    throw metadata.damaged(`${embeddingLength} numbers cannot be divided among ${headCount} attention heads`);
  }
  const rotated = metadata.count(key('rope.dimension_count'));
  const headLength = keyLength ?? embeddingLength / headCount;
  // Some architectures rotate a key of another length, so only a number that fits none is refused.
  if (rotated !== undefined && (rotated % 2 !== 0 || rotated > Math.max(headLength, embeddingLength))) {
    throw metadata.wrong(key('rope.dimension_count'), `is ${rotated}`);
  }
}

function perLayer(metadata: MetadataReader, key: string, blockCount: number): readonly number[] {
  const counts = metadata.counts(key) ?? [];
  if (counts.length > 1 && counts.length !== blockCount)
    throw metadata.wrong(key, `has ${counts.length} numbers for ${blockCount} layers`);
  return counts;
}

function checkExperts(metadata: MetadataReader, key: Key, blockCount: number): void {
  const experts = metadata.count(key('expert_count')) ?? 0;
  const used = Math.max(0, ...perLayer(metadata, key('expert_used_count'), blockCount));
  const groups = metadata.count(key('expert_group_count')) ?? 0;
  const usedGroups = metadata.count(key('expert_group_used_count')) ?? 0;
  const isPossible =
    experts === 0
      ? used === 0 && groups === 0
      : experts <= maxExperts &&
        used > 0 &&
        used <= experts &&
        groups < experts &&
        (groups <= 1 || (experts % groups === 0 && usedGroups > 0 && usedGroups < groups));
  // A dense model may count its one feed-forward network as an expert.
  if (!isPossible && experts > 1) throw metadata.damaged(`it uses ${used} of ${experts} experts in ${groups} groups`);
  if (!isPossible && used > experts) throw metadata.damaged(`it uses ${used} of ${experts} experts`);
}

function checkReals(metadata: MetadataReader, key: Key): void {
  for (const name of ['attention.layer_norm_epsilon', 'attention.layer_norm_rms_epsilon']) {
    const epsilon = metadata.real(key(name));
    if (epsilon !== undefined && !(epsilon >= 0 && epsilon < 1)) throw metadata.wrong(key(name), `is ${epsilon}`);
  }
  const base = metadata.real(key('rope.freq_base'));
  if (base !== undefined && !(base > 0 && base < Number.POSITIVE_INFINITY))
    throw metadata.wrong(key('rope.freq_base'), `is ${base}`);
  for (const name of ['rope.scaling.factor', 'rope.scale_linear']) {
    const factor = metadata.real(key(name));
    if (factor !== undefined && !(factor >= 0 && factor < Number.POSITIVE_INFINITY))
      throw metadata.wrong(key(name), `is ${factor}`);
  }
  const scaling = metadata.text(key('rope.scaling.type')) ?? 'none';
  if (!['none', 'linear', 'yarn', 'longrope'].includes(scaling))
    throw metadata.wrong(key('rope.scaling.type'), 'is unknown');
}
