import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  afterAcceptance,
  afterEdits,
  endingHere,
  isAcceptance,
  newOffer,
  type Offer,
  offeredEdit,
} from '../../../src/core/nextEdit/offer.ts';
import { applyEdit, applyEdits } from '../../../src/shared/text.ts';
import { replace } from '../../support/handEdits.ts';

const text = 'a bb c bb d bb e';
const edits = [2, 7, 12].map((start) => ({ range: { start, end: start + 2 }, oldText: 'bb', newText: 'xyz' }));
const offer = newOffer({ kind: 'repeat', edits, origin: { start: 5, end: 6 } });
const placesOf = (of: Offer | undefined) => of?.edits.map(({ range }) => range.start);

describe('an offer', () => {
  it('begins behind the place of the last edit, and goes on above it after the last', () => {
    const offered: number[] = [];
    let now = text;
    for (let of: Offer | undefined = offer; of !== undefined; of = afterAcceptance(of)) {
      const edit = offeredEdit(of);
      assert.ok(edit !== undefined);
      offered.push(edit.range.start);
      now = applyEdit(now, edit);
    }
    assert.deepEqual(offered, [7, 13, 2]);
    assert.equal(now, 'a xyz c xyz d xyz e');
  });

  it('is accepted by its edit, and by what of it changes anything', () => {
    const oneOffered = newOffer({
      kind: 'repeat',
      origin: { start: 0, end: 0 },
      edits: [{ range: { start: 2, end: 5 }, oldText: 'abc', newText: 'axc' }],
    });
    for (const edit of [replace(2, 5, 'axc'), replace(3, 4, 'x'), replace(2, 4, 'ax')])
      assert.ok(isAcceptance(oneOffered, [edit]), JSON.stringify(edit));
    for (const edit of [replace(2, 5, 'abx'), replace(3, 4, 'y'), replace(2, 6, 'axc'), replace(1, 4, 'ax')])
      assert.ok(!isAcceptance(oneOffered, [edit]), JSON.stringify(edit));
    assert.ok(!isAcceptance(oneOffered, [replace(3, 4, 'x'), replace(2, 2, '')]));
  });

  it('goes on without edits where other documents may have some, until it is known that they have none', () => {
    const [only] = edits;
    assert.ok(only !== undefined);
    const shared = { kind: 'rename', name: 'bb', newName: 'xyz' } as const;
    const last = newOffer({ kind: 'rename', edits: [only], origin: { start: 0, end: 0 }, shared });
    const done = afterAcceptance(last);
    assert.deepEqual(done, { edits: [], origin: { start: 2, end: 5 }, goesOn: true });
    assert.equal(offeredEdit(done), undefined);
    assert.ok(!isAcceptance(done, [replace(2, 5, 'bb')]));
    const later = afterEdits(done, [replace(0, 0, '##')], '##a xyz c', false);
    assert.deepEqual(later?.origin, { start: 4, end: 7 });
    assert.equal(afterEdits(done, [replace(8, 8, '!')], 'a xyz c !', true), undefined);
    assert.equal(endingHere(done), undefined);
    assert.deepEqual(endingHere(last), { ...last, goesOn: false });
  });

  it('moves along with edits elsewhere', () => {
    const moved = afterEdits(offer, [replace(10, 11, 'long'), replace(0, 0, '##')], '##a bb c bb long bb e', false);
    assert.deepEqual(placesOf(moved), [4, 9, 17]);
  });

  it('loses the places that were edited, and those that are a part of a word now', () => {
    assert.deepEqual(placesOf(afterEdits(offer, [replace(7, 9, 'y')], 'a bb c y d bb e', false)), [2, 11]);
    assert.deepEqual(placesOf(afterEdits(offer, [replace(9, 9, 'b')], 'a bb c bbb d bb e', false)), [2, 13]);
  });

  it('ends when something else is typed', () => {
    assert.equal(afterEdits(offer, [replace(16, 16, '!')], `${text}!`, true), undefined);
  });

  it('stays while what was put in for a start is written differently', () => {
    const [first, ...others] = edits;
    assert.ok(first !== undefined);
    const withPlaceholder = { ...first, newText: 'f(x)', placeholder: { start: 2, end: 3 } };
    const accepted = afterAcceptance(
      newOffer({ kind: 'signature', edits: [withPlaceholder, ...others], origin: { start: 0, end: 0 } }),
    );
    assert.ok(accepted?.placeholder !== undefined);
    assert.deepEqual(accepted.placeholder, { start: 4, end: 5 });
    const typed = afterEdits(accepted, [replace(4, 5, 'yy')], 'a f(yy) c bb d bb e', true);
    assert.deepEqual(typed?.placeholder, { start: 4, end: 6 });
    assert.deepEqual(placesOf(typed), [10, 15]);
    assert.equal(afterEdits(accepted, [replace(0, 0, 'y')], 'ya f(x) c bb d bb e', true), undefined);
  });

  it('has after any edits only places where its old text stands', () => {
    const arbitraryEdit = fc
      .tuple(fc.nat(text.length), fc.nat(4), fc.stringMatching(/^[ab ]{0,3}$/))
      .map(([start, length, newText]) => replace(start, Math.min(text.length, start + length), newText));
    fc.assert(
      fc.property(arbitraryEdit, fc.boolean(), (edit, isTyped) => {
        const after = applyEdits(text, [edit]);
        const left = afterEdits(offer, [edit], after, isTyped)?.edits ?? [];
        for (const { range, oldText } of left) {
          assert.equal(after.slice(range.start, range.end), oldText);
          assert.doesNotMatch(after.slice(Math.max(0, range.start - 1), range.end + 1), /\wbb|bb\w/);
        }
      }),
    );
  });
});
