import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { burstEdit, newHistory, passEdits, recordEdits } from '../../../src/core/nextEdit/editHistory.ts';
import { applyEdit, applyEdits } from '../../../src/shared/text.ts';
import { editByHand, replace } from '../../support/handEdits.ts';

const done = (marked: string) => {
  const { oldText, newText } = burstEdit(editByHand(marked)) ?? {};
  return [oldText, newText];
};

describe('the history of edits', () => {
  it('has typing in one word as one edit of the whole word', () => {
    assert.deepEqual(done('a user«→Name» b'), ['user', 'userName']);
    assert.deepEqual(done('a «user→»Name b'), ['userName', 'Name']);
    assert.deepEqual(done('a «user→file»Na«me→→» b'.replace('→→', '→')), ['userName', 'fileNa']);
    assert.deepEqual(done('f(a«→, b»)'), ['', ', b']);
  });

  it('has words that a dot joins as one edit, and others as two', () => {
    assert.deepEqual(done('«console→logger».«log→info»(a)'), ['console.log', 'logger.info']);
    const history = editByHand('«a→b» + «c→d»');
    assert.deepEqual(
      history.done.map(({ oldText, newText }) => [oldText, newText]),
      [['a', 'b']],
    );
    assert.deepEqual(burstEdit(history), { range: { start: 4, end: 5 }, oldText: 'c', newText: 'd' });
  });

  it('has nothing of what was typed and taken back', () => {
    const typed = recordEdits(recordEdits(newHistory('a b'), [replace(1, 1, 'x')]), [replace(1, 2, '')]);
    assert.equal(burstEdit(typed), undefined);
  });

  it('has no edit of several lines, of several places at once, or of a whole file', () => {
    assert.equal(burstEdit(recordEdits(newHistory('a b'), [replace(1, 1, '\n')])), undefined);
    assert.equal(burstEdit(recordEdits(newHistory('a b'), [replace(2, 3, 'x'), replace(0, 1, 'x')])), undefined);
    const before = editByHand('«a→b» + «c→d»');
    const pasted = recordEdits(before, [replace(0, 0, 'x'.repeat(1000))]);
    assert.deepEqual([pasted.burst, pasted.done], [undefined, []]);
  });

  it('begins anew where lines are replaced at once: a file that was reverted beyond the place of the edit', () => {
    const typed = passEdits(editByHand('f(a«→, b»)\nf(1)'), [replace(11, 11, ', b')]);
    assert.equal(typed.text, 'f(a, b)\nf(1, b)');
    const reverted = recordEdits(typed, [replace(3, 14, ')\nf(1')]);
    assert.deepEqual(reverted, newHistory('f(a)\nf(1)'));
  });

  it('takes what was accepted for no edit', () => {
    const history = passEdits(editByHand('«a→b» + a'), [replace(4, 5, 'b')]);
    assert.equal(history.text, 'b + b');
    assert.deepEqual([history.burst, history.done.length], [undefined, 1]);
  });

  it('knows after any edits what stands at the places of the earlier ones, and what the burst has done', () => {
    const start = 'one two.three, four five';
    const arbitraryEdits = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3), fc.stringMatching(/^[a-c. ]{0,3}$/)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(arbitraryEdits, (steps) => {
        let history = newHistory(start);
        for (const [place, length, newText] of steps) {
          const from = Math.floor(place * history.text.length);
          const edit = replace(from, Math.min(history.text.length, from + length), newText);
          const expected = applyEdits(history.text, [edit]);
          history = recordEdits(history, [edit]);
          assert.equal(history.text, expected);
        }
        for (const { range, newText } of history.done)
          assert.equal(history.text.slice(range.start, range.end), newText);
        const { burst } = history;
        if (burst === undefined) return;
        const now = history.text.slice(burst.range.start, burst.range.end);
        assert.equal(applyEdit(burst.before, { range: burst.beforeRange, newText: now }), history.text);
        const edit = burstEdit(history);
        if (edit !== undefined)
          assert.equal(applyEdit(history.text, { range: edit.range, newText: edit.oldText }), burst.before);
      }),
    );
  });
});
