import { type GgufType, ggufTypes } from '../../native/gguf/ggufTypes.ts';

/** A damaged copy of a GGUF file. */
export interface Mutation {
  /** Such as `12 length at 480: 2^63`. */
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Damages the header of a sound GGUF file: `countPerKind` times each kind of field, and single bytes. The same seed
 * gives the same mutations.
 */
export function mutateHeader(file: Buffer, countPerKind: number, seed: number): readonly Mutation[] {
  const fields = headerFields(file);
  const random = generator(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const mutations: Mutation[] = [];
  const headerEnd = Math.max(...fields.map(({ position }) => position));
  for (const kind of fieldKinds) {
    const candidates = fields.filter((field) => field.kind === kind);
    for (let index = 0; index < countPerKind; index++) {
      const { position, sizeBytes } = pick(candidates);
      const value = BigInt.asUintN(
        8 * sizeBytes,
        kind === 'type' ? BigInt(Math.floor(random() * 45)) : pick(absurdValues),
      );
      const bytes = Buffer.from(file);
      for (let byte = 0; byte < sizeBytes; byte++) bytes[position + byte] = Number((value >> BigInt(8 * byte)) & 0xffn);
      mutations.push({ name: `${mutations.length} ${kind} at ${position}: ${value}`, bytes });
    }
  }
  for (let index = 0; index < countPerKind; index++) {
    const position = Math.floor(random() * headerEnd);
    const bytes = Buffer.from(file);
    bytes[position] = (bytes[position] ?? 0) ^ (1 << Math.floor(random() * 8));
    mutations.push({ name: `${mutations.length} bit flipped at ${position}`, bytes });
  }
  return mutations;
}

const fieldKinds = ['count', 'length', 'type', 'dimension', 'offset', 'value'] as const;

interface Field {
  readonly kind: (typeof fieldKinds)[number];
  readonly position: number;
  readonly sizeBytes: number;
}

const absurdValues: readonly bigint[] = [
  0n,
  1n,
  3n,
  33n,
  255n,
  2n ** 16n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** Where a sound header has its fields. */
function headerFields(file: Buffer): readonly Field[] {
  const fields: Field[] = [];
  let position = 4;
  const field = (kind: Field['kind'], sizeBytes: 1 | 2 | 4 | 8): number => {
    fields.push({ kind, position, sizeBytes });
    const value = sizeBytes === 8 ? Number(file.readBigUInt64LE(position)) : file.readUIntLE(position, sizeBytes);
    position += sizeBytes;
    return value;
  };
  const text = () => {
    const length = field('length', 8);
    position += length;
  };
  const value = (type: GgufType) => {
    if (type === 'string') return text();
    if (type !== 'array') return void field('value', sizes[type]);
    const itemType = ggufTypes[field('type', 4)] as GgufType;
    const length = field('length', 8);
    for (let index = 0; index < length; index++) value(itemType);
  };
  field('count', 4);
  const tensorCount = field('count', 8);
  const metadataCount = field('count', 8);
  for (let index = 0; index < metadataCount; index++) {
    text();
    value(ggufTypes[field('type', 4)] as GgufType);
  }
  for (let index = 0; index < tensorCount; index++) {
    text();
    const dimensions = field('dimension', 4);
    for (let axis = 0; axis < dimensions; axis++) field('dimension', 8);
    field('type', 4);
    field('offset', 8);
  }
  return fields;
}

const sizes: Readonly<Record<Exclude<GgufType, 'string' | 'array'>, 1 | 2 | 4 | 8>> = {
  uint8: 1,
  int8: 1,
  bool: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  uint64: 8,
  int64: 8,
  float64: 8,
};

/** 0 to 1, from a linear congruential generator. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
