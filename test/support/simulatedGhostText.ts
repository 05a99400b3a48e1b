import {
  dueAtMs,
  nothingRecorded,
  type Recording,
  record,
  type StatisticsEvent,
} from '../../src/core/statistics/recorder.ts';
import { addStatistics, type Statistics, sumUp } from '../../src/core/statistics/statistics.ts';
import type { Tally } from '../../src/core/statistics/tally.ts';
import { applyEdits, type TextEdit } from '../../src/shared/text.ts';
import { atCursor } from './atCursor.ts';

/** One document and its ghost text, as VS Code tells an extension of them, and what is recorded of that. */
export class SimulatedGhostText {
  recording: Recording = nothingRecorded;
  statistics: Statistics = [];
  nowMs = 0;
  day = '2026-11-30';
  text: string;
  offset: number;
  readonly #uri = 'file:///a.ts';

  /** @param marked with the cursor. */
  constructor(marked: string) {
    ({ text: this.text, offset: this.offset } = atCursor(marked));
  }

  get tally(): Tally {
    return sumUp(this.statistics);
  }

  /** What the editor is answered: texts for the cursor, which take the place of nothing. */
  answer(...texts: readonly string[]): void {
    this.answerFrom(this.offset, 0, ...texts);
  }

  /** @param itemLength of the item that is selected in the editor's list; it begins at `start`. */
  answerFrom(start: number, itemLength: number, ...texts: readonly string[]): void {
    const completions = texts.map((text) => ({ text, range: { start, end: this.offset } }));
    const place = { uri: this.#uri, languageId: 'typescript', day: this.day, text: this.text, offset: this.offset };
    this.note({ kind: 'answered', ...place, itemLength, completions });
  }

  /** At the cursor. */
  insert(newText: string): void {
    this.change({ range: { start: this.offset, end: this.offset }, newText });
    this.offset += newText.length;
  }

  change(...edits: readonly TextEdit[]): void {
    this.text = applyEdits(this.text, edits);
    this.note({ kind: 'changed', uri: this.#uri, edits, atMs: this.nowMs });
  }

  /** What VS Code runs when a completion was taken to its end; the change comes before it. */
  runCommand(offerId = this.recording.lastId): void {
    this.note({ kind: 'accepted', offerId, atMs: this.nowMs });
  }

  accept(text: string): void {
    this.insert(text);
    this.runCommand();
  }

  /** The beginning of what the editor draws, or all of it. */
  take(length: number, isWhole: boolean): void {
    const { ghost } = this.recording;
    const left = ghost?.texts[0]?.slice(ghost.existing.length) ?? '';
    if (ghost === undefined || left === '') return;
    this.offset = ghost.start + ghost.existing.length;
    if (isWhole) this.accept(left);
    else this.insert(left.slice(0, length));
  }

  close(): void {
    this.note({ kind: 'closed', uri: this.#uri, text: this.text });
  }

  /** Looks at all that is due by then, as the timer does. */
  wait(ms: number): void {
    this.nowMs += ms;
    for (;;) {
      const due = this.recording.followed.find((one) => dueAtMs(one) <= this.nowMs);
      if (due === undefined) return;
      const text = due.lastText ?? this.text.slice(due.range.start, due.range.end);
      this.note({ kind: 'lookedAt', offerId: due.offer.id, text });
    }
  }

  note(event: StatisticsEvent): void {
    const { recording, added } = record(this.recording, event);
    this.recording = recording;
    this.statistics = addStatistics(this.statistics, added);
  }
}
