import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';

export type RegularFile =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'gone' | 'irregular' | 'tooLarge' | 'changing' | 'unreadable' };

/**
 * Reads a file whole, or says why not. What is no regular file is never waited for nor followed: a FIFO would block, a
 * device may act, a symbolic link leads elsewhere. One that changes while it is read is read once more.
 *
 * Synchronous: a file takes 30 µs so, and five times as long where each step goes through a thread pool.
 */
export function readRegularFile(path: string, limitBytes: number): RegularFile {
  const first = readOnce(path, limitBytes);
  return first.kind === 'changing' ? readOnce(path, limitBytes) : first;
}

function readOnce(path: string, limitBytes: number): RegularFile {
  let descriptor: number;
  try {
    // What is looked at first may be another file than what is opened then, so it is looked at again below. Where the
    // platform has no such flags (Windows), this look is what there is.
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return { kind: 'gone' };
    if (!found.isFile()) return { kind: 'irregular' };
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return { kind: failureKind(error) };
  }
  try {
    const before = fstatSync(descriptor);
    if (!before.isFile()) return { kind: 'irregular' };
    if (before.size > limitBytes) return { kind: 'tooLarge' };
    const bytes = readAll(descriptor, before.size);
    const isSame = bytes.length === before.size && isSameFile(before, fstatSync(descriptor));
    const there = lstatSync(path, { throwIfNoEntry: false });
    return isSame && there?.ino === before.ino ? { kind: 'bytes', bytes } : { kind: 'changing' };
  } catch (error) {
    return { kind: failureKind(error) };
  } finally {
    closeSync(descriptor);
  }
}

/** One byte more than there should be, which tells whether it has grown. */
function readAll(descriptor: number, sizeBytes: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(sizeBytes + 1);
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

function isSameFile(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.size === b.size && a.mtimeMs === b.mtimeMs;
}

function failureKind(error: unknown): 'gone' | 'irregular' | 'unreadable' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // `ELOOP`: it is a symbolic link; `ENXIO`: a socket.
  if (code === 'ELOOP' || code === 'ENXIO') return 'irregular';
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'gone' : 'unreadable';
}
