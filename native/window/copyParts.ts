import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { throwIfAborted } from '../../src/shared/errors.ts';
import type { GgufHeader } from '../gguf/ggufTypes.ts';

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
 * Copies the data of all parts to where it goes. Reading, hashing, writing and the way to the disk overlap.
 *
 * @returns SHA-256 of the parts' bytes, headers included, one part after the other: in hexadecimal.
 * @throws SourceCut, CancelledError, the system's errors; then nothing is running any more.
 */
export async function copyParts(
  parts: readonly PartToCopy[],
  target: FileHandle,
  options: CopyOptions,
): Promise<string> {
  const hash = createHash('sha256');
  const blocks = parts.flatMap(blocksOf);
  const slots = Array.from({ length: Math.min(slotCount, blocks.length) }, () => new Slot());
  const slotOf = (index: number) => slots[index % slots.length] ?? new Slot();
  let [doneBytes, unsyncedBytes] = [0, 0];
  let syncing = settled;
  try {
    for (const [index, block] of blocks.entries()) {
      throwIfAborted(options.signal);
      const slot = slotOf(index);
      if (index === 0) slot.read(block);
      const bytes = await slot.reading;
      slot.write(target, block);
      const next = blocks[index + 1];
      if (next !== undefined) {
        await slotOf(index + 1).writing;
        slotOf(index + 1).read(next);
      }
      // On this thread, while the others read and write.
      hash.update(bytes);
      doneBytes += bytes.length;
      unsyncedBytes += bytes.length;
      options.onProgress(doneBytes);
      if (unsyncedBytes < syncBytes) continue;
      await syncing;
      syncing = handled(target.datasync());
      unsyncedBytes = 0;
    }
    await Promise.all([syncing, ...slots.map(({ writing }) => writing)]);
    return hash.digest('hex');
  } finally {
    await Promise.allSettled([syncing, ...slots.flatMap(({ reading, writing }) => [reading, writing])]);
  }
}

/** Measured: smaller ones cost calls, larger ones cost memory and end with a longer wait. */
const blockBytes = 1024 * 1024;

/** One is read, one hashed, two are written. */
const slotCount = 4;

/** The system would keep gigabytes in memory and write them when the copy is complete. */
const syncBytes = 64 * 1024 * 1024;

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

/** A buffer and what happens to it. */
class Slot {
  reading: Promise<Buffer> = Promise.resolve(Buffer.alloc(0));
  writing: Promise<void> = settled;
  readonly #buffer = Buffer.allocUnsafeSlow(blockBytes);

  read({ part, position, sizeBytes }: Block): void {
    this.reading = handled(readWhole(part.file, this.#buffer.subarray(0, sizeBytes), position));
  }

  /** Of the block that has been read, what belongs to tensors. */
  write(target: FileHandle, { part, position, sizeBytes }: Block): void {
    const { dataOffset, tensors } = part.header;
    const last = tensors.at(-1);
    const dataEnd = dataOffset + (last === undefined ? 0 : last.offset + last.sizeBytes);
    const start = Math.max(position, dataOffset);
    const end = Math.min(position + sizeBytes, dataEnd);
    if (start >= end) return;
    const bytes = this.#buffer.subarray(start - position, end - position);
    this.writing = handled(writeWhole(target, bytes, part.dataOffset + start - dataOffset));
  }
}

const settled: Promise<void> = Promise.resolve();

/** A failure is seen when the promise is awaited, which may be later than Node likes. */
function handled<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => {});
  return promise;
}

async function readWhole(file: FileHandle, buffer: Buffer, position: number): Promise<Buffer> {
  let end = 0;
  while (end < buffer.length) {
    const { bytesRead } = await file.read(buffer, end, buffer.length - end, position + end);
    if (bytesRead === 0) throw new SourceCut(`The file ends at ${position + end}`);
    end += bytesRead;
  }
  return buffer;
}

/** Writes all of `bytes`, which one call of the system need not. */
export async function writeWhole(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let end = 0;
  while (end < bytes.length) {
    const { bytesWritten } = await file.write(bytes, end, bytes.length - end, position + end);
    end += bytesWritten;
  }
}
