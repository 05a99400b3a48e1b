import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { throwIfAborted } from '../../src/shared/errors.ts';
import type { GgufHeader } from '../gguf/ggufTypes.ts';
import { BlockHasher } from './blockHasher.ts';
import { ReadingPace } from './readingPace.ts';

/** One file of the model, and where its data goes. */
export interface PartToCopy {
  readonly file: FileHandle;
  readonly header: GgufHeader;
  /** From the start of the target. */
  readonly dataOffset: number;
}

export interface CopyOptions {
  readonly onProgress: (doneBytes: number) => void;
  readonly signal: AbortSignal;
}

/** A file ended before its size had been read. */
export class SourceCut extends Error {}

/**
 * Copies the data of all parts to where it goes. Reading, hashing, writing and the way to the disk overlap, and blocks are
 * hashed each by itself, so that neither one thread's speed nor the disk's rest is what a copy waits for.
 *
 * @returns a name for the content: SHA-256 of the SHA-256s of all blocks, headers included, of one part after the other;
 *   all in hexadecimal.
 * @throws SourceCut, CancelledError, the system's errors; then nothing is running any more.
 */
export async function copyParts(
  parts: readonly PartToCopy[],
  target: FileHandle,
  { onProgress, signal }: CopyOptions,
): Promise<string> {
  const queue = [...parts.flatMap(blocksOf).entries()];
  const hashes: string[] = [];
  const hasher = new BlockHasher(queue.length * blockBytes);
  const pace = new ReadingPace();
  const output = new Output(target, pace);
  let doneBytes = 0;
  let reading: Promise<unknown> = Promise.resolve();
  /** One at a time, in order: so that the system sees what will be read next. */
  const readInTurn = (block: Block, buffer: Buffer) => {
    const read = reading.then(async () => {
      const startedAtMs = performance.now();
      const { isSyncing } = output;
      const bytes = await readBlock(block, buffer);
      pace.note(bytes.length, performance.now() - startedAtMs, isSyncing);
      return bytes;
    });
    reading = read.catch(() => {});
    return read;
  };
  const copyInTurn = async () => {
    const buffer = Buffer.from(new SharedArrayBuffer(blockBytes));
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      throwIfAborted(signal);
      const [index, block] = next;
      const bytes = await readInTurn(block, buffer);
      const [hash] = await Promise.all([hasher.hash(bytes), output.write(dataOf(block, bytes))]);
      hashes[index] = hash;
      doneBytes += bytes.length;
      onProgress(doneBytes);
    }
  };
  const copying = Array.from({ length: blocksAtOnce }, () =>
    copyInTurn().catch((error: unknown) => {
      // The others end with the blocks that they have.
      queue.length = 0;
      throw error;
    }),
  );
  const all = [...copying, Promise.allSettled(copying).then(() => output.end())];
  await Promise.allSettled(all);
  await hasher.close();
  await Promise.all(all);
  return createHash('sha256').update(hashes.join('')).digest('hex');
}

/** Smaller ones cost more calls and messages than they save memory. */
const blockBytes = 1024 * 1024;

/** Linux keeps what one call writes in pages as large, which were slow to get where measured: of 1 MiB, half the speed. */
const writeBytes = 256 * 1024;

/** Some are read, some hashed, one is written, and others wait for it where the disk makes a pause. */
const blocksAtOnce = 16;

/** A piece of a part. */
interface Block {
  readonly part: PartToCopy;
  /** In the part's file. */
  readonly position: number;
  readonly sizeBytes: number;
}

function blocksOf(part: PartToCopy): readonly Block[] {
  const { fileSizeBytes } = part.header;
  return Array.from({ length: Math.ceil(fileSizeBytes / blockBytes) }, (_, index) => ({
    part,
    position: index * blockBytes,
    sizeBytes: Math.min(blockBytes, fileSizeBytes - index * blockBytes),
  }));
}

/** @returns the block's bytes, in `buffer`. */
async function readBlock({ part, position, sizeBytes }: Block, buffer: Buffer): Promise<Buffer> {
  let end = 0;
  while (end < sizeBytes) {
    const { bytesRead } = await part.file.read(buffer, end, sizeBytes - end, position + end);
    if (bytesRead === 0) throw new SourceCut(`The file ends at ${position + end}`);
    end += bytesRead;
  }
  return buffer.subarray(0, sizeBytes);
}

/** Bytes, and where they go. */
interface Placed {
  readonly bytes: Uint8Array;
  readonly position: number;
}

/** Of a block, what belongs to tensors. */
function dataOf({ part, position }: Block, bytes: Buffer): Placed {
  const { dataOffset, tensors } = part.header;
  const last = tensors.at(-1);
  const dataEnd = dataOffset + (last === undefined ? 0 : last.offset + last.sizeBytes);
  const start = Math.max(position, dataOffset);
  const end = Math.max(start, Math.min(position + bytes.length, dataEnd));
  return { bytes: bytes.subarray(start - position, end - position), position: part.dataOffset + start - dataOffset };
}

/** A file that is written to in order, and goes on to the disk while it is, unless reading suffers from that. */
class Output {
  readonly #file: FileHandle;
  readonly #pace: ReadingPace;
  #writing: Promise<void> = Promise.resolve();
  #syncing: Promise<void> = Promise.resolve();
  #syncCount = 0;
  #unsyncedBytes = 0;

  constructor(file: FileHandle, pace: ReadingPace) {
    this.#file = file;
    this.#pace = pace;
  }

  get isSyncing(): boolean {
    return this.#syncCount > 0;
  }

  /** One at a time: threads that write to one file wait for each other, busily. */
  write({ bytes, position }: Placed): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      await writeWhole(this.#file, bytes, position);
      this.#unsyncedBytes += bytes.length;
      if (this.#unsyncedBytes >= syncBytes && !this.#pace.suffersFromWriting) this.#sync();
    });
    return this.#writing;
  }

  /** Resolves when nothing runs any more; rejects with what went wrong. */
  async end(): Promise<void> {
    await Promise.allSettled([this.#writing]);
    await this.#syncing;
  }

  #sync(): void {
    this.#unsyncedBytes = 0;
    this.#syncCount++;
    this.#syncing = this.#syncing.then(() => this.#file.datasync()).finally(() => this.#syncCount--);
    this.#syncing.catch(() => {}); // Seen at the end.
  }
}

/** The system alone would begin when the copy is complete. */
const syncBytes = 128 * 1024 * 1024;

/** Writes all of `bytes`, which one call of the system need not. */
export async function writeWhole(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let end = 0;
  while (end < bytes.length) {
    const wantedBytes = Math.min(writeBytes, bytes.length - end);
    const { bytesWritten } = await file.write(bytes, end, wantedBytes, position + end);
    end += bytesWritten;
  }
}
