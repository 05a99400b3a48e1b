import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { cutLines } from '../../../src/core/syntax/chunks.ts';
import { fileFacts } from '../../../src/core/syntax/fileFacts.ts';
import { type Grammar, Grammars } from '../../../src/core/syntax/grammars.ts';
import { withTree } from '../../../src/core/syntax/parse.ts';
import type { FileFacts, LineRange } from '../../../src/shared/codeFacts.ts';
import { syntaxLanguages } from '../../../syntaxes/languages.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';

const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '..', '..', '..')));
const never = () => false;

function factsOf(grammar: Grammar, text: string): FileFacts | undefined {
  return withTree(grammar, text, never, (tree) => fileFacts(grammar, tree, text, never));
}

function lineCountOf(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** Pieces of code, whole and torn, as they stand in a document that is being written. */
const pieces = fc.constantFrom(
  ...[
    '\n',
    '\n\n',
    '  ',
    '\t',
    ' ',
    ';',
    ',',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '<',
    '>',
    ':',
    '=',
    '=>',
    '.',
    '::',
    '@',
    '#',
  ],
  ...['"', "'", '`', '${', '//', '/*', '*/', '"""', '\\', '\x01', 'é', '😀', '\ud800', '\r\n'],
  ...[
    'name',
    'Type',
    '_own',
    '42',
    'class',
    'function',
    'def',
    'func',
    'fn',
    'impl',
    'struct',
    'enum',
    'interface',
    'type',
  ],
  ...[
    'const',
    'let',
    'var',
    'pub',
    'export',
    'default',
    'import',
    'from',
    'use',
    'mod',
    'package',
    'require',
    'public',
  ],
  ...['function f(a) { return a; }\n', 'class A {\n  b() {}\n}\n', 'def f(a):\n    return a\n', 'fn f() { g(); }\n'],
  ...["import { a } from './a';\n", 'use a::{b, c};\n', 'import "fmt"\n', 'const x = 1;\n', '# c\n', '// c\n', '@d\n'],
);
const brokenCode = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

describe('facts of any text', () => {
  for (const { id } of syntaxLanguages) {
    it(`${id}: are within the text`, async () => {
      const grammar = await grammars.load(id);
      assert.ok(grammar);
      fc.assert(
        fc.property(brokenCode, (text) => {
          const facts = factsOf(grammar, text);
          assert.ok(facts);
          const lineCount = lineCountOf(text);
          assertPartition(facts.chunks, lineCount);
          for (const { name, signature, lines } of facts.symbols) {
            assert.ok(lines.start >= 0 && lines.start < lines.end && lines.end <= lineCount, name);
            assert.ok(signature.length <= 600 && !signature.includes('\n'), signature);
          }
          for (const { name, count } of facts.references) assert.ok(count >= 1 && text.split(name).length > count);
        }),
        { numRuns: 150 },
      );
    });
  }

  it('a file of many lines is cut along its syntax, into pieces of at most 40 lines', async () => {
    const grammar = await grammars.load('typescript');
    assert.ok(grammar);
    const bodyOf = (lines: number) => `{\n${'  call();\n'.repeat(lines)}}\n`;
    const text = `import a from 'a';\n\n/** One. */\nfunction one() ${bodyOf(20)}\nfunction two() ${bodyOf(30)}\nclass Three {\n${`  m() ${bodyOf(15)}`.repeat(4)}}\n`;
    const starts = factsOf(grammar, text)?.chunks.map(({ start }) => text.split('\n')[start]);
    assert.deepEqual(starts, ["import a from 'a';", 'function two() {', 'class Three {', '  m() {']);
  });

  it('lines without syntax are cut every 40', () => {
    assert.deepEqual(cutLines(0), []);
    assert.deepEqual(cutLines(40), [{ start: 0, end: 40 }]);
    assert.deepEqual(cutLines(81), [
      { start: 0, end: 40 },
      { start: 40, end: 80 },
      { start: 80, end: 81 },
    ]);
  });
});

/** Each line is in exactly one chunk, in order, and no chunk is larger than it may be. */
function assertPartition(chunks: readonly LineRange[], lineCount: number): void {
  let next = 0;
  for (const { start, end } of chunks) {
    assert.equal(start, next);
    assert.ok(end > start && end - start <= 40);
    next = end;
  }
  assert.equal(next, lineCount);
}
