import { strict as assert } from 'node:assert';
import {
  acceptanceOf,
  beginReview,
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
} from '../../../src/core/refactor/review.ts';
import { applyEdits, type TextEdit } from '../../../src/shared/text.ts';

const base = 'one\ntwo\nthree\nfour\nfive\nsix\n';
const after = 'one\nTWO\nthree\nfour\nand a half\nfive\nSIX\n';
const begun = beginReview({ text: base, lineEnd: '\n' });
const review = offered(begun, after, ['Parses.']);

/** The document after edits that an editor tells of, the last first. */
function edited(state: ReviewState, ...edits: readonly TextEdit[]): ReviewState {
  return documentChanged(state, { text: applyEdits(state.text, edits), lineEnd: state.lineEnd, edits });
}

/** Puts `newText` in the place of `old`, the first time that it stands there. */
function replaced(state: ReviewState, old: string, newText: string): ReviewState {
  const start = state.text.indexOf(old);
  assert.notEqual(start, -1, old);
  return edited(state, { range: { start, end: start + old.length }, newText });
}

function accepted(state: ReviewState, ...ids: readonly number[]): ReviewState {
  return decided(edited(state, ...acceptanceOf(state, ids)), 'accepted', ids);
}

const open = (state: ReviewState) => openHunks(state).map(({ newText }) => newText);

describe('a review', () => {
  it('shows a proposal that grows, and lets nothing of it be accepted', () => {
    const growing = progressed(begun, 'one\nTWO\nthree\nfour\nfive\nsix\n');
    assert.equal(proposalOf(growing), 'one\nTWO\nthree\nfour\nfive\nsix\n');
    assert.deepEqual(acceptanceOf(growing, [0]), []);
    assert.equal(growing.text, base);
  });

  it('shows what is typed meanwhile on both sides', () => {
    const typed = replaced(progressed(begun, 'one\nTWO\nthree\nfour\nfive\nsix\n'), 'three', 'three!');
    assert.equal(proposalOf(typed), 'one\nTWO\nthree!\nfour\nfive\nsix\n');
    assert.equal(proposalOf(offered(typed, after, [])), after.replace('three', 'three!'));
  });

  it('accepts hunk by hunk, each in its place', () => {
    const [first, second, third] = openHunks(review).map(({ id }) => id);
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    const some = accepted(replaced(review, 'one\n', 'zero\none\n'), third, first);
    assert.equal(some.text, 'zero\none\nTWO\nthree\nfour\nfive\nSIX\n');
    assert.deepEqual(open(some), ['and a half\n']);
    assert.equal(accepted(some, second).text, `zero\n${after}`);
  });

  it('leaves out what is rejected', () => {
    const some = decided(review, 'rejected', [0]);
    assert.equal(proposalOf(some), after.replace('TWO', 'two'));
    assert.deepEqual(acceptanceOf(some, [0]), []);
  });

  it('knows an acceptance that is told in smaller edits, undone, and done again', () => {
    const at = base.indexOf('five');
    const insertion = { range: { start: at, end: at }, newText: 'and a half\n' };
    const done = edited(review, insertion);
    assert.deepEqual(open(done), ['TWO\n', 'SIX\n']);
    const undone = edited(done, { range: { start: at, end: at + insertion.newText.length }, newText: '' });
    assert.deepEqual(open(undone), open(review));
    const again = replaced(edited(undone, insertion), 'five', '5 five');
    assert.deepEqual(open(again), ['TWO\n', 'SIX\n']);
  });

  it('loses a hunk whose lines are changed, and has it again once that is undone', () => {
    const typed = replaced(review, 'two', 'two, or so');
    assert.deepEqual(open(typed), ['and a half\n', 'SIX\n']);
    assert.deepEqual(
      lostHunks(review, typed).map(({ oldText }) => oldText),
      ['two\n'],
    );
    assert.deepEqual(open(replaced(typed, 'two, or so', 'two')), open(review));
  });

  it('loses one onto whose line something is put, or whose line is joined with another', () => {
    assert.deepEqual(open(replaced(review, 'two', '// two')), ['and a half\n', 'SIX\n']);
    assert.deepEqual(open(replaced(review, 'one\n', 'one ')), ['and a half\n', 'SIX\n']);
  });

  it('loses one that something was put across an edge of', () => {
    assert.deepEqual(open(replaced(review, 'one\ntwo', 'three')), ['and a half\n', 'SIX\n']);
  });

  it('keeps the place of lines that come, while one beside it goes and comes back', () => {
    const gone = replaced(review, 'four\n', '');
    assert.equal(proposalOf(gone), after.replace('four\n', ''));
    const at = gone.text.indexOf('five');
    const back = edited(gone, { range: { start: at, end: at }, newText: 'four\n' });
    assert.equal(proposalOf(back), after);
    const lonely = replaced(review, 'four\nfive', 'else');
    assert.deepEqual(open(lonely), ['TWO\n', 'SIX\n']);
  });

  it('takes a file that another program has changed for the lines that it has changed', () => {
    const range = { start: 0, end: base.length };
    const disk = edited(review, { range, newText: base.replace('one', '1').replace('six', 'sixth') });
    assert.deepEqual(open(disk), ['TWO\n', 'and a half\n']);
    assert.deepEqual(open(documentChanged(review, { ...disk, edits: [] })), open(disk));
  });

  it('goes on with other line ends', () => {
    const turned = documentChanged(review, { text: base.replaceAll('\n', '\r\n'), lineEnd: '\r\n', edits: [] });
    assert.equal(proposalOf(turned), after.replaceAll('\n', '\r\n'));
    const growing = progressed(begun, after);
    const both = documentChanged(growing, { text: base.replaceAll('\n', '\r\n'), lineEnd: '\r\n', edits: [] });
    assert.equal(proposalOf(offered(both, after, [])), after.replaceAll('\n', '\r\n'));
    assert.ok(isAsChecked(offered(both, after, [])));
  });

  it('says whether the whole is what was checked', () => {
    assert.ok(isAsChecked(review));
    assert.ok(isAsChecked(accepted(review, 0)));
    assert.ok(!isAsChecked(decided(review, 'rejected', [0])));
    assert.ok(!isAsChecked(replaced(review, 'three', '3')));
  });

  it('tells what was lost while it was written', () => {
    const typed = replaced(begun, 'six', '6');
    const lost = lostHunks(offeredUntouched(typed, after), offered(typed, after, []));
    assert.deepEqual(
      lost.map(({ newText }) => newText),
      ['SIX\n'],
    );
  });

  it('takes decisions back, the latest first, but for those that are undone', () => {
    const some = decided(accepted(accepted(review, 0), 1), 'rejected', [2]);
    const first = takenBack(some);
    assert.ok(first);
    assert.deepEqual(open(first.state), ['SIX\n']);
    const second = takenBack(first.state);
    assert.ok(second);
    const restored = edited(second.state, ...second.edits);
    assert.deepEqual(open(restored), ['and a half\n', 'SIX\n']);
    const undone = replaced(restored, 'TWO', 'two');
    assert.equal(takenBack(undone), undefined);
    assert.equal(undone.text, base);
  });
});
