import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { SureLines } from '../../../src/core/completion/sureLines.ts';

type Said = readonly (readonly [delta: string, logProbability: number])[];

/** Of the answer that was read until it need not go on; all of it where that never comes. */
function sureText(said: Said, floor: number): string {
  const lines = new SureLines(floor);
  let text = '';
  for (const [delta, logProbability] of said) {
    text += delta;
    const end = lines.push(delta, logProbability);
    if (end !== undefined) return text.slice(0, end);
  }
  return text;
}

const deltas = fc.array(
  fc.tuple(
    fc.oneof(
      fc.constantFrom('\n', '\n  ', ' ', 'a();', 'b', ');\n', ';\n\n  c', '\n}'),
      fc.string({ unit: fc.constantFrom('a', ' ', '\n', ';'), minLength: 1, maxLength: 6 }),
    ),
    fc.double({ min: -5, max: 0, noNaN: true }),
  ),
  { maxLength: 30 },
);
const floors = fc.double({ min: -20, max: 0, noNaN: true });
const whole = (said: Said) => said.map(([delta]) => delta).join('');

describe('SureLines', () => {
  it('ends before the line with which the answer is not sure enough any more', () => {
    const said: Said = [
      ['a', -0.5],
      ['();', -0.5],
      ['\n  ', -0.1],
      ['b();', -0.5],
      ['\n  ', -0.1],
      ['c', -2],
      ['();', -0.1],
    ];
    assert.equal(sureText(said, -1.5), 'a();\n  b();', '3.7 of 3 at most');
    assert.equal(sureText(said, -1), 'a();', '1.6 of 1.5 at most');
    assert.equal(sureText(said, -9), whole(said));
  });

  it('says so as soon as it can be told, in the middle of a line', () => {
    const lines = new SureLines(-1);
    assert.equal(lines.push('a();', -0.5), undefined);
    assert.equal(lines.push('\n', -0.1), undefined);
    assert.equal(lines.push('b', -1), 4);
    assert.equal(lines.push('();', 0), 4);
  });

  it('leaves the first line with text as it is', () => {
    assert.equal(
      sureText(
        [
          ['\n  ', -9],
          ['a', -9],
          ['();', -9],
        ],
        -1,
      ),
      '\n  a();',
    );
    assert.equal(
      sureText(
        [
          ['\n', -9],
          ['a();', -9],
          ['\n', 0],
          ['b', 0],
        ],
        -1,
      ),
      '\na();',
    );
  });

  it('counts lines that come in one piece', () => {
    const said: Said = [
      ['a;\n  b;\n', -0.5],
      ['c', -2],
    ];
    assert.equal(sureText(said, -1), 'a;\n  b;');
    assert.equal(sureText([['a;\n  b', -0.5], ...said.slice(1)], -1), 'a;');
  });

  it('law: what is left is a beginning that ends where a line does, and has the first line with text', () => {
    fc.assert(
      fc.property(deltas, floors, (said, floor) => {
        const text = whole(said);
        const sure = sureText(said, floor);
        assert.ok(text.startsWith(sure));
        assert.ok(sure === text || /^[^\S\n]*\n/.test(text.slice(sure.length)), JSON.stringify([text, sure]));
        const firstLine = /^\s*[^\n]*/.exec(text)?.[0].trimEnd() ?? '';
        assert.ok(sure.startsWith(firstLine) || firstLine === '', JSON.stringify([text, sure]));
      }),
    );
  });

  it('law: a lower floor never leaves less, and none leaves all', () => {
    fc.assert(
      fc.property(deltas, floors, floors, (said, a, b) => {
        assert.ok(sureText(said, Math.min(a, b)).length >= sureText(said, Math.max(a, b)).length);
        assert.equal(sureText(said, Number.NEGATIVE_INFINITY), whole(said));
      }),
    );
  });

  it('law: several lines that are left are together as sure as the floor allows them to be', () => {
    fc.assert(
      fc.property(deltas, floors, (said, floor) => {
        const sure = sureText(said, floor);
        // Of lines that come in one piece none is surer than the others.
        fc.pre(sure.trim().includes('\n') && said.every(([delta]) => !/\S\s*\n\s*\S/.test(delta)));
        let sum = 0;
        let at = 0;
        for (const [delta, logProbability] of said) {
          if (at + delta.length > sure.length) break;
          at += delta.length;
          sum += logProbability;
        }
        const further = sure.trim().split(/\n\s*/).length - 1;
        assert.ok(sum >= floor * (1 + further / 2), JSON.stringify([sure, sum]));
      }),
    );
  });
});
