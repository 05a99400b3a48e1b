import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { fitTexts } from '../../../../src/core/chat/mentions/fitTexts.ts';
import { estimateTokens } from '../../../../src/core/prompt/budget.ts';
import type { Mention } from '../../../../src/shared/conversation.ts';

const mention: Mention = { kind: 'file', label: 'a.ts' };
const linesOf = (count: number, word = 'word') => `${Array.from({ length: count }, () => word).join('\n')}\n`;

describe('fitTexts', () => {
  it('leaves texts whole where there is room for all', () => {
    const texts = [
      { mention, text: linesOf(10) },
      { mention, text: '', problem: 'It is private.' },
    ];
    assert.deepEqual(fitTexts(texts, 1000), texts);
  });

  it('keeps small texts whole, and cuts a large one at the end of a line, saying so', () => {
    const [small, large] = fitTexts(
      [
        { mention, text: linesOf(3) },
        { mention, text: linesOf(300), lines: { start: 10, end: 310 } },
      ],
      estimateTokens(linesOf(103)),
    );
    assert.equal(small?.text, linesOf(3));
    assert.equal(small?.problem, undefined);
    assert.equal(large?.text, linesOf(100));
    assert.deepEqual(large?.lines, { start: 10, end: 110 });
    assert.match(large?.problem ?? '', /^Cut to its first 100 of 300 lines/);
  });

  it('keeps the end of what has its point there', () => {
    const text = `${linesOf(300, 'progress')}error: it failed`;
    const [cut] = fitTexts([{ mention, text, keepsEnd: true }], 100);
    assert.ok(cut?.text.endsWith('error: it failed'));
    assert.match(cut?.problem ?? '', /^Cut to its last \d+ of 301 lines/);
  });

  it('says that there is no room, behind what was to be said already', () => {
    const [cut] = fitTexts([{ mention, text: linesOf(3), problem: 'Nothing is selected.' }], 0);
    assert.equal(cut?.text, '');
    assert.match(cut?.problem ?? '', /^Nothing is selected\. There is no room/);
  });

  it('never gives more than the budget, nor text that was not there', () => {
    const text = fc
      .array(fc.constantFrom('a', 'word ', '12', '\n', 'ä', '😀'), { maxLength: 200 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), fc.nat(300), fc.boolean(), (all, budget, keepsEnd) => {
        const fitted = fitTexts(
          all.map((one) => ({ mention, text: one, keepsEnd })),
          budget,
        );
        assert.equal(fitted.length, all.length);
        assert.ok(fitted.reduce((sum, one) => sum + estimateTokens(one.text), 0) <= budget + all.length);
        for (const [index, one] of fitted.entries()) {
          assert.ok(keepsEnd ? all[index]?.endsWith(one.text) : all[index]?.startsWith(one.text));
          assert.equal(one.text === all[index], one.problem === undefined || one.text === all[index]);
        }
      }),
    );
  });
});
