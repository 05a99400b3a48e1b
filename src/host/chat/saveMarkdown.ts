import * as vscode from 'vscode';

/** Asks where to, and writes it there. @returns whether it was written. */
export async function saveMarkdown(title: string, markdown: string): Promise<boolean> {
  const name = `${
    title
      .replace(/[^\p{L}\p{N} ._-]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 60) || 'conversation'
  }.md`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: 'Export the conversation',
    filters: { Markdown: ['md'] },
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (uri === undefined) return false;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(markdown));
  return true;
}
