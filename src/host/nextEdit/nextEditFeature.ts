import * as vscode from 'vscode';
import { type EditHistory, newHistory, passEdits, recordEdits } from '../../core/nextEdit/editHistory.ts';
import {
  afterAcceptance,
  afterEdits,
  endingHere,
  grown,
  isAcceptance,
  newOffer,
  type Offer,
  offeredEdit,
} from '../../core/nextEdit/offer.ts';
import { proposeNextEdits } from '../../core/nextEdit/proposeNextEdits.ts';
import type { OffsetRange, TextEdit } from '../../shared/text.ts';
import type { LateRepoContext } from '../context/lateRepoContext.ts';
import type { Log } from '../log.ts';
import type { SettingsStore } from '../settingsStore.ts';
import { NextEditView } from './nextEditView.ts';
import { SearchElsewhere } from './searchElsewhere.ts';
import { showDocument } from './showDocument.ts';
import { TabHold } from './tabHold.ts';
import { takeEdit } from './takeEdit.ts';

export interface NextEditDeps {
  /** Knows who uses what. */
  readonly repoContext: Pick<LateRepoContext, 'definitionUsers' | 'mayQuote'>;
  readonly settings: SettingsStore;
  readonly log: Log;
}

/** Follows what is edited in the active editor, and offers the same at its next place, be it in another document. */
export class NextEditFeature {
  readonly #deps: NextEditDeps;
  readonly #view: NextEditView;
  /** Of the document of the active editor. */
  #followed: { readonly document: vscode.TextDocument; history: EditHistory } | undefined;
  #offer: Offer | undefined;
  /** Where the offer goes on. */
  readonly #elsewhere: SearchElsewhere;
  #timer: NodeJS.Timeout | undefined;
  /** Where that was changed by hand which an offer came from: until the next one is known, Tab waits for it. */
  #withdrawnFrom: OffsetRange | undefined;
  readonly #hold = new TabHold(() => this.#draw());
  #taken: Promise<void> = Promise.resolve();

  constructor(context: vscode.ExtensionContext, deps: NextEditDeps) {
    this.#deps = deps;
    this.#view = new NextEditView(context);
    this.#elsewhere = new SearchElsewhere({
      repoContext: deps.repoContext,
      isWanted: (languageId) => this.#isWanted(languageId),
      onFound: () => this.#found(),
      log: deps.log,
    });
    context.subscriptions.push(
      { dispose: () => clearTimeout(this.#timer) },
      { dispose: () => this.#hold.end() },
      this.#elsewhere,
      vscode.window.onDidChangeActiveTextEditor(() => this.#follow()),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === this.#followed?.document && event.contentChanges.length > 0) this.#change(event);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
        if (textEditor !== this.#editor) return;
        // By other means the cursor goes where an edit was accepted.
        const { Keyboard, Mouse } = vscode.TextEditorSelectionChangeKind;
        if (kind === Keyboard || kind === Mouse) this.#hold.end();
        this.#moved(textEditor);
      }),
      vscode.window.onDidChangeTextEditorVisibleRanges(() => this.#draw()),
      deps.settings.onDidChange(() => this.#follow()),
    );
    this.#follow();
  }

  /** Goes to the offered edit; accepts it where the cursor is there. */
  async take(): Promise<void> {
    // Who presses Tab twice means the second for what the first has led to.
    const taken = this.#taken.then(() => this.#takeNow());
    this.#taken = taken.catch(() => {});
    await taken;
  }

  async #takeNow(): Promise<void> {
    if (this.#withdrawnFrom !== undefined) {
      clearTimeout(this.#timer);
      this.#rest();
    }
    const editor = this.#editor;
    if (this.#hold.isHeld && !this.#isKnown) return;
    // The editor may not know yet that Tab is its own again: then the key is not lost.
    if (editor === undefined || this.#offer === undefined || !this.#view.isOffered) {
      await vscode.commands.executeCommand('tab');
      return;
    }
    const edit = offeredEdit(this.#offer);
    if (edit === undefined) await this.#goElsewhere();
    else if (!(await takeEdit(editor, edit))) this.dismiss();
  }

  /** Whether it is known what Tab would do: there may be something elsewhere. */
  get #isKnown(): boolean {
    return this.#offer !== undefined && (offeredEdit(this.#offer) ?? this.#elsewhere.next) !== undefined;
  }

  /** Offers nothing, here and elsewhere, until something else is edited. */
  dismiss(): void {
    this.#hold.end();
    this.#withdrawnFrom = undefined;
    this.#setOffer(undefined);
    this.#draw();
  }

  /** Opens the document that the offer goes on in. {@link #follow} does the rest. */
  async #goElsewhere(): Promise<void> {
    const { next } = this.#elsewhere;
    if (next === undefined) return;
    const isNext = (): boolean => this.#elsewhere.next === next;
    try {
      if (await showDocument(next, isNext)) return;
    } catch (error) {
      // It has gone meanwhile, or is not to be opened.
      this.#deps.log.warn(String(error));
    }
    if (isNext()) this.#elsewhere.goOn();
    this.#draw();
  }

  /** What of other documents is offered next is known, or that it is nothing. */
  #found(): void {
    if (this.#elsewhere.next === undefined) this.#setOffer(this.#offer && endingHere(this.#offer));
    this.#draw();
  }

  #setOffer(offer: Offer | undefined): void {
    this.#offer = offer;
    if (offer?.goesOn !== true) this.#elsewhere.end();
  }

  /** The active editor, where its document is followed. */
  get #editor(): vscode.TextEditor | undefined {
    const editor = vscode.window.activeTextEditor;
    return editor !== undefined && editor.document === this.#followed?.document ? editor : undefined;
  }

  #isWanted(languageId: string): boolean {
    const { enable, nextEdit, completion } = this.#deps.settings.current;
    return enable && nextEdit.enable && !completion.disabledLanguages.includes(languageId);
  }

  /** Follows the document of the active editor, from its text as it is now on. */
  #follow(): void {
    const editor = vscode.window.activeTextEditor;
    // Panels and input boxes are no columns.
    const isWanted = editor?.viewColumn !== undefined && this.#isWanted(editor.document.languageId);
    const { document } = this.#followed ?? {};
    if (isWanted && editor.document === document) return;
    // From one editor to the next there is a moment without.
    if (editor === undefined && document !== undefined && this.#isWanted(document.languageId)) {
      this.#draw();
      return;
    }
    clearTimeout(this.#timer);
    this.#hold.end();
    this.#withdrawnFrom = undefined;
    this.#followed = isWanted
      ? { document: editor.document, history: newHistory(editor.document.getText()) }
      : undefined;
    this.#setOffer(isWanted ? this.#offerFor(editor.document) : undefined);
    if (this.#offer !== undefined) this.#elsewhere.goOn();
    this.#draw();
  }

  /** Where an offer goes on in a document. */
  #offerFor(document: vscode.TextDocument): Offer | undefined {
    const { next } = this.#elsewhere;
    if (next?.uri !== document.uri.toString()) return undefined;
    const edits = next.editsIn(document.getText(), document.languageId);
    const start = edits[0]?.range.start;
    return start === undefined ? undefined : { edits, origin: { start, end: start }, goesOn: true };
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
    this.#setOffer(before && this.#offerAfter(before, edits, document.getText()));
    const origin = before?.origin ?? this.#withdrawnFrom;
    this.#withdrawnFrom =
      this.#offer === undefined && this.#isTyped(edits) ? origin && grown(origin, edits) : undefined;
    this.#hold.end();
    if (before !== undefined && isAcceptance(before, edits) && !this.#isKnown) this.#hold.begin();
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
    this.#withdrawnFrom = undefined;
    this.#draw();
    const [editor, followed] = [this.#editor, this.#followed];
    if (editor === undefined || followed === undefined || editor.selections.length > 1) return;
    const { document, history } = followed;
    try {
      // Line ends that were changed are told of without a change.
      if (document.getText() !== history.text) followed.history = newHistory(document.getText());
      const next = proposeNextEdits(followed.history, document.languageId);
      if (next === undefined) return;
      this.#setOffer(newOffer(next));
      if (next.shared !== undefined) this.#elsewhere.begin(next.shared, document.uri);
      this.#draw();
    } catch (error) {
      this.#deps.log.error(error);
    }
  }

  #moved({ document, selection }: vscode.TextEditor): void {
    const from = this.#withdrawnFrom;
    if (from !== undefined && document.positionAt(from.start).line !== selection.active.line) {
      this.#withdrawnFrom = undefined;
    }
    if (this.#offer === undefined) {
      this.#draw();
      return;
    }
    const { line } = selection.active;
    const isNear = (offset: number, lines: number): boolean =>
      Math.abs(document.positionAt(offset).line - line) <= lines;
    const isThere = this.#offer.edits.some(({ range }) => isNear(range.start, 0));
    if (!isThere && !isNear(this.#offer.origin.start, nearLines)) this.#setOffer(undefined);
    this.#draw();
  }

  #draw(): void {
    const isHeld = this.#hold.isHeld || this.#withdrawnFrom !== undefined;
    this.#view.draw(this.#editor, this.#offer, this.#elsewhere.next, isHeld);
  }
}

/** Longer than between two keystrokes of a word. */
const restMs = 400;
/** Who goes further has something else in mind. */
const nearLines = 10;
