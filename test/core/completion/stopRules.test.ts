import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Extent } from '../../../src/core/completion/blockMode.ts';
import { maxLines, StopRules } from '../../../src/core/completion/stopRules.ts';
import { atCursor } from '../../support/atCursor.ts';

/** Feeds an answer piece by piece. `read`: how much of it was taken until the rules said stop. */
function feed(marked: string, extent: Extent, pieces: readonly string[], languageId = 'typescript') {
  const rules = new StopRules({ extent, languageId, ...atCursor(marked) });
  let read = '';
  for (const piece of pieces) {
    read += piece;
    if (rules.push(piece) === 'stop') break;
  }
  rules.end();
  return { text: rules.text, read, stopped: rules.stopped };
}

const line: Extent = { kind: 'line' };
const body = (floorWidth: number): Extent => ({ kind: 'body', floorWidth });
const statement = (floorWidth: number): Extent => ({ kind: 'statement', floorWidth });

describe('StopRules', () => {
  const cases: readonly [
    name: string,
    marked: string,
    extent: Extent,
    answer: string,
    expected: string,
    languageId?: string,
  ][] = [
    ['a line ends at its end', 'let a = ‸', line, 'b;\nc;', 'b;'],
    ['a line may begin below', 'foo();‸', line, '\n  bar();\n  baz();', '\n  bar();'],
    ['blank lines only are nothing', 'foo();‸', line, '\n\n\nbar();', ''],
    ['a body ends with its closing line', 'f() {‸', body(1), '\n  a();\n}\n\ng();', '\n  a();\n}'],
    ['a body ends before a line left of it', 'def f():‸', body(1), '\n    return 1\nprint(2)', '\n    return 1'],
    ['a body ends before a decorator left of it', 'def f():‸', body(1), '\n    return 1\n@other', '\n    return 1'],
    [
      'a body has blank lines, one at a time',
      'f() {‸',
      body(1),
      '\n  a();\n\n  b();\n\n\n  c();',
      '\n  a();\n\n  b();',
    ],
    [
      'a body has bodies',
      '  if (a) {\n    ‸',
      body(3),
      'if (b) {\n      c();\n    }\n  }\n}',
      'if (b) {\n      c();\n    }\n  }',
    ],
    ['a body leaves the closing line that is there', 'f() {\n  ‸\n}\n', body(1), 'a();\n}\n', 'a();'],
    ['a body takes a closing line at another column', '  f() {\n    ‸\n}\n', body(3), 'a();\n  }\n}', 'a();\n  }'],
    ['a block ends before the next line', 'a();\n‸\nlast();\n', statement(0), 'b();\nlast();\nmore();', 'b();'],
    [
      'a statement has one body',
      '/** a */\n‸',
      statement(0),
      'function f() {\n  a();\n}\n\nfunction g() {',
      'function f() {\n  a();\n}',
    ],
    [
      'a statement goes on',
      '‸',
      statement(0),
      'if (a) {\n  b();\n} else {\n  c();\n}\nd();',
      'if (a) {\n  b();\n} else {\n  c();\n}',
    ],
    [
      'a statement without braces',
      '‸',
      statement(0),
      'for a in b:\n    c()\nelse:\n    d()\nother()',
      'for a in b:\n    c()\nelse:\n    d()',
    ],
    ['a statement stays in its block', 'f() {\n  ‸', statement(2), 'a();\n  b();\n}', 'a();\n  b();'],
    ['statements end with their paragraph', 'x\n‸', statement(0), 'a();\nb();\n\nc();', 'a();\nb();'],
    ['a fence ends a document that has none', 'f() {‸', body(1), '\n  a();\n```\nmore', '\n  a();'],
    [
      'a list at its key',
      'a:\n  b:\n  ‸\n',
      body(3),
      '- c: 1\n    d: 2\n  - c: 2\n  e:',
      '- c: 1\n    d: 2\n  - c: 2',
      'yaml',
    ],
    ['a list below its key', 'b:‸', body(1), '\n- c: 1\n- c: 2\nd: 3', '\n- c: 1\n- c: 2', 'yaml'],
    ['a flush body', 'namespace a {\n‸\n', body(1), 'int b();\nint c();\n}\nint d();', 'int b();\nint c();\n}'],
    ['a flush body below its opener', 'namespace a {‸\n', body(1), '\nint b();\n}\nint d();', '\nint b();\n}'],
    [
      'flush cases',
      'switch (a) {\n‸\n}',
      body(1),
      'case 1:\n  b();\ncase 2:\n  c();\n}\n',
      'case 1:\n  b();\ncase 2:\n  c();',
    ],
    [
      'a body at the end of an aligned condition',
      '  if (a and\n      b):\n      ‸',
      body(7),
      'c()\n      d()\n  e()',
      'c()\n      d()',
      'python',
    ],
    ['a statement left of a Python opener is not its body', 'def f():‸', body(1), '\nprint(2)\n', '', 'python'],
    ['a closing line at the cursor', 'f() {\n‸', body(1), '}\n\ng();', '}'],
    ['a fence alone is nothing', 'a();‸', line, '\n```\n', ''],
    ['carriage returns are line ends', 'let a = ‸', line, 'b;\r\nc;', 'b;'],
  ];
  for (const [name, marked, extent, answer, expected, languageId] of cases) {
    it(name, () => {
      assert.equal(feed(marked, extent, [answer], languageId).text, expected);
      assert.equal(feed(marked, extent, [...answer], languageId).text, expected);
      assert.ok(feed(marked, extent, [...answer], languageId).stopped);
    });
  }

  it('lets markdown have fences', () => {
    assert.equal(feed('text‸', statement(0), ['\n```ts\nabc'], 'markdown').text, '\n```ts\nabc');
  });

  it('leaves an answer that ends by itself as it is', () => {
    for (const answer of ['', '\n', '\n  a();\n}', '\n  a();']) {
      assert.equal(feed('f() {‸', body(1), [...answer]).text, answer);
    }
  });

  it('stops as early as it can', () => {
    const answer = [...'\n    return 1\nprint(2)\nprint(3)'];
    assert.equal(feed('def f():‸', body(1), answer).read, '\n    return 1\nprint(');
    assert.equal(feed('def f():‸', body(1), [...'\n    return 1\n@other']).read, '\n    return 1\n@');
  });

  it('stops loops inside a line and over lines', () => {
    const inLine = feed('x = ‸', line, Array<string>(500).fill('very '));
    assert.ok(inLine.read.length < 300, String(inLine.read.length));
    const overLines = feed('f() {‸', body(1), Array<string>(50).fill('\n  a();'));
    assert.equal(overLines.read.split('\n').length, 5);
  });

  it('has a limit of lines', () => {
    const answer = Array.from({ length: 100 }, (_, index) => `\n  call${index}(${'x'.repeat(index % 7)});`);
    assert.equal(feed('f() {‸', body(1), answer).text.trim().split('\n').length, maxLines);
  });

  it('ends at the limit of lines with what is closed', () => {
    const calls = (from: number) =>
      Array.from({ length: 15 }, (_, index) => `\n    call${from + index}(${'x'.repeat(index % 7)});`);
    const block = (from: number) => `\n  if (a) {${calls(from).join('')}\n  }`;
    assert.equal(feed('f() {‸', body(1), [block(0) + block(20)]).text, block(0));
    assert.equal(
      feed('f() {‸', body(1), [`\n  if (a) {${[...calls(0), ...calls(20)].join('')}`]).text.split('\n').length,
      maxLines + 1,
    );
  });

  it('takes nothing more once it has stopped', () => {
    const rules = new StopRules({ extent: line, languageId: 'typescript', prefix: '', suffix: '' });
    assert.equal(rules.push('a\nb'), 'stop');
    assert.equal(rules.push('c'), 'stop');
    assert.equal(rules.text, 'a');
  });

  it('laws: its text is a beginning of the answer, and does not depend on the pieces where none loops', () => {
    const words = fc.constantFrom(
      'a',
      'foo();',
      '\n',
      '\n  ',
      '\n    ',
      '}',
      'if (x) {',
      'end',
      ' ',
      '\t',
      'else',
      '\r\n',
    );
    const answers = fc.array(words, { maxLength: 30 });
    const extents = fc.constantFrom(line, body(1), body(3), statement(0), statement(2));
    const prefixes = fc.constantFrom('‸', 'f() {‸', 'f() {\n  ‸\n}\n', 'a = ‸\nfoo();\n', '  ‸\n}');
    fc.assert(
      fc.property(prefixes, extents, answers, (marked, extent, pieces) => {
        const answer = pieces.join('');
        const whole = feed(marked, extent, [answer]);
        const single = feed(marked, extent, [...answer]);
        assert.ok(answer.replaceAll('\r', '').startsWith(single.text));
        assert.ok(single.read.length <= answer.length);
        // A loop is looked for at each piece's end, so where it is seen depends on them.
        if (whole.text !== single.text) assert.ok(single.text.length >= 48 || whole.text.length >= 48);
      }),
      { numRuns: 3_000 },
    );
  });
});
