import { strict as assert } from 'node:assert';
import { type EditHistory, newHistory, recordEdits } from '../../src/core/nextEdit/editHistory.ts';
import type { NextEdits } from '../../src/core/nextEdit/nextEdits.ts';
import { applyEdits, type TextEdit } from '../../src/shared/text.ts';

/**
 * A text that is edited by hand at the marked places, one after the other: `«old→new»`, or `«2:old→new»` to be the second.
 * What is old is deleted at once, what is new is typed key by key.
 */
export function editByHand(marked: string): EditHistory {
  const edits = marksIn(marked);
  let history = newHistory(marked.replaceAll(mark, '$2'));
  for (const edit of edits) {
    const shift = edits
      .filter((other) => other.position < edit.position && edits.indexOf(other) < edits.indexOf(edit))
      .reduce((sum, other) => sum + other.newText.length - other.oldText.length, 0);
    const start = edit.start + shift;
    if (edit.oldText !== '') history = recordEdits(history, [replace(start, start + edit.oldText.length, '')]);
    for (const [at, key] of [...edit.newText].entries())
      history = recordEdits(history, [replace(start + at, start + at, key)]);
  }
  assert.equal(history.text, marked.replaceAll(mark, '$3'));
  return history;
}

/** The text with all that is proposed in it; `undefined`: nothing is. */
export function withProposals(text: string, proposed: NextEdits | undefined): string | undefined {
  return proposed && proposed.edits.length > 0 ? applyEdits(text, proposed.edits.toReversed()) : undefined;
}

export function replace(start: number, end: number, newText: string): TextEdit {
  return { range: { start, end }, newText };
}

const mark = /«(\d+:)?([^→»]*)→([^»]*)»/g;

interface Mark {
  /** Among the marks. */
  readonly position: number;
  /** In the text before all edits. */
  readonly start: number;
  readonly oldText: string;
  readonly newText: string;
}

/** In the order in which they are made. */
function marksIn(marked: string): readonly Mark[] {
  let grown = 0;
  const found = [...marked.matchAll(mark)].map(
    ({ 0: whole, 1: order, 2: oldText = '', 3: newText = '', index }, at) => {
      const start = index - grown;
      grown += whole.length - oldText.length;
      return {
        position: at,
        order: order === undefined ? at + 1 : Number.parseInt(order, 10),
        start,
        oldText,
        newText,
      };
    },
  );
  return found.sort((a, b) => a.order - b.order);
}
