import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { isCancelled, UserError } from '../../../shared/errors.ts';

/** What has changed in a repository since its last commit. Diffs as `git diff` prints them. */
export interface RepositoryChanges {
  readonly root: vscode.Uri;
  readonly staged: string;
  readonly unstaged: string;
  /** Relative to `root`, `/`-separated. */
  readonly untracked: readonly string[];
}

/** Of the repositories that the workspace's folders are in: as VS Code's git extension has them, else asked of git itself. */
export async function repositoryChanges(signal: AbortSignal): Promise<readonly RepositoryChanges[]> {
  const known = await gitRepositories();
  if (known.length > 0) return await Promise.all(known.map(changesOf));
  // A repository's configuration may name programs to be run.
  if (!vscode.workspace.isTrusted) return [];
  const roots = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const found = await Promise.all(roots.map(({ uri }) => askGit(uri.fsPath, signal)));
  const byRoot = new Map(
    found.flatMap((changes) => (changes === undefined ? [] : [[changes.root.toString(), changes]])),
  );
  return [...byRoot.values()];
}

/** What is used of the API (version 1) of the extension `vscode.git`. */
interface GitApi {
  readonly repositories: readonly GitRepository[];
}

/** One that VS Code's git extension has open. */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  /** For the message of the next commit. */
  readonly inputBox: { value: string };
  readonly state: {
    readonly workingTreeChanges: readonly GitChange[];
    readonly untrackedChanges?: readonly GitChange[];
  };
  /** Reads the state anew. */
  status(): Promise<void>;
  diff(isStaged: boolean): Promise<string>;
}

interface GitChange {
  readonly uri: vscode.Uri;
  readonly status: number;
}

/** `Status.UNTRACKED`. */
const untrackedStatus = 7;

/** None where the extension is switched off, or has found no git. */
export async function gitRepositories(): Promise<readonly GitRepository[]> {
  const extension = vscode.extensions.getExtension<{ readonly enabled: boolean; getAPI(version: 1): GitApi }>(
    'vscode.git',
  );
  if (extension === undefined) return [];
  try {
    const git = await extension.activate();
    return git.enabled ? git.getAPI(1).repositories : [];
  } catch {
    return [];
  }
}

export async function changesOf(repository: GitRepository): Promise<RepositoryChanges> {
  // It looks at changes of files only now and then.
  await repository.status();
  const { rootUri: root, state } = repository;
  const changes = [...state.workingTreeChanges, ...(state.untrackedChanges ?? [])];
  const untracked = changes.filter(({ status }) => status === untrackedStatus).map(({ uri }) => uri.path);
  return {
    root,
    staged: await repository.diff(true),
    unstaged: await repository.diff(false),
    untracked: [...new Set(untracked)].map((path) => path.slice(root.path.length).replace(/^\//, '')),
  };
}

/** @returns `undefined` where the folder is in no repository, or there is no git. */
async function askGit(folder: string, signal: AbortSignal): Promise<RepositoryChanges | undefined> {
  const run = async (...args: readonly string[]) => {
    const all = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false', ...args];
    const { stdout } = await execute('git', all, { cwd: folder, signal, maxBuffer: maxOutputBytes });
    return stdout;
  };
  const plain = ['--no-ext-diff', '--no-textconv', '--no-color', '--src-prefix=a/', '--dst-prefix=b/'];
  const diff = (...args: readonly string[]) => run('diff', ...plain, ...args);
  try {
    const root = (await run('rev-parse', '--show-toplevel')).trim();
    const listed = await run('ls-files', '--others', '--exclude-standard', '--full-name', '-z', ':/');
    return {
      root: vscode.Uri.file(root),
      staged: await diff('--cached'),
      unstaged: await diff(),
      untracked: listed.split('\0').filter((path) => path !== ''),
    };
  } catch (error) {
    if (isCancelled(error)) throw error;
    if (error instanceof RangeError) throw new UserError('inputInvalid', 'The changes are too large to be read.');
    return undefined;
  }
}

const execute = promisify(execFile);
/** No context holds as much. */
const maxOutputBytes = 16 * 1_048_576;
