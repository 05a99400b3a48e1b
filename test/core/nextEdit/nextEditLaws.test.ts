import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type EditHistory, passEdits } from '../../../src/core/nextEdit/editHistory.ts';
import { lexCode } from '../../../src/core/nextEdit/lexCode.ts';
import { moveRange } from '../../../src/core/nextEdit/moveRange.ts';
import { afterAcceptance, newOffer, offeredEdit } from '../../../src/core/nextEdit/offer.ts';
import type { ProposedEdit } from '../../../src/core/nextEdit/proposedEdit.ts';
import { proposeNextEdits } from '../../../src/core/nextEdit/proposeNextEdits.ts';
import { applyEdit, type OffsetRange } from '../../../src/shared/text.ts';
import { editByHand, withProposals } from '../../support/handEdits.ts';
import { nextEditCases } from '../../support/nextEditCases.ts';

/** Lines of all cases as they are before their edits. */
const lines = nextEditCases.flatMap(({ marked }) => marked.replaceAll(/«(?:\d:)?([^→»]*)→[^»]*»/g, '$1').split('\n'));

/** A case with lines of others between its own, in its language or another. */
const arbitraryCase = fc
  .tuple(
    fc.constantFrom(...nextEditCases),
    fc.array(fc.tuple(fc.nat(20), fc.constantFrom(...lines)), { maxLength: 6 }),
    fc.option(fc.constantFrom('typescript', 'python', 'go', 'rust', 'java', 'css', 'markdown'), { freq: 3 }),
  )
  .map(([{ marked, languageId }, added, other]) => {
    const mixed = marked.split('\n');
    for (const [at, line] of added) mixed.splice(at % (mixed.length + 1), 0, line);
    return { marked: mixed.join('\n'), language: other ?? languageId };
  });

/** As if all had been written before the burst. */
function withAll(history: EditHistory, edits: readonly ProposedEdit[], range: OffsetRange): EditHistory {
  const { text, done } = passEdits({ ...history }, edits.toReversed());
  const { burst } = history;
  assert.ok(burst !== undefined);
  const old = burst.before.slice(burst.beforeRange.start, burst.beforeRange.end);
  const before = applyEdit(text, { range, newText: old });
  const beforeRange = { start: range.start, end: range.start + old.length };
  // The burst itself is not one of those before it.
  const earlier = done.filter((one) => one.range.end <= range.start || one.range.start >= range.end);
  return { text, done: earlier, burst: { before, beforeRange, range } };
}

describe('the laws of next edits', () => {
  it('they are ascending, change what stands there, and nothing but whole words', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ marked, language }) => {
        const { text, ...history } = editByHand(marked);
        let end = 0;
        for (const edit of proposeNextEdits({ text, ...history }, language)?.edits ?? []) {
          assert.ok(edit.range.start >= end);
          end = edit.range.end;
          assert.equal(text.slice(edit.range.start, edit.range.end), edit.oldText);
          assert.notEqual(edit.newText, edit.oldText);
          if (edit.oldText === '') continue;
          const isWithin = (at: number) => /^[\w$]{2}$/.test(text.slice(at - 1, at + 1));
          assert.ok(!isWithin(edit.range.start) && !isWithin(edit.range.end), `${edit.oldText} in ${text}`);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('accepting one after the other ends, and gives the same as all at once', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ marked, language }) => {
        let history = editByHand(marked);
        const proposed = proposeNextEdits(history, language);
        const expected = withProposals(history.text, proposed);
        let offer = proposed && newOffer(proposed);
        for (let left = proposed?.edits.length ?? 0; left > 0; left--) {
          assert.equal(offer?.edits.length, left);
          const edit = offeredEdit(offer);
          assert.ok(edit !== undefined);
          history = passEdits(history, [edit]);
          assert.equal(proposeNextEdits(history, language), undefined);
          offer = afterAcceptance(offer);
        }
        assert.deepEqual(offer?.edits ?? [], []);
        if (expected !== undefined) assert.equal(history.text, expected);
      }),
      { numRuns: 500 },
    );
  });

  it('the same edit made at their places too makes no new ones', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ marked, language }) => {
        const history = editByHand(marked);
        const proposed = proposeNextEdits(history, language);
        const burst = history.burst && proposed && moveRange(history.burst.range, proposed.edits.toReversed());
        // Of a new order it can't be seen whether a call has it.
        if (proposed === undefined || burst === undefined || proposed.kind === 'signature') return;
        const accepted = withAll(history, proposed.edits, burst);
        assert.deepEqual(proposeNextEdits(accepted, language)?.edits ?? [], [], `${marked} as ${accepted.text}`);
      }),
      { numRuns: 500 },
    );
  });

  it('every text is read to its end, and brackets belong together in both directions', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ marked, language }) => {
        const text = marked.replaceAll(/[«»→]/g, '');
        const code = lexCode(text, language);
        if (code === undefined) return;
        let end = 0;
        for (const { start, end: tokenEnd, kind, text: tokenText } of code.tokens) {
          assert.ok(start >= end && tokenEnd > start);
          end = tokenEnd;
          if (kind !== 'string') assert.equal(text.slice(start, tokenEnd), tokenText);
        }
        code.partners.forEach((partner, index) => {
          if (partner !== -1) assert.equal(code.partners[partner], index);
        });
        const outside = [...code.tokens, ...code.quoted].sort((a, b) => b.start - a.start);
        assert.equal(
          outside
            .reduce((rest, { start, end: to }) => rest.slice(0, start) + ' '.repeat(to - start) + rest.slice(to), text)
            .trim(),
          '',
        );
      }),
    );
  });

  it('are looked at where something is proposed, of each kind', () => {
    const found = fc.sample(arbitraryCase, 300).flatMap(({ marked, language }) => {
      return proposeNextEdits(editByHand(marked), language)?.kind ?? [];
    });
    assert.ok(found.length > 30 && new Set(found).size === 3, `${found}`);
  });

  it('a language that has no row is not read', () => {
    assert.equal(lexCode('a', 'markdown'), undefined);
  });
});
