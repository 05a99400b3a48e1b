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
  // These count their one feed-forward network as an expert, or leave the other numbers standing.
  if (experts <= 1 && /^hunyuan/.test(key(''))) return;
  const isPossible =
    experts === 0
      ? used === 0 && groups === 0
      : experts <= maxExperts &&
        used > 0 &&
        used <= experts &&
        groups < experts &&
        areGroups(experts, groups, usedGroups);
  if (!isPossible) throw metadata.damaged(`it uses ${used} of ${experts} experts in ${groups} groups`);
}

function areGroups(experts: number, groups: number, usedGroups: number): boolean {
  return groups <= 1 || (experts % groups === 0 && usedGroups > 0 && usedGroups < groups);
}

function checkReals(metadata: MetadataReader, key: Key): void {
  const check = (name: string, isPossible: (value: number) => boolean) => {
    const value = metadata.real(key(name));
    if (value !== undefined && !(isPossible(value) && Number.isFinite(value)))
      throw metadata.wrong(key(name), `is ${value}`);
  };
  check('attention.layer_norm_epsilon', (epsilon) => epsilon >= 0 && epsilon < 1);
  check('attention.layer_norm_rms_epsilon', (epsilon) => epsilon >= 0 && epsilon < 1);
  check('rope.freq_base', (base) => base > 0);
  check('rope.scaling.factor', (factor) => factor >= 0);
  check('rope.scale_linear', (factor) => factor >= 0);
  const scaling = metadata.text(key('rope.scaling.type')) ?? 'none';
  if (!ropeScalings.has(scaling)) throw metadata.wrong(key('rope.scaling.type'), 'is unknown');
}

/** llama.cpp aborts on another one. */
const ropeScalings: ReadonlySet<string> = new Set(['none', 'linear', 'yarn', 'longrope']);
