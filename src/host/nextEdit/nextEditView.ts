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
  /** Whether Tab and Escape are not the editor's. */
  #isTaken = false;

  constructor(context: vscode.ExtensionContext) {
    context.subscriptions.push(this.#removed, this.#added, this.#hint, this.#item);
  }

  /** Whether something is offered at the cursor. */
  get isOffered(): boolean {
    return this.#isOffered;
  }

  /**
   * @param elsewhere where it goes on after the last one of the offer, where that is known.
   * @param isHeld Tab and Escape are not the editor's, though nothing may be offered.
   */
  draw(
    editor: vscode.TextEditor | undefined,
    offer: Offer | undefined,
    elsewhere: OtherDocument | undefined,
    isHeld: boolean,
  ): void {
    const edit = offer && offeredEdit(offer);
    const isShown = editor !== undefined && offer !== undefined && (edit ?? elsewhere) !== undefined;
    if (this.#drawnIn !== undefined && (this.#drawnIn !== editor || !isShown)) this.#clear(this.#drawnIn);
    const isOffered = isShown && isAtOffer(editor, offer);
    if (isShown) {
      const isSeen = this.#showEdit(editor, edit);
      this.#showHint(editor, isSeen || !isOffered ? undefined : hintOf(editor, offer, elsewhere));
      this.#drawnIn = editor;
    }
    this.#item.say(isOffered ? sentence(editor, offer, elsewhere) : undefined);
    this.#isOffered = isOffered;
    const isTaken = isOffered || isHeld;
    if (isTaken === this.#isTaken) return;
    this.#isTaken = isTaken;
    setIsOffered(isTaken);
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
  offer: Offer,
  elsewhere: OtherDocument | undefined,
): string | undefined {
  const edit = offeredEdit(offer);
  if (edit !== undefined) {
    return `Tab: next edit, line ${document.positionAt(edit.range.start).line + 1}${endOf(offer)}`;
  }
  if (elsewhere === undefined) return undefined;
  const path = shortPath(vscode.workspace.asRelativePath(vscode.Uri.parse(elsewhere.uri)));
  return `Tab: next edit, ${path}, line ${elsewhere.line + 1}`;
}

/** What Tab does. */
function sentence(editor: vscode.TextEditor, offer: Offer, elsewhere: OtherDocument | undefined): string | undefined {
  const { document, selection } = editor;
  const edit = offeredEdit(offer);
  const isThere = edit !== undefined && selection.isEmpty && rangeOf(document, edit.range).contains(selection.active);
  if (!isThere) return hintOf(editor, offer, elsewhere);
  const [oldText, newText] = [short(edit.oldText), short(edit.newText)];
  if (oldText === '') return `Tab: put in ${newText}${endOf(offer)}`;
  if (newText === '') return `Tab: take out ${oldText}${endOf(offer)}`;
  return `Tab: ${newText} instead of ${oldText}${endOf(offer)}`;
}

/** Who presses Tab once more than there are edits gets white space. */
function endOf({ edits, goesOn }: Offer): string {
  return edits.length === 1 && !goesOn ? ' (the last)' : '';
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
