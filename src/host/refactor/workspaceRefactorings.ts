import * as vscode from 'vscode';
import type { Refactoring } from '../../core/refactor/refactoring.ts';
import { parseWorkspaceRefactoring } from '../../core/refactor/workspaceRefactoring.ts';
import { describeUnreadable, markdownFiles } from '../context/markdownFiles.ts';

export interface FoundRefactorings {
  readonly refactorings: readonly Refactoring[];
  /** Files that are no refactorings, by their names without `.md`. */
  readonly problems: ReadonlyMap<string, BadFile>;
}

export interface BadFile {
  readonly uri: vscode.Uri;
  /** What is wrong with it. */
  readonly sentence: string;
}

const folder = '.leeward/refactorings';

/** `.leeward/refactorings/*.md` of each folder of the workspace, as they are now. */
export async function workspaceRefactorings(): Promise<FoundRefactorings> {
  const refactorings: Refactoring[] = [];
  const problems = new Map<string, BadFile>();
  for (const { name, path, uri, text } of await markdownFiles(folder)) {
    if (text === undefined) {
      problems.set(name, { uri, sentence: describeUnreadable(path) });
      continue;
    }
    const found = parseWorkspaceRefactoring(path, text);
    if (found.kind === 'problem') problems.set(name, { uri, sentence: found.problem });
    else if (!refactorings.some(({ id }) => id === found.refactoring.id)) refactorings.push(found.refactoring);
  }
  return { refactorings, problems };
}

/** The same for who asks at every step of the cursor: read again only after a file has changed. */
export class KnownRefactorings {
  #found: Promise<FoundRefactorings> | undefined;

  constructor(context: Pick<vscode.ExtensionContext, 'subscriptions'>) {
    const forget = (): void => {
      this.#found = undefined;
    };
    // Of a folder that goes, nothing is told of what was in it.
    const watcher = vscode.workspace.createFileSystemWatcher('**/.leeward{,/refactorings,/refactorings/*.md}');
    context.subscriptions.push(
      watcher,
      watcher.onDidCreate(forget),
      watcher.onDidChange(forget),
      watcher.onDidDelete(forget),
      vscode.workspace.onDidChangeWorkspaceFolders(forget),
    );
  }

  async all(): Promise<readonly Refactoring[]> {
    this.#found ??= workspaceRefactorings();
    const found = this.#found;
    try {
      return (await found).refactorings;
    } catch (error) {
      // They may be read at the next try.
      if (this.#found === found) this.#found = undefined;
      throw error;
    }
  }
}
