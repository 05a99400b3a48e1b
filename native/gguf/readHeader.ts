import { type FileHandle, open, stat } from 'node:fs/promises';
import { foreignFormat } from './foreignFormat.ts';
import type { GgufHeader } from './ggufTypes.ts';
import { HeaderContinues, headerLimits } from './headerCursor.ts';
import { chooseAnother, downloadAgain, modelInvalid, modelMissing } from './modelErrors.ts';
import { parseHeader } from './parseHeader.ts';

/**
 * Reads the header of a GGUF file, versions 2 and 3. Of the file it reads the header, rounded up to the next piece, and
 * of that at most 256 MiB.
 *
 * @throws UserError `modelMissing`, `modelInvalid` with one sentence that names the file and what to do.
 */
export async function readHeader(path: string): Promise<GgufHeader> {
  const stats = await reading(path, () => stat(path));
  if (stats.isDirectory()) throw modelInvalid(path, 'is a folder', 'choose the GGUF file in it');
  // Opening a pipe would wait for ever.
  if (!stats.isFile()) throw modelInvalid(path, 'is no regular file', chooseAnother);
  const file = await reading(path, () => open(path, 'r'));
  try {
    return await reading(path, () => readPieces(path, file));
  } finally {
    await file.close();
  }
}

const firstPieceBytes = 64 * 1024;

/** Starts again with four times as many bytes until the header is whole, which costs a third more than knowing its size. */
async function readPieces(path: string, file: FileHandle): Promise<GgufHeader> {
  const { size: fileSizeBytes } = await file.stat();
  if (fileSizeBytes === 0) throw modelInvalid(path, 'is empty', downloadAgain);
  let wantedBytes = firstPieceBytes;
  let bytes = new Uint8Array(0);
  for (;;) {
    const pieceBytes = Math.min(wantedBytes, fileSizeBytes, headerLimits.headerBytes);
    bytes = await readMore(file, bytes, pieceBytes);
    checkMagic(path, bytes);
    try {
      // Fewer bytes than there should be: the file is being cut at this moment.
      return parseHeader({ path, bytes, fileSizeBytes: bytes.length < pieceBytes ? bytes.length : fileSizeBytes });
    } catch (error) {
      if (!(error instanceof HeaderContinues)) throw error;
      wantedBytes = Math.max(4 * wantedBytes, error.neededBytes);
    }
  }
}

async function readMore(file: FileHandle, before: Uint8Array, sizeBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(sizeBytes);
  bytes.set(before);
  let end = before.length;
  while (end < sizeBytes) {
    const { bytesRead } = await file.read(bytes, end, sizeBytes - end, end);
    if (bytesRead === 0) break;
    end += bytesRead;
  }
  return bytes.subarray(0, end);
}

function checkMagic(path: string, bytes: Uint8Array): void {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (magic === 'GGUF') return;
  if ('GGUF'.startsWith(magic)) throw modelInvalid(path, 'is cut off in its header', downloadAgain);
  const looks = foreignFormat(bytes);
  throw modelInvalid(path, `is no GGUF file${looks === undefined ? '' : `; it looks like ${looks}`}`, chooseAnother);
}

/** What the file system says, as a sentence. */
async function reading<Result>(path: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    // A path with a NUL is refused before any system call.
    if (code === 'ERR_INVALID_ARG_VALUE') throw modelMissing(path);
    if (code === undefined || syscall === undefined) throw error;
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(code)) throw modelMissing(path);
    if (code === 'EACCES' || code === 'EPERM')
      throw modelInvalid(path, 'may not be read by you', 'change its permissions or choose another file');
    throw modelInvalid(path, `cannot be read (${code})`, 'check the disk it is on, or choose another file');
  }
}
