import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Place } from '../../../src/core/completion/place.ts';
import { advance, autoClosedLengths, closes, stepBetween } from '../../../src/core/completion/typeThrough.ts';
import { atCursor } from '../../support/atCursor.ts';

const place = (marked: string, uri = 'file:///a.ts'): Place => {
  const { prefix, suffix } = atCursor(marked);
  return { uri, languageId: 'typescript', prefix, suffix };
};

describe('stepBetween', () => {
  const cases: readonly [from: string, to: string, typed: string | undefined, autoClosed?: string][] = [
    ['let ‸;', 'let abc‸;', 'abc', ''],
    ['let ‸;', 'let ‸;', '', ''],
    ['let a‸;', 'let ‸;', undefined],
    ['let ‸;', 'let a‸', undefined],
    ['f‸;', 'f(‸);', '(', ')'],
    ['f‸;', 'f({"‸"});', '({"', '"})'],
    ['f()‸\n', 'f() {\n  ‸\n}\n', ' {\n  ', '\n}'],
    ['f‸;', 'f(‸];', undefined],
    ['f‸;', 'f()‸);', undefined],
    ['f‸', 'f(((((‸)))))', undefined],
  ];
  for (const [from, to, typed, autoClosed = ''] of cases) {
    it(`${JSON.stringify(from)} to ${JSON.stringify(to)}`, () => {
      assert.deepEqual(stepBetween(place(from), place(to)), typed === undefined ? undefined : { typed, autoClosed });
    });
  }

  it('never leads to another document', () => {
    assert.equal(stepBetween(place('a‸'), place('a‸', 'file:///b.ts')), undefined);
  });
});

describe('advance', () => {
  const cases: readonly [
    text: string,
    typed: string,
    autoClosed: string,
    expected: string | undefined,
    replaceLength?: number,
  ][] = [
    ['foo(a);', 'foo', '', '(a);', 0],
    ['foo(a);', 'fox', '', undefined],
    ['foo', 'foo', '', undefined],
    ['foo  ', 'foo', '', undefined],
    ['foo(a)', 'foo(', ')', 'a', 0],
    ['foo(a);', 'foo(', ')', 'a);', 1],
    ['foo()', 'foo(', ')', undefined],
    ['foo(a', 'foo(', ')', undefined],
    ['{\n  a\n}', '{\n  ', '\n}', 'a', 0],
  ];
  for (const [text, typed, autoClosed, expected, replaceLength = 0] of cases) {
    it(`${JSON.stringify(text)} after ${JSON.stringify(typed)} before ${JSON.stringify(autoClosed)}`, () => {
      const candidate = expected === undefined ? undefined : { text: expected, replaceLength };
      assert.deepEqual(advance({ text, replaceLength: 0 }, { typed, autoClosed }), candidate);
    });
  }

  it('leads to the same document as taking the whole at once', () => {
    const code = fc.string({ unit: fc.constantFrom('a', '(', ')', '{', '}', '"', '\n', ' ', ';'), maxLength: 12 });
    fc.assert(
      fc.property(code, code, code, code, (before, text, after, closers) => {
        const from: Place = { uri: 'u', languageId: 'c', prefix: before, suffix: after };
        for (let typedLength = 0; typedLength <= text.length; typedLength++) {
          const to: Place = { ...from, prefix: before + text.slice(0, typedLength), suffix: closers + after };
          const step = stepBetween(from, to);
          const left = step && advance({ text, replaceLength: 0 }, step);
          if (left === undefined) continue;
          assert.equal(to.prefix + left.text + to.suffix.slice(left.replaceLength), before + text + after);
          assert.ok(left.text.trim() !== '');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('closes', () => {
  it('wants exactly what is open', () => {
    for (const [closers, typed] of [
      [')', 'f('],
      ['', 'f()'],
      ['})', '({'],
      ['")', 'f("'],
      ['\n}', '{'],
      ['', '"a"'],
    ] as const) {
      assert.ok(closes(closers, typed), `${closers} ${typed}`);
    }
    for (const [closers, typed] of [
      [')', 'f'],
      [')', 'f()'],
      [')}', '({'],
      ['))', '('],
    ] as const) {
      assert.ok(!closes(closers, typed), `${closers} ${typed}`);
    }
  });

  it('looks at three closers at most', () => {
    assert.deepEqual(autoClosedLengths(')\n }]); more'), [1, 4, 5]);
    assert.deepEqual(autoClosedLengths('; )'), []);
  });
});
