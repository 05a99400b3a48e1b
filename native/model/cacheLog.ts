import type { CacheReport } from '../../src/shared/engineProtocol.ts';

/** One of a context's caches: a model with a sliding window has two, one of them for the layers without it. */
interface LoggedCache {
  readonly sizeMib: number;
  /** Tokens it has room for, each sequence for itself. */
  readonly cells: number;
  readonly layers: number;
  readonly sequences: number;
  readonly keyType: string;
  readonly valueType: string;
}

/**
 * Learns from llama.cpp's log how large the KV cache really is: the library tells it nowhere else. The lines come at the
 * level info, some of them only after the context's creation has resolved.
 */
export class CacheLog {
  /** Of the context created last. */
  #caches: LoggedCache[] = [];

  /** @param text as the library's logger is given it: one or more lines, of any kind. */
  read(text: string): void {
    for (const line of text.split('\n')) {
      if (line.includes('constructing llama_context')) this.#caches = [];
      const cache = parseSize(line);
      // The cache of no layers has no bytes, and the cells of the context.
      if (cache !== undefined && cache.layers > 0) this.#caches.push(cache);
    }
  }

  /** Before a context is created: some lines may come late, and those of another one are not its own. */
  reset(): void {
    this.#caches = [];
  }

  /**
   * The cache of the context created last, all its layers together. Where some layers have the window and others have
   * not, the cells are the latter's.
   *
   * Sizes are logged in hundredths of a MiB, for all sequences together, and a cell takes a whole number of bytes: so
   * the bytes are exact where the sequences have 10,486 cells or more together, else within 0.01 MiB for all of them.
   *
   * @param contextSizeTokens what full attention would have cells for.
   * @returns `undefined` where no such line was seen: another version of llama.cpp may word it otherwise, and a model
   *   without attention has no such cache.
   */
  report(contextSizeTokens: number): CacheReport | undefined {
    const caches = this.#caches;
    const [first] = caches;
    if (first === undefined) return undefined;
    const sum = (cellsOf: (cache: LoggedCache) => number) =>
      caches.reduce((total, cache) => total + cellsOf(cache) * bytesPerCell(cache), 0);
    return {
      sequences: first.sequences,
      cellsPerSequence: Math.max(...caches.map(({ cells }) => cells)),
      bytesPerSequence: sum(({ cells }) => cells),
      fullAttentionBytesPerSequence: sum(() => contextSizeTokens),
      type: describeType(first),
    };
  }
}

/**
 * Reads `llama_kv_cache: size =   64.00 MiB (  4352 cells,   2 layers,  3/3 seqs), K (f16):   32.00 MiB, V (f16): ...`.
 * Sequences that share their cells (`3/1 seqs`), which ours never do, have no size of their own.
 */
function parseSize(line: string): LoggedCache | undefined {
  const match =
    /size = +([\d.]+) MiB \( *(\d+) cells, +(\d+) layers, +(\d+)\/(\d+) seqs\), K \((\w+)\): .*, V \((\w+)\):/.exec(
      line,
    );
  if (match === null) return undefined;
  const [, size, cells, layers, sequences, streams, keyType = '', valueType = ''] = match;
  const cache = {
    sizeMib: Number(size),
    cells: Number(cells),
    layers: Number(layers),
    sequences: Number(sequences),
    keyType,
    valueType,
  };
  return sequences === streams && cache.cells > 0 && cache.sequences > 0 ? cache : undefined;
}

/** Of all its layers. */
function bytesPerCell({ sizeMib, cells, sequences }: LoggedCache): number {
  return Math.round((sizeMib * 2 ** 20) / (cells * sequences));
}

function describeType({ keyType, valueType }: LoggedCache): string {
  return keyType === valueType ? keyType : `${keyType} keys, ${valueType} values`;
}
