import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CancelledError, UserError, type UserErrorCode } from '../shared/errors.ts';

/** What the fetching program prints, one JSON object a line. */
type FetchMessage =
  | { readonly phase: 'download' | 'unpack' | 'verify'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly path: string }
  | { readonly error: { readonly code: UserErrorCode; readonly message: string } };

export interface DownloadOptions {
  /** A Node, or an Electron that runs as one. */
  readonly nodePath: string;
  /** The fetching program. */
  readonly entryPath: string;
  /** Empty: found on PATH. */
  readonly pythonPath: string;
  /** @param fraction 0 to 1 of the running phase. */
  readonly onProgress: (phase: string, fraction: number) => void;
}

/**
 * Fetches the embedded default model into the user's cache, in a program of its own, so that hashing and unpacking cost
 * the extension host nothing. The one thing in Leeward that uses a network, and only when asked.
 *
 * @returns the model's path.
 * @throws UserError `modelDownloadFailed`, CancelledError.
 */
export async function downloadDefaultModel(options: DownloadOptions, signal: AbortSignal): Promise<string> {
  const python = options.pythonPath === '' ? [] : ['--python', options.pythonPath];
  const child = spawn(options.nodePath, [options.entryPath, '--json', ...python], {
    stdio: ['pipe', 'pipe', 'inherit'],
    windowsHide: true,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  ended.catch(() => {}); // Awaited below, once its output has ended.
  // Closing its input cancels it, on every platform.
  const cancel = () => child.stdin.end();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    let last: FetchMessage | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      last = JSON.parse(line) as FetchMessage;
      if ('phase' in last) options.onProgress(last.phase, last.totalBytes > 0 ? last.doneBytes / last.totalBytes : 0);
    }
    await ended;
    if (signal.aborted) throw new CancelledError();
    if (last !== undefined && 'path' in last) return last.path;
    if (last !== undefined && 'error' in last) throw new UserError(last.error.code, last.error.message);
    throw new UserError(
      'modelDownloadFailed',
      'The download ended without a word. Run "Leeward: Download Default Model" again.',
    );
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
