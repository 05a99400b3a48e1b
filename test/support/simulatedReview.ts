import { strict as assert } from 'node:assert';
import { acceptEdits, type Hunk, hunksBetween } from '../../src/core/refactor/hunks.ts';
import * as review from '../../src/core/refactor/review.ts';
import { applyEdits, type TextEdit } from '../../src/shared/text.ts';
import { plannedEdits, plannedText, uniqueWord, uniqueWords } from './reviewPlans.ts';
import type { PlannedEdit, ReviewStep } from './reviewSteps.ts';
import { type EditStyle, editStyles, SimulatedDocument } from './simulatedDocument.ts';

export interface SimulatedStart {
  readonly lineEnd: review.LineEnd;
  readonly lineCount: number;
  readonly hasFinalLineEnd: boolean;
  /** Many lines are the same, as `}` is. */
  readonly isDull: boolean;
}

/**
 * A review of a simulated document, as the host makes it of a real one. After each step it checks what must hold: no
 * character is lost or doubled that no accepted hunk is about.
 */
export class SimulatedReview {
  readonly #document: SimulatedDocument;
  readonly #isDull: boolean;
  readonly #base: string;
  /** By the id of each hunk: the lines of the base that it replaces, and the first behind them. */
  #places = new Map<number, { readonly replaced: readonly number[]; readonly behind: number }>();
  #stepCount = 0;
  #state: review.ReviewState;
  /** How often it came to what the test is about. */
  readonly seen = { accepted: 0, reopened: 0, lost: 0, refused: 0, takenBack: 0 };

  constructor({ lineEnd, lineCount, hasFinalLineEnd, isDull }: SimulatedStart) {
    this.#isDull = isDull;
    const lines = Array.from({ length: lineCount }, (_, index) =>
      isDull ? dull(index * 7) : uniqueWord('base', index),
    );
    this.#document = new SimulatedDocument(lines.join('\n') + (hasFinalLineEnd ? '\n' : ''), lineEnd);
    this.#base = this.#document.text;
    this.#state = review.beginReview(this.#document);
  }

  run(steps: readonly ReviewStep[]): void {
    for (const step of steps) {
      this.#stepCount++;
      this.#do(step, editStyles[this.#stepCount % editStyles.length] ?? 'whole');
      this.#check();
    }
  }

  #do(step: ReviewStep, style: EditStyle): void {
    const document = this.#document;
    const ids = review.openHunks(this.#state).map(({ id }) => id);
    switch (step.kind) {
      case 'progress':
        this.#state = review.progressed(this.#state, this.#planned(this.#base, step.plan, 'new'));
        break;
      case 'offer':
        this.#offer(this.#planned(this.#base, step.plan, 'new'));
        break;
      case 'edit':
        this.#tell(document.change(this.#edits(step.edits), style));
        break;
      case 'disk':
        this.#tell(document.change(this.#rewriting(step.plan), 'trimmed'));
        break;
      case 'reopen':
        // Nobody was told what has changed.
        this.#tell({ ...document.change(this.#rewriting(step.plan), 'lines'), edits: [] });
        break;
      case 'lineEnds':
        this.#tell(document.setLineEnd(document.lineEnd === '\n' ? '\r\n' : '\n'));
        break;
      case 'undo':
        this.#tell(document.undo(style));
        break;
      case 'redo':
        this.#tell(document.redo());
        break;
      case 'accept':
        this.#accept(oneOf(ids, step.which), style);
        break;
      case 'acceptAll':
        this.#accept(ids, style);
        break;
      case 'race':
        this.#race(oneOf(ids, step.which), step.edit, style);
        break;
      case 'reject':
        this.#reject(oneOf(ids, step.which));
        break;
      case 'rejectAll':
        this.#reject(ids);
        break;
      case 'takeBack':
        this.#takeBack(style);
        break;
    }
  }

  #offer(after: string): void {
    this.#state = review.offered(this.#state, after, ['Parses.']);
    const { lineEnd } = this.#state;
    const base = review.withLineEnd(this.#base, lineEnd);
    this.#places = new Map(
      hunksBetween(base, review.withLineEnd(after, lineEnd)).map(({ id, range }) => {
        const replaced = baseLines(base.slice(range.start, range.end));
        return [id, { replaced, behind: baseLines(base.slice(0, range.end)).length }];
      }),
    );
  }

  #accept(ids: readonly number[], style: EditStyle): void {
    const edits = review.acceptanceOf(this.#state, ids);
    if (this.#state.stage.kind === 'writing') {
      assert.deepEqual(edits, []);
      return;
    }
    const hunks = review.openHunks(this.#state).filter(({ id }) => ids.includes(id));
    const wanted = spliced(this.#document.text, hunks);
    this.#tell(this.#document.change(edits, style));
    assert.equal(this.#document.text, wanted);
    this.#state = review.decided(this.#state, 'accepted', ids);
    const open = review.openHunks(this.#state);
    assert.ok(!open.some(({ id }) => ids.includes(id)), 'an accepted hunk is open no more');
    this.seen.accepted += ids.length;
  }

  /** Compare and swap: the document has become another one than the edits are of. */
  #race(ids: readonly number[], typed: PlannedEdit, style: EditStyle): void {
    const edits = review.acceptanceOf(this.#state, ids);
    const change = this.#document.change(this.#edits([typed]), style);
    if (edits.length > 0 && change.text !== this.#state.text) this.seen.refused++;
    this.#tell(change);
  }

  #reject(ids: readonly number[]): void {
    if (this.#state.stage.kind === 'writing') return;
    const others = review.openHunks(this.#state).filter(({ id }) => !ids.includes(id));
    this.#state = review.decided(this.#state, 'rejected', ids);
    assert.deepEqual(review.openHunks(this.#state), others);
  }

  #takeBack(style: EditStyle): void {
    const taken = review.takenBack(this.#state);
    if (taken === undefined) return;
    const before = review.openHunks(this.#state).length;
    this.#state = taken.state;
    if (taken.edits.length > 0) this.#tell(this.#document.change(taken.edits, style));
    assert.ok(review.openHunks(this.#state).length > before, 'what is taken back is open again');
    this.seen.takenBack++;
  }

  #tell(change: review.DocumentChange | undefined): void {
    if (change === undefined) return;
    const before = this.#state;
    this.#state = review.documentChanged(before, change);
    if (before.stage.kind === 'writing') return;
    const wereOpen = new Set(review.openHunks(before).map(({ id }) => id));
    this.seen.lost += review.lostHunks(before, this.#state).length;
    this.seen.reopened += review.openHunks(this.#state).filter(({ id }) => !wereOpen.has(id)).length;
  }

  #check(): void {
    const state = this.#state;
    assert.equal(state.text, this.#document.text);
    assert.equal(state.lineEnd, this.#document.lineEnd);
    let end = -1;
    for (const { range } of state.hunks) {
      assert.ok(range.start > end && range.end >= range.start && range.end <= state.text.length);
      end = range.end;
    }
    const open = review.openHunks(state);
    assert.equal(review.proposalOf(state), applyEdits(state.text, acceptEdits(state.text, open)));
    if (this.#isDull) return;
    for (const text of [state.text, review.proposalOf(state)]) {
      const words = uniqueWords(text);
      assert.equal(new Set(words).size, words.length, 'nothing is doubled');
    }
    if (state.stage.kind === 'offered') for (const hunk of open) this.#checkPlace(hunk);
  }

  /** It replaces the lines that it was made for, and is between those that it was made to be between. */
  #checkPlace({ id, range }: Hunk): void {
    const { replaced, behind } = this.#places.get(id) ?? assert.fail(`hunk ${id} is unknown`);
    const { text } = this.#state;
    const above = baseLines(text.slice(0, range.start));
    const below = baseLines(text.slice(range.end));
    assert.deepEqual(baseLines(text.slice(range.start, range.end)), replaced);
    assert.ok(above.every((line) => line < behind - replaced.length) && below.every((line) => line >= behind));
  }

  #edits(planned: readonly PlannedEdit[]): readonly TextEdit[] {
    return plannedEdits(this.#document.text, planned, (index) => this.#word('typed', index));
  }

  /** All of the document, as another program leaves it. */
  #rewriting(plan: readonly number[]): readonly TextEdit[] {
    const { text } = this.#document;
    return [{ range: { start: 0, end: text.length }, newText: this.#planned(text, plan, 'disk') }];
  }

  #planned(text: string, plan: readonly number[], name: string): string {
    return plannedText(text, plan, (index) => this.#word(name, index));
  }

  #word(name: string, index: number): string {
    return this.#isDull ? dull(this.#stepCount + index) : uniqueWord(name, this.#stepCount * 100 + index);
  }
}

function dull(index: number): string {
  return ['}', '', 'a', '  }'][index % 4] ?? '';
}

/** The numbers of the lines of the base that are whole. */
function baseLines(text: string): readonly number[] {
  return [...text.matchAll(/base base(\d+)~base\1;/g)].map(([, number]) => Number(number));
}

/** One of the ids, or none. */
function oneOf(ids: readonly number[], which: number): readonly number[] {
  return ids.slice(which % (ids.length + 1)).slice(0, 1);
}

function spliced(text: string, hunks: readonly Hunk[]): string {
  let [result, at] = ['', 0];
  for (const { range, newText } of hunks) {
    result += text.slice(at, range.start) + newText;
    at = range.end;
  }
  return result + text.slice(at);
}
