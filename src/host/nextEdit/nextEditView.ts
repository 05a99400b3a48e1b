import * as vscode from 'vscode';
import { type Offer, offeredEdit } from '../../core/nextEdit/offer.ts';
import type { ProposedEdit } from '../../core/nextEdit/proposedEdit.ts';
import { NextEditItem } from './nextEditItem.ts';
import type { OtherDocument } from './otherDocuments.ts';
import { rangeOf } from './rangeOf.ts';
import { setIsOffered } from './setIsOffered.ts';
import { shortPath } from './shortPath.ts';

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
  readonly #item = new NextEditItem();
  #drawnIn: vscode.TextEditor | undefined;
  #isOffered = false;

  constructor(context: vscode.ExtensionContext) {
    context.subscriptions.push(this.#removed, this.#added, this.#hint, this.#item);
  }

  /** Whether Tab and Escape are for the offer now. */
  get isOffered(): boolean {
    return this.#isOffered;
  }

  /** @param elsewhere where it goes on after the last one of the offer, where that is known. */
  draw(editor: vscode.TextEditor | undefined, offer: Offer | undefined, elsewhere: OtherDocument | undefined): void {
    const edit = offer && offeredEdit(offer);
    const isShown = editor !== undefined && offer !== undefined && (edit ?? elsewhere) !== undefined;
    if (this.#drawnIn !== undefined && (this.#drawnIn !== editor || !isShown)) this.#clear(this.#drawnIn);
    const isOffered = isShown && isAtOffer(editor, offer);
    if (isShown) {
      const isSeen = this.#showEdit(editor, edit);
      this.#showHint(editor, isSeen || !isOffered ? undefined : hintOf(editor, edit, elsewhere));
      this.#drawnIn = editor;
    }
    this.#item.say(isOffered ? sentence(editor, edit, elsewhere) : undefined);
    if (isOffered === this.#isOffered) return;
    this.#isOffered = isOffered;
    setIsOffered(isOffered);
  }

  #clear(editor: vscode.TextEditor): void {
    for (const type of [this.#removed, this.#added, this.#hint]) editor.setDecorations(type, []);
    this.#drawnIn = undefined;
  }

  /** @returns whether it is in sight. */
  #showEdit(editor: vscode.TextEditor, edit: ProposedEdit | undefined): boolean {
    if (edit === undefined) {
      for (const type of [this.#removed, this.#added]) editor.setDecorations(type, []);
      return false;
    }
    const range = rangeOf(editor.document, edit.range);
    const hoverMessage = 'Leeward: Tab goes here, Tab again accepts, Escape puts it away.';
    editor.setDecorations(this.#removed, range.isEmpty ? [] : [{ range, hoverMessage }]);
    const place = new vscode.Range(range.end, range.end);
    editor.setDecorations(this.#added, [{ range: place, hoverMessage, renderOptions: { after: ghost(edit.newText) } }]);
    return editor.visibleRanges.some((visible) => visible.contains(range));
  }

  /** At the end of the cursor's line. */
  #showHint(editor: vscode.TextEditor, text: string | undefined): void {
    const { end } = editor.document.lineAt(editor.selection.active.line).range;
    const after = text === undefined ? undefined : { ...ghost(text), margin: '0 0 0 2em' };
    const range = new vscode.Range(end, end);
    editor.setDecorations(this.#hint, after === undefined ? [] : [{ range, renderOptions: { after } }]);
  }
}

function hintOf(
  { document }: vscode.TextEditor,
  edit: ProposedEdit | undefined,
  elsewhere: OtherDocument | undefined,
): string | undefined {
  if (edit !== undefined) return `Tab: next edit, line ${document.positionAt(edit.range.start).line + 1}`;
  if (elsewhere === undefined) return undefined;
  const path = shortPath(vscode.workspace.asRelativePath(vscode.Uri.parse(elsewhere.uri)));
  return `Tab: next edit, ${path}, line ${elsewhere.line + 1}`;
}

/** What Tab does. */
function sentence(
  editor: vscode.TextEditor,
  edit: ProposedEdit | undefined,
  elsewhere: OtherDocument | undefined,
): string | undefined {
  const { document, selection } = editor;
  const isThere = edit !== undefined && selection.isEmpty && rangeOf(document, edit.range).contains(selection.active);
  if (!isThere) return hintOf(editor, edit, elsewhere);
  const [oldText, newText] = [short(edit.oldText), short(edit.newText)];
  if (oldText === '') return `Tab: put in ${newText}`;
  return newText === '' ? `Tab: take out ${oldText}` : `Tab: ${newText} instead of ${oldText}`;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function ghost(contentText: string): vscode.ThemableDecorationAttachmentRenderOptions {
  // The color of ghost text is none in high contrast.
  return { contentText, color: new vscode.ThemeColor('descriptionForeground'), fontStyle: 'italic' };
}

/** The cursor is where the last edit was made, or where the next is offered. Elsewhere Tab is the editor's. */
function isAtOffer({ document, selection, selections }: vscode.TextEditor, offer: Offer): boolean {
  const { line } = selection.active;
  const edit = offeredEdit(offer);
  const lines = [offer.origin.start, offer.origin.end, ...(edit ? [edit.range.start] : [])];
  const isThere = lines.some((offset) => document.positionAt(offset).line === line);
  const placeholder = offer.placeholder && rangeOf(document, offer.placeholder);
  return isThere && selections.length === 1 && (selection.isEmpty || placeholder?.contains(selection) === true);
}
