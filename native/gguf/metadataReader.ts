import type { UserError } from '../../src/shared/errors.ts';
import type { GgufValue } from './ggufTypes.ts';
import { downloadAgain, modelInvalid, quoteText } from './modelErrors.ts';
import { StringTable } from './stringTable.ts';

/**
 * A model's metadata by type. A value of a type that llama.cpp does not take there is an error, whether the value is
 * required or not.
 */
export class MetadataReader {
  readonly path: string;
  readonly #metadata: ReadonlyMap<string, GgufValue>;

  constructor(path: string, metadata: ReadonlyMap<string, GgufValue>) {
    this.path = path;
    this.#metadata = metadata;
  }

  keys(): Iterable<string> {
    return this.#metadata.keys();
  }

  text(key: string): string | undefined {
    const value = this.#metadata.get(key);
    if (value === undefined || value.type === 'string') return value?.value;
    throw this.wrong(key, 'is no text');
  }

  /** A number without a sign: what llama.cpp counts with. */
  count(key: string, type: 'uint32' | 'uint16' = 'uint32'): number | undefined {
    const value = this.#metadata.get(key);
    if (value === undefined) return undefined;
    if (value.type === type && typeof value.value === 'number') return value.value;
    throw this.wrong(key, 'is no count');
  }

  /** One count, or one a layer. Most files have one. */
  counts(key: string): readonly number[] | undefined {
    const value = this.#metadata.get(key);
    if (value?.type !== 'array') {
      const count = this.count(key);
      return count === undefined ? undefined : [count];
    }
    if (value.items.type === 'uint32' || value.items.type === 'int32') return [...value.items.values];
    throw this.wrong(key, 'is no list of counts');
  }

  real(key: string): number | undefined {
    const value = this.#metadata.get(key);
    if (value === undefined || value.type === 'float32') return value?.value;
    throw this.wrong(key, 'is no real number');
  }

  flag(key: string): boolean | undefined {
    const value = this.#metadata.get(key);
    if (value === undefined || value.type === 'bool') return value?.value;
    throw this.wrong(key, 'is no yes or no');
  }

  strings(key: string): StringTable | undefined {
    return this.#items(key, StringTable);
  }

  int32s(key: string): Int32Array | undefined {
    return this.#items(key, Int32Array);
  }

  float32s(key: string): Float32Array | undefined {
    return this.#items(key, Float32Array);
  }

  /** @param problem a clause with the entry as its subject. */
  wrong(key: string, problem: string): UserError {
    return this.damaged(`${quoteText(key)} ${problem}`);
  }

  /** @param problem a whole clause. */
  damaged(problem: string): UserError {
    return modelInvalid(this.path, `is damaged (${problem})`, downloadAgain);
  }

  #items<Items>(key: string, kind: new (...args: never) => Items): Items | undefined {
    const value = this.#metadata.get(key);
    if (value === undefined) return undefined;
    if (value.type === 'array' && value.items.values instanceof kind) return value.items.values;
    throw this.wrong(key, 'is no list of the right kind');
  }
}
