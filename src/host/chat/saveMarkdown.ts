import { homedir } from 'node:os';
import * as vscode from 'vscode';

/**
 * Asks where to, and writes it there. It begins where the last one went, at first in the user's own folder: a conversation
 * does not belong among the files of a repository by itself.
 *
 * @param memory of the user, over all workspaces.
 * @returns whether it was written.
 */
export async function saveMarkdown(memory: vscode.Memento, title: string, markdown: string): Promise<boolean> {
  const remembered = memory.get<string>(folderKey);
  const folder = remembered === undefined ? vscode.Uri.file(homedir()) : vscode.Uri.parse(remembered);
  const uri = await vscode.window.showSaveDialog({
    title: 'Export the conversation',
    filters: { Markdown: ['md'] },
    defaultUri: vscode.Uri.joinPath(folder, nameOf(title)),
  });
  if (uri === undefined) return false;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(markdown));
  await memory.update(folderKey, vscode.Uri.joinPath(uri, '..').toString());
  return true;
}

const folderKey = 'exportFolder';

function nameOf(title: string): string {
  const words = title
    .replace(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60);
  return `${words || 'conversation'}.md`;
}
