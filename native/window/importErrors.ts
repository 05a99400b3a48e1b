import { CancelledError, isCancelled, UserError } from '../../src/shared/errors.ts';

/** The windowed twin of a model was not written. @param sentence names the thing and says what to do. */
export function modelImportFailed(sentence: string): UserError {
  return new UserError('modelImportFailed', sentence);
}

/**
 * What to throw where writing a twin failed: CancelledError where it was cancelled, user's errors and bugs as they are,
 * and the system's errors in a sentence.
 */
export function importError(
  error: unknown,
  signal: AbortSignal | undefined,
  describe: (problem: string) => UserError,
): unknown {
  if (signal?.aborted || isCancelled(error)) return new CancelledError();
  const { syscall, message } = error as NodeJS.ErrnoException;
  return error instanceof UserError || syscall === undefined ? error : describe(message);
}

/** @param advice a sentence without its full stop. */
export function notEnoughSpace(folder: string, neededBytes: number, advice: string): UserError {
  return modelImportFailed(
    `The disk of ${folder} has no room for the windowed copy of the model, which needs ${neededBytes} bytes (${rounded(neededBytes)}). ${advice}.`,
  );
}

/** No room on the disk, or for this user, or for a file of that size. */
export function isFullDisk(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function rounded(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
