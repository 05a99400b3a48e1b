import * as vscode from 'vscode';
import { indexGap } from '../../core/chat/mentions/indexGap.ts';
import { chooseSnippets } from '../../core/context/chooseSnippets.ts';
import { questionFacts } from '../../core/context/questionFacts.ts';
import type { Snippet } from '../../core/context/snippet.ts';
import type { FolderIndexes } from './folderIndexes.ts';
import { folderKey } from './workspacePaths.ts';

/** A snippet, and the folder that its path is in. */
export interface FoundSnippet extends Snippet {
  readonly folder: vscode.WorkspaceFolder;
}

export interface RepositorySearch {
  readonly snippets: readonly FoundSnippet[];
  /** One sentence: what was not looked through, since there is no index of it, or not yet. */
  readonly gap?: string;
}

/**
 * What the index finds for a question: definitions of what it names, and code that has its words. The folders of the
 * workspace share the budget.
 *
 * @throws CancelledError; UserError `indexGone`.
 */
export async function searchRepository(
  indexes: FolderIndexes,
  question: string,
  budgetTokens: number,
  signal: AbortSignal,
): Promise<RepositorySearch> {
  const all = vscode.workspace.workspaceFolders ?? [];
  const statusOf = (folder: vscode.WorkspaceFolder) => indexes.statusOf(folderKey(folder));
  const folders = all.filter((folder) => statusOf(folder) !== undefined);
  const facts = questionFacts(question);
  const found = await Promise.all(
    folders.map(async (folder) => {
      const candidates = await indexes.lookUp({ folder, path: facts.path }, { facts, nearbyText: question }, signal);
      const choice = { facts, candidates, extra: [], previous: [], documentText: '' };
      return chooseSnippets({ ...choice, budgetTokens: Math.floor(budgetTokens / folders.length) }).map((snippet) => ({
        ...snippet,
        folder,
      }));
    }),
  );
  const gap = indexGap(all.map((folder) => ({ name: folder.name, status: statusOf(folder) })));
  return { snippets: found.flat(), ...(gap !== undefined && { gap }) };
}
