import * as vscode from 'vscode';
import { hunkLines } from '../../core/refactor/hunks.ts';
import { rangeNow } from '../../core/refactor/rangeNow.ts';
import {
  acceptanceOf,
  areAccepted,
  beginReview,
  type DocumentChange,
  decided,
  documentChanged,
  isAsChecked,
  lostHunks,
  offered,
  offeredUntouched,
  openHunks,
  progressed,
  proposalOf,
  type ReviewState,
  takenBack,
} from '../../core/refactor/review.ts';
import { UserError } from '../../shared/errors.ts';
import type { TextEdit } from '../../shared/text.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { lineTextOf } from './documentText.ts';
import { problemsNow } from './newProblems.ts';
import { paced } from './paced.ts';
import type { ShownProposal } from './reviewLenses.ts';
import { showFailure, tellLost, tellMixed, tellUnchanged } from './reviewNotices.ts';
import type { Acceptance, Review, ReviewSubject } from './reviews.ts';

export interface DocumentReviewDeps {
  readonly subject: ReviewSubject;
  /** Of the right side. */
  readonly proposalUri: vscode.Uri;
  /** Shows another right side. */
  readonly show: (shown: ShownProposal) => void;
  /** It is whole, and shown. */
  readonly onOffer: () => void;
  /** VS Code's own undo in the left side. Nothing happens where that is not to be seen. */
  readonly undo: () => Promise<void>;
  /** Closes the diff. */
  readonly onEnd: () => void;
}

/** A proposed change of one document: what the user decides becomes edits of it. What is shown is made from its state. */
export class DocumentReview implements Review {
  readonly uri: vscode.Uri;
  readonly #deps: DocumentReviewDeps;
  readonly #ended = new AbortController();
  readonly #accepted = new vscode.EventEmitter<Acceptance>();
  readonly #told = new Set<number>();
  readonly #drawing = paced(() => this.#draw(), drawIntervalMs);
  /** The text that the scope is of. */
  readonly #base: string;
  #state: ReviewState;
  #shown: ShownProposal;
  /** The latest acceptances, as long as nothing else has changed the document: that is of this version then. */
  #undoable = { count: 0, version: 0 };
  /** The proposal so far: looked at when it is drawn, since it comes more often. */
  #coming: string | undefined;
  /** Decisions are carried out one after the other. */
  #latest: Promise<unknown> = Promise.resolve();

  constructor(document: vscode.TextDocument, deps: DocumentReviewDeps) {
    this.uri = document.uri;
    this.#deps = deps;
    this.#state = beginReview(lineTextOf(document));
    this.#base = this.#state.text;
    this.#shown = this.#toShow();
  }

  get proposalUri(): vscode.Uri {
    return this.#deps.proposalUri;
  }

  get subject(): ReviewSubject {
    return this.#deps.subject;
  }

  get title(): string {
    return this.subject.title.replace(/\.{3}$/, '');
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  get onDidAccept(): vscode.Event<Acceptance> {
    return this.#accepted.event;
  }

  /** What the right side shows, or is about to. */
  get shown(): ShownProposal {
    return this.#shown;
  }

  get isOffered(): boolean {
    return this.#state.stage.kind === 'offered';
  }

  /** Whether anything is offered that is neither decided nor lost. */
  get hasOpenHunks(): boolean {
    return this.isOffered && openHunks(this.#state).length > 0;
  }

  progress(after: string): void {
    if (this.signal.aborted) return;
    this.#coming = after;
    this.#drawing.soon();
  }

  offer(after: string, checks: readonly string[]): void {
    if (this.signal.aborted) return;
    const untouched = offeredUntouched(this.#state, after);
    this.#state = offered(this.#state, after, checks);
    const isOver = openHunks(this.#state).length === 0;
    if (isOver) this.close();
    else {
      this.#drawing.now();
      this.#deps.onOffer();
    }
    if (untouched.hunks.length === 0) tellUnchanged(this.title, this.uri);
    this.#tellLost(untouched);
  }

  fail(reason: string, rawAnswer: string, tryAgain: () => Promise<void>): void {
    if (this.signal.aborted) return;
    this.close();
    void showFailure(`${this.title} failed: ${reason}`, rawAnswer, tryAgain);
  }

  /** Whatever is not accepted is forgotten. */
  close(): void {
    if (this.signal.aborted) return;
    this.#drawing.stop();
    this.#ended.abort();
    this.#accepted.dispose();
    this.#deps.onEnd();
  }

  documentChanged(change: DocumentChange): void {
    const before = this.#state;
    this.#state = documentChanged(before, change);
    this.#drawing.soon();
    if (this.isOffered) this.#tellLost(before);
  }

  /**
   * Puts hunks into the document, as one step for undo.
   *
   * @param ids all that are open, where it is left out.
   * @throws UserError where none of them is open, or the document can't be changed: then nothing was.
   */
  async accept(ids?: readonly number[]): Promise<void> {
    await this.#inTurn(async () => {
      let chosen = this.#chosen(ids);
      let acceptance: Acceptance | undefined;
      const { before, after } = await this.#edit((document) => {
        chosen = this.#chosen(chosen);
        acceptance = { document, problems: problemsNow(document) };
        return acceptanceOf(this.#state, chosen);
      });
      const { count, version } = this.#undoable;
      // Else something has changed it in the same moment.
      const isAlone = after === before + 1;
      this.#undoable = { count: isAlone ? 1 + (before === version ? count : 0) : 0, version: after };
      if (!areAccepted(this.#state, chosen)) tellMixed(this.uri);
      if (acceptance !== undefined) this.#accepted.fire(acceptance);
      this.#state = decided(this.#state, 'accepted', chosen);
      await this.#decided();
    });
  }

  /**
   * Leaves hunks out.
   *
   * @param ids all that are open, where it is left out; where none is, as when each was edited over, the review just ends.
   * @throws UserError where none of `ids` is open.
   */
  async reject(ids?: readonly number[]): Promise<void> {
    await this.#inTurn(async () => {
      if (ids !== undefined || this.hasOpenHunks) {
        this.#state = decided(this.#state, 'rejected', this.#chosen(ids));
      }
      await this.#decided();
    });
  }

  /** Takes the latest decision back that is not undone yet. Nothing happens where there is none: so it is with undo. */
  async takeBack(): Promise<void> {
    await this.#inTurn(async () => {
      const { decisions } = this.#state;
      if (!(await this.#undo()))
        await this.#edit(() => {
          const taken = takenBack({ ...this.#state, decisions });
          if (taken === undefined) return [];
          this.#state = taken.state;
          return taken.edits;
        });
      this.#drawing.now();
    });
  }

  /** Unlike an edit, it leaves a document that was saved as one that needs no saving. @returns whether it was possible. */
  async #undo(): Promise<boolean> {
    const document = await this.#open();
    const { count, version } = this.#undoable;
    const { decisions } = this.#state;
    if (decisions.at(-1)?.kind !== 'accepted' || count === 0 || document.version !== version) return false;
    await this.#deps.undo();
    if (document.version === version) return false;
    this.#undoable = { count: count - 1, version: document.version };
    this.#state = { ...this.#state, decisions: decisions.slice(0, -1) };
    return true;
  }

  #chosen(ids: readonly number[] | undefined): readonly number[] {
    const open = this.isOffered ? openHunks(this.#state).map(({ id }) => id) : [];
    const chosen = ids === undefined ? open : open.filter((id) => ids.includes(id));
    if (chosen.length > 0) return chosen;
    throw new UserError('inputInvalid', `That change of ${pathOf(this.uri)} is not open: it is decided, or gone.`);
  }

  async #decided(): Promise<void> {
    if (openHunks(this.#state).length > 0) {
      this.#drawing.now();
      return;
    }
    const document = await this.#open();
    this.close();
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /**
   * Compare and swap: VS Code refuses edits of a document that has another version by then, and they are made anew.
   *
   * @returns the versions of the document.
   * @throws UserError.
   */
  async #edit(
    editsNow: (document: vscode.TextDocument) => readonly TextEdit[],
  ): Promise<{ readonly before: number; readonly after: number }> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const document = await this.#open();
      const before = document.version;
      const edits = editsNow(document);
      if (edits.length === 0) return { before, after: before };
      const edit = new vscode.WorkspaceEdit();
      for (const { range, newText } of edits) {
        const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
        edit.replace(document.uri, place, newText);
      }
      if (await vscode.workspace.applyEdit(edit)) return { before, after: document.version };
    }
    throw new UserError('inputInvalid', `${pathOf(this.uri)} can't be changed: it is read-only, or keeps changing.`);
  }

  /** The document, opened again where it was closed, and its text taken over where nobody has told of a change. */
  async #open(): Promise<vscode.TextDocument> {
    const document = await openDocument(this.uri);
    const now = lineTextOf(document);
    const isKnown = now.text === this.#state.text && now.lineEnd === this.#state.lineEnd;
    if (!isKnown) this.documentChanged({ ...now, edits: [] });
    return document;
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#latest.then(work);
    this.#latest = turn.catch(() => {});
    await turn;
  }

  #draw(): void {
    if (!this.isOffered && this.#coming !== undefined) this.#state = progressed(this.#state, this.#coming);
    this.#shown = this.#toShow();
    this.#deps.show(this.#shown);
  }

  #toShow(): ShownProposal {
    const { stage } = this.#state;
    const sentence = stage.kind === 'writing' ? undefined : sentenceOf(this.#state, stage.checks);
    const hunks = hunkLines(this.#state.text, openHunks(this.#state));
    const text = proposalOf(this.#state);
    const { start } = rangeNow(this.#base, text, this.subject.scope);
    return { text, hunks, sentence, placeLine: text.slice(0, start).split('\n').length - 1 };
  }

  /** Each hunk once. */
  #tellLost(before: ReviewState): void {
    const lost = lostHunks(before, this.#state).filter(({ id }) => !this.#told.has(id));
    for (const { id } of lost) this.#told.add(id);
    const lines = lost.map(({ range }) => before.text.slice(0, range.start).split('\n').length);
    if (lines.length > 0) tellLost(this.uri, lines);
  }
}

function sentenceOf(state: ReviewState, checks: readonly string[]): string {
  const sentence = checks.length === 0 ? 'Not checked.' : checks.join(' ');
  return isAsChecked(state) ? sentence : `As first proposed: ${sentence}`;
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    throw new UserError('inputInvalid', `${pathOf(uri)} can't be opened any more, so nothing was changed.`);
  }
}

/** Ten times a second looks like writing, and leaves the editor time. */
const drawIntervalMs = 100;

/** Somebody types faster than an edit takes: not often in a row. */
const attempts = 5;
