import { strict as assert } from 'node:assert';
import { join, resolve } from 'node:path';
import { enclosingBlocks } from '../../../src/core/syntax/blocks.ts';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import { withTree } from '../../../src/core/syntax/parse.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';
import { atCursor } from '../../support/atCursor.ts';

const grammars = new Grammars(sourceAssets(resolve(join(import.meta.dirname, '..', '..', '..'))));

/** The blocks around the cursor, each as its text up to its body. */
async function blocksAt(languageId: string, marked: string): Promise<readonly string[]> {
  const { prefix, suffix } = atCursor(marked);
  const text = prefix + suffix;
  const grammar = await grammars.load(languageId);
  assert.ok(grammar);
  const blocks = withTree(
    grammar,
    text,
    () => false,
    (tree) => enclosingBlocks(grammar, tree, text, prefix.length),
  );
  return (blocks ?? []).map(({ kind, start, body }) => `${kind} ${text.slice(start, body.start).trim()}`);
}

describe('enclosingBlocks', () => {
  const cases: readonly [name: string, languageId: string, marked: string, expected: readonly string[]][] = [
    ['none at the top', 'typescript', 'const a = 1;‸ function f() {}', []],
    ['a function', 'typescript', 'function f(a: number) { ‸ }', ['function function f(a: number)']],
    ['its signature', 'typescript', 'function f(a: ‸number) { }', ['function function f(a: number)']],
    ['none behind it', 'typescript', 'function f() { }‸', []],
    [
      'the innermost first',
      'typescript',
      'class A { m() { list.map((x) => { ‸ }); } }',
      ['function (x) =>', 'function m()', 'class class A'],
    ],
    ['a body that is being written', 'python', 'def f(a):\n    b = 1\n    ‸\n\nc = 2\n', ['function def f(a):']],
    [
      'the next line of a method',
      'python',
      'class A:\n    def f(self):\n        return 1\n        ‸\n',
      ['function def f(self):', 'class class A:'],
    ],
    ['a next method', 'python', 'class A:\n    def f(self):\n        return 1\n\n    ‸\n', ['class class A:']],
    ['the end of everything', 'python', 'class A:\n    def f(self):\n        return 1\n\n‸\n', []],
    ['Go', 'go', 'package a\ntype A struct {\n\tb int‸\n}', ['class A struct']],
    ['Rust', 'rust', 'impl A { fn b() { ‸ } }', ['function fn b()', 'class impl A']],
    ['Java', 'java', 'class A { void b() { ‸ } }', ['function void b()', 'class class A']],
  ];
  for (const [name, languageId, marked, expected] of cases) {
    it(`${languageId}: ${name}`, async () => assert.deepEqual(await blocksAt(languageId, marked), expected));
  }
});
