import { hunksBetween } from '../../src/core/refactor/hunks.ts';
import { type DocumentChange, type LineEnd, withLineEnd } from '../../src/core/refactor/review.ts';
import { applyEdits, type TextEdit } from '../../src/shared/text.ts';

/** How an editor tells of a replacement: as it was asked for, without what stays at both ends, or line by line. */
export type EditStyle = 'whole' | 'trimmed' | 'lines';
export const editStyles: readonly EditStyle[] = ['whole', 'trimmed', 'lines'];

interface Snapshot {
  readonly text: string;
  readonly lineEnd: LineEnd;
}

interface Change {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly edits: readonly TextEdit[];
}

/** A document with undo, whose line ends are all the same. */
export class SimulatedDocument {
  #now: Snapshot;
  #done: readonly Change[] = [];
  #undone: readonly Change[] = [];

  constructor(text: string, lineEnd: LineEnd) {
    this.#now = { text: withLineEnd(text, lineEnd), lineEnd };
  }

  get text(): string {
    return this.#now.text;
  }

  get lineEnd(): LineEnd {
    return this.#now.lineEnd;
  }

  /** @param edits disjoint ones of the text, the last in it first. */
  change(edits: readonly TextEdit[], style: EditStyle): DocumentChange {
    const { text, lineEnd } = this;
    const made = edits.flatMap(({ range, newText }) =>
      styled(text, { range, newText: withLineEnd(newText, lineEnd) }, style),
    );
    return this.#make({ before: this.#now, after: { text: applyEdits(text, made), lineEnd }, edits: made });
  }

  setLineEnd(lineEnd: LineEnd): DocumentChange {
    return this.#make({
      before: this.#now,
      after: { text: withLineEnd(this.text, lineEnd), lineEnd },
      edits: [],
    });
  }

  undo(style: EditStyle): DocumentChange | undefined {
    const last = this.#done.at(-1);
    if (last === undefined) return undefined;
    this.#done = this.#done.slice(0, -1);
    this.#undone = [...this.#undone, last];
    this.#now = last.before;
    const { text } = last.after;
    return { ...this.#now, edits: inverse(last).flatMap((edit) => styled(text, edit, style)) };
  }

  redo(): DocumentChange | undefined {
    const next = this.#undone.at(-1);
    if (next === undefined) return undefined;
    this.#undone = this.#undone.slice(0, -1);
    this.#done = [...this.#done, next];
    this.#now = next.after;
    return { ...this.#now, edits: next.edits };
  }

  #make(change: Change): DocumentChange {
    this.#done = [...this.#done, change];
    this.#undone = [];
    this.#now = change.after;
    return { ...this.#now, edits: change.edits };
  }
}

function inverse({ before, edits }: Change): readonly TextEdit[] {
  let shift = 0;
  const ascending = edits.toReversed().map(({ range, newText }) => {
    const start = range.start + shift;
    shift += newText.length - (range.end - range.start);
    return { range: { start, end: start + newText.length }, newText: before.text.slice(range.start, range.end) };
  });
  return ascending.reverse();
}

function styled(text: string, edit: TextEdit, style: EditStyle): readonly TextEdit[] {
  const { range, newText } = edit;
  const old = text.slice(range.start, range.end);
  if (style === 'whole') return [edit];
  if (style === 'lines') {
    return hunksBetween(old, newText)
      .map((part) => ({
        range: { start: part.range.start + range.start, end: part.range.end + range.start },
        newText: part.newText,
      }))
      .reverse();
  }
  if (old === newText) return [];
  const shorter = Math.min(old.length, newText.length);
  let head = 0;
  while (head < shorter && old[head] === newText[head]) head++;
  // Nobody edits between the two characters of a line end.
  if (old[head - 1] === '\r') head--;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === newText.at(-1 - tail)) tail++;
  if (tail > 0 && old.at(-tail) === '\n') tail--;
  const place = { start: range.start + head, end: range.end - tail };
  return [{ range: place, newText: newText.slice(head, newText.length - tail) }];
}
