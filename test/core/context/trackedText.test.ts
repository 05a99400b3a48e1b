import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { TrackedText } from '../../../src/core/context/trackedText.ts';
import { applyEdit, type TextEdit } from '../../../src/shared/text.ts';

const arbitraryText = fc
  .array(fc.constantFrom('a', 'b', 'c', '', 'long line'), { maxLength: 30 })
  .map((lines) => lines.join('\n'));
const arbitraryEdit = fc.record({
  at: fc.nat(1_000),
  length: fc.oneof(fc.constant(0), fc.nat(12)),
  newText: fc.oneof(fc.constantFrom('', 'x', '\n', 'x\ny', 'a\n', '\nb'), arbitraryText),
});

/** The edits, each made to fit into the text that it is applied to; and the texts in between. */
function play(text: string, drafts: readonly { at: number; length: number; newText: string }[]) {
  const texts = [text];
  const edits = drafts.map(({ at, length, newText }): TextEdit => {
    const current = texts.at(-1) ?? '';
    const start = at % (current.length + 1);
    const edit = { range: { start, end: Math.min(current.length, start + length) }, newText };
    texts.push(applyEdit(current, edit));
    return edit;
  });
  return { edits, texts };
}

/** The text with all changes taken back. */
function restore(tracked: TrackedText): string {
  const lines = [...tracked.lines];
  for (const { lines: range, before } of [...tracked.changes].reverse()) {
    lines.splice(range.start, range.end - range.start, ...before);
  }
  return lines.join('\n');
}

describe('TrackedText', () => {
  it('knows what the text is and what it was', () => {
    fc.assert(
      fc.property(arbitraryText, fc.array(arbitraryEdit, { maxLength: 20 }), (text, drafts) => {
        const { edits, texts } = play(text, drafts);
        const tracked = new TrackedText(text);
        for (const [index, edit] of edits.entries()) {
          tracked.apply(edit, index);
          assert.equal(tracked.lines.join('\n'), texts[index + 1]);
          assert.equal(tracked.length, texts[index + 1]?.length);
          assert.equal(restore(tracked), text);
          for (const other of texts) assert.equal(tracked.isEqualTo(other), other === texts[index + 1]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('has changes in their order, with lines between them, none of which is as it was', () => {
    fc.assert(
      fc.property(arbitraryText, fc.array(arbitraryEdit, { maxLength: 20 }), (text, drafts) => {
        const tracked = new TrackedText(text);
        for (const [index, edit] of play(text, drafts).edits.entries()) tracked.apply(edit, index);
        let end = Number.NEGATIVE_INFINITY;
        for (const { lines, before, focus } of tracked.changes) {
          const now = tracked.lines.slice(lines.start, lines.end);
          assert.ok(lines.start >= end + 3 && lines.end >= lines.start && lines.end <= tracked.lines.length);
          assert.notDeepEqual(now, before);
          assert.ok((now[0] !== before[0] && now.at(-1) !== before.at(-1)) || now.length === 0 || before.length === 0);
          assert.ok(focus >= lines.start && focus <= lines.end);
          end = lines.end;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('has no change left when all edits are undone', () => {
    fc.assert(
      fc.property(arbitraryText, fc.array(arbitraryEdit, { maxLength: 12 }), (text, drafts) => {
        const { edits, texts } = play(text, drafts);
        const tracked = new TrackedText(text);
        for (const edit of edits) tracked.apply(edit, 0);
        for (const [index, { range, newText }] of [...edits.entries()].reverse()) {
          const replaced = (texts[index] ?? '').slice(range.start, range.end);
          tracked.apply({ range: { start: range.start, end: range.start + newText.length }, newText: replaced }, 1);
        }
        assert.deepEqual(tracked.changes, []);
      }),
      { numRuns: 1_000 },
    );
  });

  it('makes one change of edits that are near each other, and two of others', () => {
    const text = Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n');
    const changesAfter = (...lines: readonly number[]) => {
      const tracked = new TrackedText(text);
      for (const line of lines) {
        const start = tracked.lines.slice(0, line).join('\n').length;
        tracked.apply({ range: { start: start + 1, end: start + 2 }, newText: 'L' }, line);
      }
      return tracked.changes.map(({ lines: { start, end }, timeMs }) => [start, end, timeMs]);
    };
    assert.deepEqual(changesAfter(5, 6), [[5, 7, 6]]);
    assert.deepEqual(changesAfter(5, 8), [[5, 9, 8]]);
    assert.deepEqual(changesAfter(12, 5), [
      [5, 6, 5],
      [12, 13, 12],
    ]);
    assert.deepEqual(changesAfter(5, 11, 8), [[5, 12, 8]]);
  });

  it('takes very many lines at once', () => {
    const tracked = new TrackedText('a\nb');
    tracked.apply({ range: { start: 1, end: 1 }, newText: '\nx'.repeat(300_000) }, 0);
    assert.deepEqual(
      tracked.changes.map(({ lines }) => lines),
      [{ start: 1, end: 300_001 }],
    );
  });
});
