/**
 * The three kinds of failure (see CONTRIBUTING.md): cancelled (silent), expected ({@link UserError}) and bug
 * ({@link BugError}). They are caught at the boundary of a provider, a command or a request and nowhere else, and told
 * apart by `code`, never by message: a message is for people.
 */

/** Every expected failure has one code. */
export type UserErrorCode =
  | 'modelMissing'
  | 'modelInvalid'
  | 'modelLoadFailed'
  | 'modelReplaced'
  | 'modelDownloadFailed'
  | 'modelImportFailed'
  | 'markerMissing'
  | 'promptTooLong'
  | 'nothingToSpare'
  | 'engineStartFailed'
  | 'engineGone'
  | 'engineVersionMismatch'
  | 'indexGone'
  | 'settingInvalid'
  | 'inputInvalid';

/** An expected failure: its sentence names the thing and says what to do. */
export class UserError extends Error {
  readonly code: UserErrorCode;
  constructor(code: UserErrorCode, message: string) {
    super(message);
    this.name = 'UserError';
    this.code = code;
  }
}

/** A broken promise of our own code. Logged with its stack, never shown as the user's fault. */
export class BugError extends Error {
  override readonly name = 'BugError';
}

/** The work was abandoned on request. Silent everywhere. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('Cancelled');
  }
}

/** Whether `error` only says that the work was abandoned: ours, or the platform's `AbortError`. */
export function isCancelled(error: unknown): boolean {
  return error instanceof CancelledError || (error instanceof Error && error.name === 'AbortError');
}

/** Throws {@link CancelledError} once `signal` has been aborted. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new CancelledError();
}
