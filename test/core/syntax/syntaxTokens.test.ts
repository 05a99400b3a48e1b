import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import { withTree } from '../../../src/core/syntax/parse.ts';
import { syntaxTokens } from '../../../src/core/syntax/syntaxTokens.ts';
import type { SyntaxToken } from '../../../src/shared/syntaxQuery.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';

const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '..', '..', '..')));

async function tokensOf(languageId: string, text: string): Promise<readonly SyntaxToken[]> {
  const grammar = await grammars.load(languageId);
  assert.ok(grammar);
  const tokens = withTree(
    grammar,
    text,
    () => false,
    (tree) => syntaxTokens(grammar.language.id, tree),
  );
  assert.ok(tokens);
  return tokens;
}

async function untyped(languageId: string, text: string): Promise<string> {
  const tokens = await tokensOf(languageId, text);
  return tokens
    .filter(([kind]) => kind !== 'type' && kind !== 'import')
    .map(([, text]) => text)
    .join(' ');
}

describe('The tokens of a text', function () {
  this.timeout(20_000);

  it('say what is a name, a literal and code', async () => {
    assert.deepEqual(await tokensOf('python', 'y = x + 1'), [
      ['name', 'y'],
      ['code', '='],
      ['name', 'x'],
      ['code', '+'],
      ['literal', '1'],
      ['code', '⏎'],
    ]);
  });

  for (const [languageId, plain, documented] of [
    ['python', 'def f(a):\n  return a\n', 'def f(a):\n  """Gives a."""\n  # as it is\n  return a\n'],
    ['typescript', 'function f(a) { return a; }', '/** Gives a. */\nfunction f(a) { return a; // as it is\n}'],
    ['go', 'package a\nfunc f() {}\n', 'package a\n// f does nothing.\nfunc f() {}\n'],
    ['rust', 'fn f() {}', '/// Does nothing.\nfn f() {}'],
    ['java', 'class A { void f() {} }', '/** A. */ class A { /** F. */ void f() {} }'],
    ['ruby', 'def f\n 1\nend', '# F.\ndef f\n 1\nend'],
  ] as const) {
    it(`are the same with comments in ${languageId}`, async () => {
      assert.deepEqual(await tokensOf(languageId, documented), await tokensOf(languageId, plain));
      assert.notDeepEqual(
        await tokensOf(languageId, documented.replaceAll('f', 'g')),
        await tokensOf(languageId, plain),
      );
    });
  }

  for (const [languageId, plain, typed] of [
    [
      'python',
      'def f(a, b=1):\n  c = [a]\n  return c\n',
      'from typing import List\ndef f(a: int, b: int = 1) -> List[int]:\n  c: List[int] = [a]\n  return c\n',
    ],
    [
      'typescript',
      'export function f(a, b = 1) { const c = new Set(); return c; }',
      'import type { A } from "./a";\ninterface B { c: number }\nexport function f(a: A, b: number = 1): Set<B> { const c: Set<B> = new Set<B>(); return c; }',
    ],
  ] as const) {
    it(`are the same with types in ${languageId}, those aside`, async () => {
      assert.equal(await untyped(languageId, typed), await untyped(languageId, plain));
    });
  }

  it('differ where a statement of Python moves to another block', async () => {
    const inside = 'for a in b:\n  c(a)\n  return a\n';
    assert.notDeepEqual(
      await tokensOf('python', inside.replace('  return', 'return')),
      await tokensOf('python', inside),
    );
  });
});
