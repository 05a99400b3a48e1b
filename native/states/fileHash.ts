import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { atOnce, type RunCall } from './runCall.ts';

/**
 * The SHA-256 of a file that does not change. It is computed in pieces, since the engine has one thread for this and for
 * computing; where that was cut off, the next one who asks goes on.
 */
export class FileHash {
  readonly #path: string;
  readonly #hash = createHash('sha256');
  #position = 0;
  #digest: string | undefined;
  #reading: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * @param run makes the call for each piece.
   * @returns hexadecimal digits.
   * @throws what `node:fs` and `run` throw.
   */
  async digest(run: RunCall = atOnce): Promise<string> {
    if (this.#digest !== undefined) return this.#digest;
    const file = await run(() => open(this.#path, 'r'));
    try {
      const piece = Buffer.allocUnsafe(pieceBytes);
      while (this.#digest === undefined) await run(() => this.#advance(file, piece));
      return this.#digest;
    } finally {
      // Not waited for: in the engine that would be for a call of somebody else. A file that was only read loses nothing.
      file.close().catch(() => {});
    }
  }

  /** Two that ask at the same time wait for the same piece. */
  #advance(file: FileHandle, buffer: Buffer): Promise<void> {
    this.#reading ??= this.#read(file, buffer).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(file: FileHandle, buffer: Buffer): Promise<void> {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, this.#position);
    this.#position += bytesRead;
    if (bytesRead === 0) this.#digest = this.#hash.digest('hex');
    else this.#hash.update(buffer.subarray(0, bytesRead));
  }
}

/** Hashed in some milliseconds, which is what an abort waits for. */
export const pieceBytes = 4 * 2 ** 20;
