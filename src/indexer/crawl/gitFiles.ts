import { execFile, spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import { whySkipped } from '../../core/context/fileKinds.ts';
import { throwIfAborted } from '../../shared/errors.ts';

export interface GitFiles {
  readonly paths: readonly string[];
  /** There are more. */
  readonly isCut: boolean;
}

/**
 * The files that git knows or would know, as far as their names do not tell that they are worthless or private: tracked
 * ones, and then those that are neither tracked nor ignored. A repository inside of it is one path, which ends with `/`
 * or names a folder. `undefined`: it is no repository, or there is no git that answers.
 *
 * Only for folders that the user trusts: a repository's configuration can name programs. The one that this command would
 * run is switched off, it locks nothing and asks no network.
 *
 * @param maxFiles what goes beyond it is left out.
 * @throws CancelledError.
 */
export async function gitFiles(rootPath: string, maxFiles: number, signal: AbortSignal): Promise<GitFiles | undefined> {
  const tracked = await listFiles(rootPath, ['--cached'], maxFiles, signal);
  if (tracked === undefined || tracked.isCut) return tracked;
  const others = ['--others', '--exclude-standard'];
  const untracked = await listFiles(rootPath, others, maxFiles - tracked.paths.length, signal);
  return untracked && { paths: [...tracked.paths, ...untracked.paths], isCut: untracked.isCut };
}

async function listFiles(
  rootPath: string,
  kinds: readonly string[],
  maxFiles: number,
  signal: AbortSignal,
): Promise<GitFiles | undefined> {
  throwIfAborted(signal);
  // A file that is in conflict is told three times.
  const paths = new Set<string>();
  let rest = '';
  const isAnswered = await new Promise<boolean>((resolve) => {
    const git = spawn('git', [...safely, '-C', rootPath, 'ls-files', '-z', ...kinds], {
      env: gitEnvironment(),
      cwd: outside,
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      signal,
    });
    git.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = (rest + text).split('\0');
      rest = found.pop() ?? '';
      for (const path of found) if (whySkipped(path, 1) === undefined) paths.add(path);
      if (paths.size <= maxFiles) return;
      resolve(true);
      git.kill('SIGKILL');
    });
    git.once('error', () => resolve(false));
    git.once('close', (exitCode) => resolve(exitCode === 0));
  });
  throwIfAborted(signal);
  return isAnswered ? { paths: [...paths].slice(0, maxFiles), isCut: paths.size > maxFiles } : undefined;
}

/**
 * The file that names what the user ignores everywhere, where settings name one. Only where a repository is given, which
 * needs trust, is it asked too: its own settings may name another.
 */
export async function gitExcludesFile(repositoryPath: string | undefined): Promise<string | undefined> {
  const own = repositoryPath === undefined ? undefined : await excludesFileAt(['-C', repositoryPath]);
  return own ?? (await excludesFileAt(['--git-dir', devNull]));
}

function excludesFileAt(place: readonly string[]): Promise<string | undefined> {
  const args = [...safely, ...place, 'config', '--type=path', '--get', 'core.excludesFile'];
  const options = { env: gitEnvironment(), cwd: outside, windowsHide: true, timeout: configTimeoutMs };
  return new Promise((resolve) => {
    execFile('git', args, options, (error, output) => resolve(error === null ? output.trim() || undefined : undefined));
  });
}

const safely = ['-c', 'core.fsmonitor=false', '-c', `core.hooksPath=${devNull}`];
const timeoutMs = 20_000;
const configTimeoutMs = 5_000;
/** Not the repository: Windows would look for `git` there first. */
const outside = dirname(process.execPath);

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
