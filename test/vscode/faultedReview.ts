import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import * as core from '../../src/core/refactor/review.ts';
import type { DocumentReview } from '../../src/host/refactor/documentReview.ts';
import { changeOf, lineTextOf } from '../../src/host/refactor/documentText.ts';
import { UserError } from '../../src/shared/errors.ts';
import { applyEdits, type TextEdit } from '../../src/shared/text.ts';
import { eventually } from '../support/eventually.ts';
import { plannedEdits, plannedText, uniqueWord, uniqueWords } from '../support/reviewPlans.ts';
import type { PlannedEdit, ReviewStep } from '../support/reviewSteps.ts';

/** Of all sequences: what it came to. */
export interface FaultCounts {
  accepted: number;
  refused: number;
  undone: number;
  typedWhileAccepting: number;
}

/** A review of a real document, to which the planned things happen. What they do to the text is checked after each. */
export class FaultedReview {
  readonly #document: vscode.TextDocument;
  readonly #review: DocumentReview;
  readonly #base: string;
  readonly #counts: FaultCounts;
  readonly #listening: vscode.Disposable;
  /** What the review must be, from the events that it has too. */
  #state: core.ReviewState;
  #stepCount = 0;
  /** The text before the latest acceptance, and the version that came of it: nothing else may have changed it since. */
  #accepted = { textBefore: '', version: -1 };

  constructor(document: vscode.TextDocument, review: DocumentReview, counts: FaultCounts) {
    this.#document = document;
    this.#review = review;
    this.#base = document.getText();
    this.#counts = counts;
    this.#state = core.beginReview(lineTextOf(document));
    this.#listening = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) this.#state = core.documentChanged(this.#state, changeOf(event));
    });
  }

  async run(steps: readonly ReviewStep[]): Promise<void> {
    try {
      for (const step of steps) {
        this.#stepCount++;
        // All is decided: the review has ended by itself.
        if (this.#review.signal.aborted) return;
        await within(stepLimitMs, this.#do(step), () => `${JSON.stringify(step)}\n${JSON.stringify(this.#text)}`);
        this.#check();
      }
      if (!this.#review.signal.aborted) await this.#showsProposal();
    } finally {
      this.#listening.dispose();
    }
  }

  async #do(step: ReviewStep): Promise<unknown> {
    const ids = core.openHunks(this.#state).map(({ id }) => id);
    switch (step.kind) {
      case 'progress': {
        const after = this.#planned(this.#base, step.plan, 'new');
        this.#review.progress(after);
        this.#state = core.progressed(this.#state, after);
        return;
      }
      case 'offer': {
        const after = this.#planned(this.#base, step.plan, 'new');
        this.#review.offer(after, ['Parses.']);
        this.#state = core.offered(this.#state, after, ['Parses.']);
        return;
      }
      case 'edit':
        return await this.#edit(plannedEdits(this.#text, step.edits, (index) => this.#word('typed', index)));
      case 'undo':
      case 'redo':
        await vscode.window.showTextDocument(this.#document, { preview: false });
        this.#counts.undone++;
        return await vscode.commands.executeCommand(step.kind);
      case 'lineEnds':
        return await this.#turnLineEnds();
      case 'disk':
        return await this.#revertToDisk(this.#planned(this.#text, step.plan, 'disk'));
      case 'reopen':
        return await this.#changeWhileClosed(this.#planned(this.#text, step.plan, 'disk'));
      case 'accept':
        return await this.#accept(oneOf(ids, step.which));
      case 'acceptAll':
        return await this.#accept(ids);
      case 'race':
        return await this.#race(oneOf(ids, step.which), step.edit);
      case 'reject':
        return await this.#reject(oneOf(ids, step.which));
      case 'rejectAll':
        return await this.#reject(ids);
      case 'takeBack':
        return await this.#takeBack();
    }
  }

  get #text(): string {
    return this.#document.getText();
  }

  async #accept(ids: readonly number[]): Promise<void> {
    const wanted = applyEdits(this.#text, core.acceptanceOf(this.#state, ids));
    const isPossible = this.#state.stage.kind === 'offered' && ids.length > 0;
    const textBefore = this.#text;
    const isDone = await succeeds(this.#review.accept(ids));
    assert.equal(isDone, isPossible);
    assert.equal(this.#text, isPossible ? wanted : this.#state.text);
    if (!isPossible) return;
    this.#accepted = { textBefore, version: this.#document.version };
    this.#state = core.decided(this.#state, 'accepted', ids);
    this.#counts.accepted += ids.length;
  }

  async #reject(ids: readonly number[]): Promise<void> {
    const before = this.#text;
    const isDone = await succeeds(this.#review.reject(ids));
    assert.equal(isDone, this.#state.stage.kind === 'offered' && ids.length > 0);
    assert.equal(this.#text, before);
    if (isDone) this.#state = core.decided(this.#state, 'rejected', ids);
  }

  async #takeBack(): Promise<void> {
    const taken = core.takenBack(this.#state);
    const before = this.#text;
    const { decisions } = this.#state;
    const isUndoable = this.#document.version === this.#accepted.version;
    if (taken !== undefined) this.#state = taken.state;
    await this.#review.takeBack();
    if (taken !== undefined) assert.equal(this.#text, applyEdits(before, taken.edits));
    else if (isUndoable && this.#text !== before) {
      // The editor's own undo finds the place where the lines beside it were edited before.
      assert.equal(this.#text, this.#accepted.textBefore);
      this.#state = { ...this.#state, decisions: decisions.slice(0, -1) };
    } else assert.equal(this.#text, before);
  }

  /** A key is pressed in an editor of the document in the moment in which a hunk is accepted. */
  async #race(ids: readonly number[], { at }: PlannedEdit): Promise<void> {
    const editor = await vscode.window.showTextDocument(this.#document, { preview: false });
    const before = this.#text;
    const hunks = core.openHunks(this.#state).filter(({ id }) => ids.includes(id));
    const cursor = this.#document.positionAt(Math.floor((at * before.length) / 1000));
    editor.selection = new vscode.Selection(cursor, cursor);
    const word = this.#word('typed', 0);
    const [isAccepted] = await Promise.all([
      succeeds(this.#review.accept(ids)),
      vscode.commands.executeCommand('type', { text: word }),
    ]);
    const after = this.#text;
    const words = uniqueWords(after);
    if (!isAccepted) {
      this.#counts.refused++;
      assert.equal(after.replace(word, ''), before);
      return;
    }
    this.#counts.typedWhileAccepting++;
    this.#state = core.decided(this.#state, 'accepted', ids);
    for (const { newText } of hunks)
      for (const brought of uniqueWords(newText)) assert.ok(words.includes(brought), brought);
    const replaced = hunks.map(({ oldText }) => oldText).join('');
    const kept = uniqueWords(before).filter((one) => !replaced.includes(one));
    // But that one word into which it was typed.
    assert.ok(kept.filter((one) => !words.includes(one)).length <= 1, after);
    assert.ok(after.includes(word));
  }

  async #edit(edits: readonly TextEdit[]): Promise<void> {
    const { lineEnd } = this.#state;
    const wanted = applyEdits(
      this.#text,
      edits.map(({ range, newText }) => ({ range, newText: newText.replaceAll('\n', lineEnd) })),
    );
    const workspaceEdit = new vscode.WorkspaceEdit();
    for (const { range, newText } of edits) {
      const place = new vscode.Range(this.#document.positionAt(range.start), this.#document.positionAt(range.end));
      workspaceEdit.replace(this.#document.uri, place, newText);
    }
    assert.ok(await vscode.workspace.applyEdit(workspaceEdit));
    assert.equal(this.#text, wanted, 'a review changes nothing by itself');
  }

  async #turnLineEnds(): Promise<void> {
    const editor = await vscode.window.showTextDocument(this.#document, { preview: false });
    const { CRLF, LF } = vscode.EndOfLine;
    await editor.edit((edit) => edit.setEndOfLine(this.#document.eol === LF ? CRLF : LF));
  }

  /** The file is another one, and the user takes it over what was typed. */
  async #revertToDisk(text: string): Promise<void> {
    await vscode.window.showTextDocument(this.#document, { preview: false });
    await writeFile(this.#document.uri.fsPath, text);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually('the text of the disk', () => withoutReturns(this.#text) === withoutReturns(text));
  }

  /** Nothing shows the document but the diff, and another program writes the file. */
  async #changeWhileClosed(text: string): Promise<void> {
    assert.ok(await this.#document.save());
    const key = this.#document.uri.toString();
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === key);
    await vscode.window.tabGroups.close(tabs, true);
    // Nobody can see when other line ends alone are taken over, and until then a save is refused: the file is newer.
    if (withoutReturns(this.#text) === withoutReturns(text)) return;
    await writeFile(this.#document.uri.fsPath, text);
    await eventually('the text of the disk', () => withoutReturns(this.#text) === withoutReturns(text));
  }

  #check(): void {
    assert.equal(this.#state.text, this.#text);
    for (const text of [this.#text, core.proposalOf(this.#state)]) {
      const words = uniqueWords(text);
      assert.equal(new Set(words).size, words.length, `nothing is doubled: ${text}`);
    }
  }

  async #showsProposal(): Promise<void> {
    const wanted = core.proposalOf(this.#state);
    const key = this.#review.proposalUri.toString();
    await eventually(`${JSON.stringify(wanted)} on the right side`, () => {
      const proposal = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
      // VS Code keeps the line ends that it has had at first.
      return proposal !== undefined && withoutReturns(proposal.getText()) === withoutReturns(wanted);
    });
  }

  #planned(text: string, plan: readonly number[], name: string): string {
    return plannedText(text, plan, (index) => this.#word(name, index));
  }

  #word(name: string, index: number): string {
    return uniqueWord(name, this.#stepCount * 100 + index);
  }
}

function oneOf(ids: readonly number[], which: number): readonly number[] {
  return ids.slice(which % (ids.length + 1)).slice(0, 1);
}

async function succeeds(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** Says what it was that does not end. */
async function within<Result>(limitMs: number, work: Promise<Result>, what: () => string): Promise<Result> {
  const stopped = new AbortController();
  const limit = sleep(limitMs, undefined, { signal: stopped.signal }).then(() => {
    throw new Error(`This has not ended in ${limitMs} ms: ${what()}`);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    limit.catch(() => {});
    stopped.abort();
  }
}

const stepLimitMs = 30_000;

function withoutReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
