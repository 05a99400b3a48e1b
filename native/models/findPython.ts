import { throwIfAborted } from '../../src/shared/errors.ts';
import { downloadFailed } from './downloadFailed.ts';
import { runCommand } from './runCommand.ts';

/**
 * The command of a Python that has pip.
 *
 * @param wished used instead of any other where it is not empty.
 * @throws UserError `modelDownloadFailed` where there is none, CancelledError.
 */
export async function findPython(
  wished: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let withoutPip: string | undefined;
  for (const candidate of wished === '' ? candidates : [[wished]]) {
    const result = await runCommand([...candidate, '-m', 'pip', '--version'], env, signal).catch(() => undefined);
    throwIfAborted(signal);
    if (result?.exitCode === 0) return candidate;
    // What is no Python at all, such as the shop window that Windows has in its place, does not speak of pip.
    if (result !== undefined && /\bpip\b/.test(result.stderr)) withoutPip ??= candidate.join(' ');
  }
  if (withoutPip !== undefined) {
    throw downloadFailed(
      `${withoutPip} has no pip`,
      'Install pip (on Debian: apt install python3-pip), or name another Python in leeward.python.path',
    );
  }
  throw downloadFailed(
    wished === '' ? 'no Python was found on the path' : `${wished} is no Python that runs`,
    'Install Python 3 with pip, name one in leeward.python.path, or choose a model file of your own',
  );
}

const candidates: readonly (readonly string[])[] =
  process.platform === 'win32' ? [['py', '-3'], ['python'], ['python3']] : [['python3'], ['python']];
