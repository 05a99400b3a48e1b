import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

export const refactor = (wish: unknown): Thenable<unknown> => vscode.commands.executeCommand('leeward.refactor', wish);

export function workspaceUri(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder !== undefined, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Opens a file, and selects what stands between the marks of `marked`. */
export async function openMarked(path: string, marked: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(workspaceUri(path));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const start = marked.indexOf('‸');
  const end = marked.lastIndexOf('‸');
  const last = end === start ? start : end - 1;
  editor.selection = new vscode.Selection(document.positionAt(start), document.positionAt(last));
  return editor;
}

/** Does something again and again until another thing has happened: VS Code tells nobody that it waits for a key. */
export async function until<Result>(done: Thenable<Result>, act: () => Thenable<unknown>): Promise<Result> {
  let isDone = false;
  const marked = Promise.resolve(done).finally(() => {
    isDone = true;
  });
  marked.catch(() => {});
  while (!isDone) {
    await sleep(200);
    // It may wait for somebody who closes its message.
    if (!isDone) void act();
  }
  return await marked;
}

/** Asks again until there is an answer; the test's own limit ends it. */
export async function eventually<Result>(
  look: () => Thenable<Result | undefined> | Result | undefined,
): Promise<Result> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(100);
  }
}

/** Accepts all that is offered for the document; resolves when it has changed. */
export async function acceptAll(document: vscode.TextDocument): Promise<void> {
  const { version } = document;
  void vscode.commands.executeCommand('leeward.acceptAllFiles');
  await eventually(() => (document.version === version ? undefined : true));
}

/** Whether a change is being written or offered. */
export function isReviewOpen(): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme !== 'file');
}
