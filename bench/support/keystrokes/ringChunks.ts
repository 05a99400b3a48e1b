import type { RingChunk } from './infillServer.ts';

/** Defaults of llama.vscode: lines, chunks, milliseconds. */
const [prefixLines, suffixLines, scopeLines, chunkLines] = [256, 64, 1024, 64];
const [mostChunks, mostQueued] = [16, 16];
const farLines = 32;
const quietMs = 3_000;

interface Place {
  readonly path: string;
  readonly text: string;
}

/**
 * What llama.vscode sends along of text that was looked at: where the cursor has gone far, a chunk from further up and one
 * from further down are queued, and join the ring one by one while nobody types. (Chunks of files that are opened, saved or
 * copied from do not come up: a trace does none of that.)
 */
export class RingChunks {
  readonly #random: () => number;
  #chunks: readonly RingChunk[] = [];
  #queue: readonly RingChunk[] = [];
  #lastPickLine = -9999;
  #lastCompletionMs = Number.NEGATIVE_INFINITY;

  constructor(random: () => number) {
    this.#random = random;
  }

  get chunks(): readonly RingChunk[] {
    return this.#chunks;
  }

  noteCompletion(nowMs: number): void {
    this.#lastCompletionMs = nowMs;
  }

  noteCursor(place: Place, line: number, nowMs: number): void {
    if (Math.abs(line - this.#lastPickLine) <= farLines) return;
    const lines = place.text.split('\n');
    const last = lines.length - 1;
    // Both ends belong to what is picked.
    this.#pick(place, lines.slice(Math.max(0, line - scopeLines), Math.max(0, line - prefixLines) + 1), nowMs);
    const below = Math.min(last, line + suffixLines);
    this.#pick(place, lines.slice(below, Math.min(last, below + chunkLines) + 1), nowMs);
    this.#lastPickLine = line;
  }

  /** All chunks, where one has just joined; `undefined`: none did. */
  next(nowMs: number): readonly RingChunk[] | undefined {
    const [chunk, ...rest] = this.#queue;
    if (chunk === undefined || nowMs - this.#lastCompletionMs < quietMs) return undefined;
    this.#queue = rest;
    this.#chunks = [...this.#chunks, chunk].slice(-mostChunks);
    return this.#chunks;
  }

  #pick({ path }: Place, lines: readonly string[], nowMs: number): void {
    if (lines.length < 3) return;
    const half = chunkLines / 2;
    const start = Math.floor(this.#random() * Math.max(0, lines.length - half + 1));
    const picked = lines.length + 1 < chunkLines ? lines : lines.slice(start, start + half);
    const chunk = { text: `${picked.join('\n')}\n`, time: nowMs, filename: path };
    this.#queue = [...this.#queue.slice(this.#queue.length >= mostQueued ? 1 : 0), chunk];
  }
}
