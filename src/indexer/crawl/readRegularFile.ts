import { closeSync, constants, fstatSync, openSync, read, readFileSync, type Stats } from 'node:fs';
import { promisify } from 'node:util';

export type RegularFile =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'gone' | 'irregular' | 'tooLarge' | 'changing' | 'unreadable' };

/**
 * Reads a file whole, or says why not. What is no regular file is never waited for nor followed: a FIFO would block, a
 * device may act, a symbolic link leads elsewhere. One that changes or is replaced while it is read is read once more.
 *
 * Where the platform can't promise that (Windows), the caller has looked before.
 */
export async function readRegularFile(path: string, limitBytes: number): Promise<RegularFile> {
  const first = await readOnce(path, limitBytes);
  return first.kind === 'changing' ? await readOnce(path, limitBytes) : first;
}

/** The same, at once, for a small text. `undefined`: there is none. */
export function readSmallText(path: string, limitBytes: number): string | undefined {
  try {
    const descriptor = openSync(path, flags);
    try {
      const found = fstatSync(descriptor);
      return found.isFile() && found.size <= limitBytes ? readFileSync(descriptor, 'utf8') : undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

// Only reading waits for a disk: who lists a folder has just had all that the others need. Each step that goes through the
// thread pool costs as much processor time as the rest.
const readInto = promisify(read);

async function readOnce(path: string, limitBytes: number): Promise<RegularFile> {
  let descriptor: number;
  try {
    descriptor = openSync(path, flags);
  } catch (error) {
    return { kind: failureKind(error) };
  }
  try {
    const before = fstatSync(descriptor);
    if (!before.isFile()) return { kind: 'irregular' };
    if (before.size > limitBytes) return { kind: 'tooLarge' };
    const bytes = await readAll(descriptor, before.size);
    const after = fstatSync(descriptor);
    const isWhole = bytes.length === before.size && isUnchanged(before, after);
    return isWhole ? { kind: 'bytes', bytes } : { kind: 'changing' };
  } catch (error) {
    return { kind: failureKind(error) };
  } finally {
    closeSync(descriptor);
  }
}

async function readAll(descriptor: number, sizeBytes: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(sizeBytes);
  let length = 0;
  while (length < sizeBytes) {
    const { bytesRead } = await readInto(descriptor, bytes, length, sizeBytes - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

/** Without a name it is no more: another file has taken its place. */
function isUnchanged(before: Stats, after: Stats): boolean {
  return after.nlink > 0 && after.size === before.size && after.mtimeMs === before.mtimeMs;
}

function failureKind(error: unknown): 'gone' | 'irregular' | 'unreadable' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // `ELOOP`: it is a symbolic link; `ENXIO`: a socket.
  if (code === 'ELOOP' || code === 'ENXIO') return 'irregular';
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'gone' : 'unreadable';
}
