import * as vscode from 'vscode';
import { type Place, placeOf } from '../core/completion/place.ts';
import { maxDocumentLength } from '../core/completion/trigger.ts';

/** Tells where the cursor has come to rest, in a document that can be written: between which texts. */
export class CursorRest {
  readonly #onRest: (place: Place) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: vscode.ExtensionContext, onRest: (place: Place) => void) {
    this.#onRest = onRest;
    context.subscriptions.push(
      { dispose: () => clearTimeout(this.#timer) },
      vscode.window.onDidChangeActiveTextEditor(() => this.#moved()),
      // Typing moves the cursor, too.
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) this.#moved();
      }),
    );
  }

  /** Something else is known of the place where the cursor is. */
  now(): void {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || editor.selections.length > 1 || !isWritable(editor.document)) return;
    const { document, selection } = editor;
    const { uri, languageId } = document;
    this.#onRest(
      placeOf({
        document: { uri: uri.toString(), languageId },
        text: document.getText(),
        offset: document.offsetAt(selection.active),
      }),
    );
  }

  #moved(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), restMs);
  }
}

/** Longer than between two keystrokes, and than the repository context takes to be known. */
const restMs = 600;

/** Its text is not asked for where it would be too long: that copies it. */
function isWritable(document: vscode.TextDocument): boolean {
  const { scheme } = document.uri;
  const hasWriter = scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
  const end = document.lineAt(document.lineCount - 1).range.end;
  return hasWriter && document.offsetAt(end) <= maxDocumentLength;
}
