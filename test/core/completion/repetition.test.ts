import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { cutRepetition, findPeriod, findRepetition } from '../../../src/core/completion/repetition.ts';

describe('repetition', () => {
  const loops: readonly [name: string, text: string, rest: string][] = [
    ['equal lines', 'a();\nb();\nb();\nb();', 'a();\nb();'],
    ['equal lines from the start', 'b();\nb();\nb();', 'b();'],
    [
      'two lines in turn',
      `start\n${'  first(a, b);\n  second(c);\n'.repeat(8)}`,
      'start\n  first(a, b);\n  second(c);',
    ],
    ['one line', `x = ${'very '.repeat(40)}`, 'x = very'],
    ['what begins at once', 'a, b, c, '.repeat(30), 'a, b, c,'],
    ['one character', `ok\n${'a'.repeat(60)}`, 'ok'],
    ['a ruler without an end', `ok\n${'-'.repeat(130)}`, 'ok'],
  ];
  for (const [name, text, rest] of loops) {
    it(`cuts ${name}`, () => {
      assert.notEqual(findRepetition(text), undefined);
      assert.equal(cutRepetition(text), rest);
    });
  }

  const fine: readonly string[] = [
    '',
    'a();\na();',
    '}\n}\n}\n}',
    '[0, 0, 0, 0, 0, 0, 0]',
    `// ${'-'.repeat(77)}`,
    ' '.repeat(80),
    'const a = 1;\nconst b = 2;\nconst c = 3;\nconst d = 4;\nconst e = 5;\nconst f = 6;\nconst g = 7;\nconst h = 8;',
    'a\nb\nb\n\nb',
  ];
  for (const text of fine)
    it(`leaves ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(cutRepetition(text), text));

  it('says nothing of lines that are still growing', () => {
    assert.equal(findPeriod('push(a);\npush(a);\npush(a);'), undefined);
  });

  it('laws: what is left is a beginning, and has no loop', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b\n', 'ab', '\n', '  x();\n', '0, '), { maxLength: 200 })
      .map((parts) => parts.join(''));
    const looped = fc
      .tuple(text, fc.string({ minLength: 1, maxLength: 60 }), fc.nat(20))
      .map(([start, unit, times]) => start + unit.repeat(times));
    fc.assert(
      fc.property(fc.oneof(text, looped), (whole) => {
        const rest = cutRepetition(whole);
        assert.ok(whole.startsWith(rest));
        assert.equal(findRepetition(rest), undefined);
      }),
    );
  });
});
