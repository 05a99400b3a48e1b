import * as vscode from 'vscode';

/** A file that a block was applied to. */
export interface AppliedFile {
  readonly uri: vscode.Uri;
  /** Its text before that; `undefined`: there was no such file. */
  readonly before: string | undefined;
}

/**
 * Shows what was applied as a diff, whose right side is the file itself: VS Code's arrows take single hunks back there, and
 * undo takes all of it back. A file has one such diff, which is shown anew; those of other files go once they are saved.
 */
export class AppliedDiff {
  /** By the address of the left side, the latest last. */
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  constructor(context: vscode.ExtensionContext) {
    context.subscriptions.push(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? outdated,
      }),
    );
  }

  async show(files: readonly AppliedFile[]): Promise<void> {
    const [first] = files;
    if (first === undefined) return;
    if (files.length > 1) {
      const rows = files.map((file) => [file.uri, this.#before(file), file.uri]);
      await vscode.commands.executeCommand('vscode.changes', 'Applied Code Block', rows);
      return;
    }
    const left = this.#before(first);
    const name = first.uri.path.slice(first.uri.path.lastIndexOf('/') + 1);
    if (left === undefined) await vscode.window.showTextDocument(first.uri);
    else await vscode.commands.executeCommand('vscode.diff', left, first.uri, `${name} (Before ↔ Applied)`);
    await closeOthers(left);
  }

  /** With the file's name, by which VS Code knows its language. */
  #before({ uri, before }: AppliedFile): vscode.Uri | undefined {
    if (before === undefined) return undefined;
    const left = vscode.Uri.from({ scheme, path: uri.path, query: uri.scheme, fragment: uri.authority });
    const key = left.toString();
    this.#texts.delete(key);
    this.#texts.set(key, before);
    for (const old of [...this.#texts.keys()].slice(0, -mostTexts)) this.#texts.delete(old);
    this.#changed.fire(left);
    return left;
  }
}

/** What is not saved stays: closing it would ask. */
async function closeOthers(left: vscode.Uri | undefined): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const done = tabs.filter(
    ({ input, isDirty }) =>
      input instanceof vscode.TabInputTextDiff &&
      input.original.scheme === scheme &&
      input.original.toString() !== left?.toString() &&
      !isDirty,
  );
  await vscode.window.tabGroups.close(done, true);
}

/** More than anybody has diffs open. */
const mostTexts = 50;
const scheme = 'leeward-before';

/** On a diff that VS Code has opened again with its window. */
const outdated = 'What was here before is no longer known, since the window was loaded again.\n';
