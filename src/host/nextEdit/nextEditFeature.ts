import * as vscode from 'vscode';
import { type EditHistory, newHistory, passEdits, recordEdits } from '../../core/nextEdit/editHistory.ts';
import {
  afterAcceptance,
  afterEdits,
  isAcceptance,
  newOffer,
  type Offer,
  offeredEdit,
} from '../../core/nextEdit/offer.ts';
import { proposeNextEdits } from '../../core/nextEdit/proposeNextEdits.ts';
import type { TextEdit } from '../../shared/text.ts';
import type { Log } from '../log.ts';
import type { SettingsStore } from '../settingsStore.ts';
import { NextEditView } from './nextEditView.ts';

export interface NextEditDeps {
  readonly settings: SettingsStore;
  readonly log: Log;
}

/** Follows what is edited in the active editor, and offers the same at its next place. */
export class NextEditFeature {
  readonly #deps: NextEditDeps;
  readonly #view: NextEditView;
  /** Of the document of the active editor. */
  #followed: { readonly document: vscode.TextDocument; history: EditHistory } | undefined;
  #offer: Offer | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: vscode.ExtensionContext, deps: NextEditDeps) {
    this.#deps = deps;
    this.#view = new NextEditView(context);
    context.subscriptions.push(
      { dispose: () => clearTimeout(this.#timer) },
      vscode.window.onDidChangeActiveTextEditor(() => this.#follow()),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === this.#followed?.document && event.contentChanges.length > 0) this.#change(event);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) this.#moved(textEditor);
      }),
      vscode.window.onDidChangeTextEditorVisibleRanges(() => this.#draw()),
      deps.settings.onDidChange(() => this.#follow()),
    );
    this.#follow();
  }

  /** Goes to the offered edit; accepts it where the cursor is there. */
  async take(): Promise<void> {
    const editor = this.#editor;
    // The editor may not know yet that Tab is its own again: then the key is not lost.
    if (editor === undefined || this.#offer === undefined || !this.#view.isOffered) {
      await vscode.commands.executeCommand('tab');
      return;
    }
    const edit = offeredEdit(this.#offer);
    const { document, selection } = editor;
    const range = new vscode.Range(document.positionAt(edit.range.start), document.positionAt(edit.range.end));
    if (!selection.isEmpty || !range.contains(selection.active)) {
      editor.selection = new vscode.Selection(range.start, range.start);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      return;
    }
    const isDone =
      document.getText(range) === edit.oldText &&
      (await editor.edit((builder) => builder.replace(range, edit.newText)));
    if (!isDone) {
      this.dismiss();
      return;
    }
    const { start, end } = edit.placeholder ?? { start: edit.newText.length, end: edit.newText.length };
    const [anchor, active] = [start, end].map((offset) => document.positionAt(edit.range.start + offset));
    if (anchor !== undefined && active !== undefined) editor.selection = new vscode.Selection(anchor, active);
  }

  /** Offers nothing, until something else is edited. */
  dismiss(): void {
    this.#offer = undefined;
    this.#draw();
  }

  /** The active editor, where its document is followed. */
  get #editor(): vscode.TextEditor | undefined {
    const editor = vscode.window.activeTextEditor;
    return editor !== undefined && editor.document === this.#followed?.document ? editor : undefined;
  }

  /** Follows the document of the active editor, from its text as it is now on. */
  #follow(): void {
    const { enable, nextEdit, completion } = this.#deps.settings.current;
    const editor = vscode.window.activeTextEditor;
    // Panels and input boxes are no columns.
    const isWanted =
      enable &&
      nextEdit.enable &&
      editor?.viewColumn !== undefined &&
      !completion.disabledLanguages.includes(editor.document.languageId);
    if (isWanted && editor.document === this.#followed?.document) return;
    clearTimeout(this.#timer);
    this.#followed = isWanted
      ? { document: editor.document, history: newHistory(editor.document.getText()) }
      : undefined;
    this.dismiss();
  }

  #change({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    const followed = this.#followed;
    if (followed === undefined) return;
    // VS Code gives the last in the document first.
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      range: { start: rangeOffset, end: rangeOffset + rangeLength },
      newText: text,
    }));
    clearTimeout(this.#timer);
    if (reason !== undefined) {
      // What was undone is not to be done elsewhere.
      followed.history = newHistory(document.getText());
      this.dismiss();
      return;
    }
    const before = this.#offer;
    this.#offer = before && this.#offerAfter(before, edits, document.getText());
    const isOurs = before !== undefined && (isAcceptance(before, edits) || this.#offer?.placeholder !== undefined);
    followed.history = (isOurs ? passEdits : recordEdits)(followed.history, edits);
    this.#draw();
    if (!isOurs) this.#timer = setTimeout(() => this.#rest(), restMs);
  }

  #offerAfter(offer: Offer, edits: readonly TextEdit[], text: string): Offer | undefined {
    if (isAcceptance(offer, edits)) return afterAcceptance(offer);
    return afterEdits(offer, edits, text, this.#isTyped(edits));
  }

  #isTyped(edits: readonly TextEdit[]): boolean {
    const [edit, ...others] = edits;
    const editor = this.#editor;
    if (edit === undefined || others.length > 0 || editor === undefined) return false;
    const line = editor.document.positionAt(edit.range.start).line;
    return Math.abs(line - editor.selection.active.line) <= 1;
  }

  /** Nothing was edited for a moment: a word that is half typed has hardly been offered. */
  #rest(): void {
    const [editor, followed] = [this.#editor, this.#followed];
    if (editor === undefined || followed === undefined || editor.selections.length > 1) return;
    const { document, history } = followed;
    try {
      // Line ends that were changed are told of without a change.
      if (document.getText() !== history.text) followed.history = newHistory(document.getText());
      const next = proposeNextEdits(followed.history, document.languageId);
      if (next === undefined) return;
      this.#offer = newOffer(next);
      this.#draw();
    } catch (error) {
      this.#deps.log.error(error);
    }
  }

  #moved({ document, selection }: vscode.TextEditor): void {
    if (this.#offer === undefined) return;
    const { line } = selection.active;
    const isNear = (offset: number, lines: number): boolean =>
      Math.abs(document.positionAt(offset).line - line) <= lines;
    const isThere = this.#offer.edits.some(({ range }) => isNear(range.start, 0));
    if (!isThere && !isNear(this.#offer.origin.start, nearLines)) this.#offer = undefined;
    this.#draw();
  }

  #draw(): void {
    this.#view.draw(this.#editor, this.#offer);
  }
}

/** Longer than between two keystrokes of a word. */
const restMs = 400;
/** Who goes further has something else in mind. */
const nearLines = 10;
