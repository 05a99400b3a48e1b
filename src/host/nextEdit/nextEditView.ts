import * as vscode from 'vscode';
import { type Offer, offeredEdit } from '../../core/nextEdit/offer.ts';
import { setIsOffered } from './setIsOffered.ts';

/** What is seen of an offer: the edit at its place, and at the cursor where that is. Says when Tab and Escape are for it. */
export class NextEditView {
  readonly #removed = vscode.window.createTextEditorDecorationType({
    textDecoration: 'line-through',
    backgroundColor: new vscode.ThemeColor('diffEditor.removedTextBackground'),
  });
  readonly #added = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #hint = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  #drawnIn: vscode.TextEditor | undefined;
  #isOffered = false;

  constructor(context: vscode.ExtensionContext) {
    context.subscriptions.push(this.#removed, this.#added, this.#hint);
  }

  /** Whether Tab and Escape are for the offer now. */
  get isOffered(): boolean {
    return this.#isOffered;
  }

  draw(editor: vscode.TextEditor | undefined, offer: Offer | undefined): void {
    const isShown = editor !== undefined && offer !== undefined;
    if (this.#drawnIn !== undefined && (this.#drawnIn !== editor || !isShown)) this.#clear(this.#drawnIn);
    if (isShown) this.#show(editor, offer);
    const isOffered = isShown && isAtOffer(editor, offer);
    if (isOffered === this.#isOffered) return;
    this.#isOffered = isOffered;
    setIsOffered(isOffered);
  }

  #clear(editor: vscode.TextEditor): void {
    for (const type of [this.#removed, this.#added, this.#hint]) editor.setDecorations(type, []);
    this.#drawnIn = undefined;
  }

  #show(editor: vscode.TextEditor, offer: Offer): void {
    const edit = offeredEdit(offer);
    const range = rangeOf(editor.document, edit.range);
    const hoverMessage = 'Leeward: Tab goes here, Tab again accepts, Escape puts it away.';
    editor.setDecorations(this.#removed, range.isEmpty ? [] : [{ range, hoverMessage }]);
    const place = new vscode.Range(range.end, range.end);
    const isSeen = editor.visibleRanges.some((visible) => visible.contains(range));
    editor.setDecorations(this.#added, [{ range: place, hoverMessage, renderOptions: { after: ghost(edit.newText) } }]);
    const { line } = editor.selection.active;
    const lineEnd = editor.document.lineAt(line).range.end;
    const hint = { ...ghost(`Tab: next edit, line ${range.start.line + 1}`), margin: '0 0 0 2em' };
    editor.setDecorations(
      this.#hint,
      isSeen || !isAtOffer(editor, offer)
        ? []
        : [{ range: new vscode.Range(lineEnd, lineEnd), renderOptions: { after: hint } }],
    );
    this.#drawnIn = editor;
  }
}

function ghost(contentText: string): vscode.ThemableDecorationAttachmentRenderOptions {
  // The color of ghost text is none in high contrast.
  return { contentText, color: new vscode.ThemeColor('descriptionForeground'), fontStyle: 'italic' };
}

/** The cursor is where the last edit was made, or where the next is offered. Elsewhere Tab is the editor's. */
function isAtOffer({ document, selection, selections }: vscode.TextEditor, offer: Offer): boolean {
  const { line } = selection.active;
  const lines = [offer.origin.start, offer.origin.end, offeredEdit(offer).range.start];
  const isThere = lines.some((offset) => document.positionAt(offset).line === line);
  const placeholder = offer.placeholder && rangeOf(document, offer.placeholder);
  return isThere && selections.length === 1 && (selection.isEmpty || placeholder?.contains(selection) === true);
}

function rangeOf(
  document: vscode.TextDocument,
  { start, end }: { readonly start: number; readonly end: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
