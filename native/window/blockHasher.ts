import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

export interface HashRequest {
  readonly id: number;
  /** In shared memory, and unchanged until the answer is there. */
  readonly bytes: Uint8Array;
}

export interface HashAnswer {
  readonly id: number;
  readonly sha256: string;
}

interface Waiting {
  readonly resolve: (sha256: string) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Hashes blocks on threads of its own. Without instructions for it a processor hashes half a gigabyte a second, far less
 * than a disk takes, and a thread that hashes sees late that the disk is ready for more.
 */
export class BlockHasher {
  readonly #threads: readonly Worker[];
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #failure: Error | undefined;

  /** @param totalBytes of all blocks: a little is hashed sooner than a thread has started. */
  constructor(totalBytes: number) {
    const worthwhile = Math.floor(totalBytes / bytesPerThread);
    const length = Math.max(0, Math.min(maxThreads, worthwhile, availableParallelism() - 1));
    this.#threads = Array.from({ length }, () => this.#start());
  }

  /**
   * @returns SHA-256 in hexadecimal.
   * @throws what a thread has died of.
   */
  async hash(bytes: Uint8Array): Promise<string> {
    if (this.#failure !== undefined) throw this.#failure;
    const id = ++this.#lastId;
    const thread = this.#threads[id % this.#threads.length];
    if (thread === undefined) return sha256Of(bytes);
    const request: HashRequest = { id, bytes };
    return await new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      thread.postMessage(request);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  #start(): Worker {
    const entry = import.meta.url.endsWith('.ts') ? './hashWorker.ts' : './hashWorker.mjs';
    const thread = new Worker(new URL(entry, import.meta.url));
    thread.on('message', ({ id, sha256 }: HashAnswer) => {
      this.#waiting.get(id)?.resolve(sha256);
      this.#waiting.delete(id);
    });
    thread.on('error', (error: Error) => {
      this.#failure = error;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
    return thread;
  }
}

const maxThreads = 4;
const bytesPerThread = 64 * 1024 * 1024;

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
