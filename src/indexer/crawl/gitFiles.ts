import { execFile, spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import { throwIfAborted } from '../../shared/errors.ts';

/**
 * The files that git knows or would know: tracked ones and those that are neither tracked nor ignored. A repository
 * inside of it is one path, which ends with `/` or names a folder. `undefined`: it is no repository, or there is no git
 * that answers.
 *
 * Only for folders that the user trusts: a repository's configuration can name programs. The one that this command would
 * run is switched off, it locks nothing and asks no network.
 *
 * @param maxFiles what goes beyond it is left out.
 * @throws CancelledError.
 */
export async function gitFiles(
  rootPath: string,
  maxFiles: number,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  throwIfAborted(signal);
  const paths = new Set<string>();
  let rest = '';
  const isWhole = await new Promise<boolean>((resolve) => {
    const git = spawn('git', [...safely, '-C', rootPath, ...command], {
      env: gitEnvironment(),
      // Not the repository: Windows would look for `git` there first.
      cwd: dirname(process.execPath),
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      signal,
    });
    git.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = (rest + text).split('\0');
      rest = found.pop() ?? '';
      for (const path of found) paths.add(path);
      if (paths.size < maxFiles) return;
      resolve(true);
      git.kill('SIGKILL');
    });
    git.once('error', () => resolve(false));
    git.once('close', (exitCode) => resolve(exitCode === 0));
  });
  throwIfAborted(signal);
  return isWhole ? [...paths].slice(0, maxFiles) : undefined;
}

/**
 * The file that names what the user ignores in all repositories, where their own settings name one. No repository is asked,
 * so it needs no trust.
 */
export async function gitExcludesFile(): Promise<string | undefined> {
  const args = ['config', '--global', '--type=path', '--get', 'core.excludesFile'];
  const options = { env: gitEnvironment(), cwd: dirname(process.execPath), windowsHide: true, timeout: timeoutMs };
  return await new Promise((resolve) => {
    execFile('git', args, options, (error, output) => resolve(error === null ? output.trim() || undefined : undefined));
  });
}

const safely = ['-c', 'core.fsmonitor=false', '-c', `core.hooksPath=${devNull}`];
const command = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
const timeoutMs = 20_000;

/** Without what an outer git has set for its own repository. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('GIT_'));
  return {
    ...Object.fromEntries(own),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    // A partial clone would fetch what it lacks.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}
