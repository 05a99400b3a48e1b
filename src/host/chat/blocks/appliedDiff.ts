import * as vscode from 'vscode';

/** A file that a block was applied to. */
export interface AppliedFile {
  readonly uri: vscode.Uri;
  /** Its text before that; `undefined`: there was no such file. */
  readonly before: string | undefined;
}

/**
 * Shows what was applied as a diff, whose right side is the file itself: VS Code's arrows take single hunks back there, and
 * undo takes all of it back.
 */
export class AppliedDiff {
  readonly #texts = new Map<string, string>();
  #count = 0;

  constructor(context: vscode.ExtensionContext) {
    context.subscriptions.push(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? outdated,
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
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
  }

  /** With the file's name, by which VS Code knows its language. */
  #before({ uri, before }: AppliedFile): vscode.Uri | undefined {
    if (before === undefined) return undefined;
    const left = vscode.Uri.from({ scheme, path: uri.path, query: String(this.#count++) });
    this.#texts.set(left.toString(), before);
    return left;
  }
}

const scheme = 'leeward-before';

/** On a diff that VS Code has opened again with its window. */
const outdated = 'What was here before is no longer known, since the window was loaded again.\n';
