import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type ProblemsAt, problemsSince } from '../../../src/host/refactor/problemsSince.ts';

describe('problems since a change', () => {
  /** Lines as they are, each with what is said of it behind `//`. */
  const at = (text: string): ProblemsAt => {
    const lines = text.split('\n').map((line) => line.split(' // '));
    return {
      problems: lines.flatMap(([line = '', ...keys], row) => keys.map((key) => ({ key, line, row }))),
      lines: new Set(lines.map(([line = '']) => line)),
    };
  };
  const keysSince = (before: string, now: string) =>
    problemsSince(at(before), at(now)).map((index) => at(now).problems[index]?.key);

  it('are none where those that were there have moved', () => {
    assert.deepEqual(keysSince('a // old\nb', 'x\ny\na // old\nb'), []);
  });

  it('are none where the same is said of a line that was changed', () => {
    assert.deepEqual(keysSince('f(1) // unused\nb', 'g(1) // unused\nb'), []);
  });

  it('are none where lines have moved, and nobody has spoken since', () => {
    const before = at('a\nb // old\nc');
    const now = at('x\na\nb\nc');
    const stale = { ...now, problems: [{ key: 'old', line: 'a', row: 1 }] };
    assert.deepEqual(problemsSince(before, stale), []);
  });

  it('are those that have come', () => {
    assert.deepEqual(keysSince('a // old\nb', 'a // old // other\nb // new'), ['other', 'new']);
  });

  it('are those of lines that have stayed, though the same was said elsewhere and is fixed', () => {
    assert.deepEqual(keysSince('f(1) // arguments\nf(2)', 'f(1, 2)\nf(2) // arguments'), ['arguments']);
    assert.deepEqual(keysSince('f(1) // arguments\nf(2)', 'f(1)\ng(2) // arguments'), ['arguments']);
  });

  it('are as many more as there are', () => {
    assert.deepEqual(keysSince('a // old', 'a // old\nb // old\nc // old'), ['old', 'old']);
  });

  it('are none of a text that is the same, and all where there were none', () => {
    const text = fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.array(fc.constantFrom('one', 'two'), { maxLength: 2 })))
      .map((lines) => lines.map((parts) => parts.flat().join(' // ')).join('\n'));
    fc.assert(
      fc.property(text, text, (before, now) => {
        const found = problemsSince(at(before), at(now));
        assert.deepEqual(problemsSince(at(now), at(now)), []);
        const all = at(now).problems.map((_, index) => index);
        assert.deepEqual(problemsSince({ ...at(before), problems: [] }, at(now)), all);
        assert.ok(found.length >= all.length - at(before).problems.length);
      }),
    );
  });
});
