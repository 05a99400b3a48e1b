import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { enclosingScopes } from '../../../src/core/syntax/enclosingScopes.ts';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import { withTree } from '../../../src/core/syntax/parse.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';

const grammars = new Grammars(sourceAssets(resolve(join(import.meta.dirname, '..', '..', '..'))));

/** The scopes around what stands between two marks, or around one, each as its kind, name, and text on one line. */
async function scopesAt(languageId: string, marked: string): Promise<readonly string[]> {
  const [before = '', selected = '', after] = marked.split('‸');
  const text = before + selected + (after ?? '');
  const selection = { start: before.length, end: before.length + (after === undefined ? 0 : selected.length) };
  const grammar = await grammars.load(languageId);
  assert.ok(grammar);
  const scopes = withTree(
    grammar,
    text,
    () => false,
    (tree) => enclosingScopes(grammar, tree, text, selection),
  );
  return (scopes ?? []).map(({ kind, name, start, end }) =>
    [kind, ...(name === undefined ? [] : [name]), text.slice(start, end).replace(/\s+/g, ' ')].join(': '),
  );
}

describe('enclosingScopes', function () {
  this.timeout(20_000);
  const pump = `/** Pumps. */
export class Pump {
  // Starts it.
  start(valve) {
    const open = valve.open();
    if (open) {
      run(1);
      run(2);
    }
    return open;
  }
}
`;
  const start =
    'function: start: // Starts it. start(valve) { const open = valve.open(); if (open) { run(1); run(2); } return open; }';
  const whole = `class: Pump: ${pump.trim().replace(/\s+/g, ' ')}`;

  it('are the statement, the function and the class of a cursor, with what belongs to them', async () => {
    const scopes = await scopesAt('javascript', pump.replace('valve.open', 'valve‸.open'));
    assert.deepEqual(scopes, ['statement: const open = valve.open();', start, whole]);
  });

  it('grow a selection to whole statements of one block', async () => {
    const scopes = await scopesAt(
      'javascript',
      pump.replace('open = valve', 'o‸pen = valve').replace('run(2)', 'ru‸n(2)'),
    );
    assert.equal(scopes[0], 'statement: const open = valve.open(); if (open) { run(1); run(2); }');
    const inner = await scopesAt('javascript', pump.replace('(1)', '(‸1)').replace('run(2)', 'ru‸n(2)'));
    assert.equal(inner[0], 'statement: run(1); run(2);');
  });

  it('take a cursor in front of a line for the code behind it', async () => {
    const scopes = await scopesAt('javascript', pump.replace('    return', '‸    return'));
    assert.deepEqual(scopes.slice(0, 2), ['statement: return open;', start]);
    assert.ok((await scopesAt('javascript', pump.replace('export', '‸export'))).includes(whole));
    assert.ok((await scopesAt('javascript', `‸${pump}`)).includes(whole), 'the comment belongs to the class');
  });

  it('know functions by the names that they are given, and those without one', async () => {
    const text = 'export const f = async (a) => {\n  return a.map((x) => x + ‸1);\n};\n';
    assert.deepEqual(await scopesAt('typescript', text), [
      'function: (x) => x + 1',
      'statement: return a.map((x) => x + 1);',
      'function: f: export const f = async (a) => { return a.map((x) => x + 1); };',
    ]);
  });

  const rows: readonly [languageId: string, marked: string, statement: string, owner: string][] = [
    ['python', '@app\ndef f(a):\n    b = 1\n    if b:\n        g(‸b)\n', 'g(b)', 'function: f: @app'],
    ['go', 'package a\n\n// F does.\nfunc F() int {\n\ta := ‸1\n\treturn a\n}\n', 'a := 1', 'function: F: // F does.'],
    [
      'rust',
      'impl P {\n    fn f(&self) {\n        let a = ‸1;\n        g(a);\n    }\n}\n',
      'let a = 1;',
      'function: f: fn',
    ],
    ['java', 'class A {\n  int f() {\n    int a = ‸1;\n    return a;\n  }\n}\n', 'int a = 1;', 'function: f: int'],
    ['cpp', 'int f() {\n  int a = ‸1;\n  return a;\n}\n', 'int a = 1;', 'function: f: int'],
    ['csharp', 'class A { int F() { int a = ‸1; return a; } }', 'int a = 1;', 'function: F: int'],
    ['ruby', 'def f\n  a = ‸1\n  a\nend\n', 'a = 1', 'function: f: def'],
    ['php', '<?php\nfunction f() {\n  $a = ‸1;\n  return $a;\n}\n', '$a = 1;', 'function: f: function'],
    ['kotlin', 'fun f(): Int {\n  val a = ‸1\n  return a\n}\n', 'val a = 1', 'function: f: fun'],
    ['shellscript', 'f() {\n  a=‸1\n  echo $a\n}\n', 'a=1', 'function: f: f()'],
    ['c', 'int f(void) {\n  int a = ‸1;\n  return a;\n}\n', 'int a = 1;', 'function: f: int'],
  ];
  for (const [languageId, marked, statement, owner] of rows) {
    it(`are found in ${languageId}`, async () => {
      const scopes = await scopesAt(languageId, marked);
      assert.equal(scopes[0], `statement: ${statement}`);
      assert.ok(
        scopes.some((scope) => scope.startsWith(owner)),
        scopes.join('\n'),
      );
    });
  }

  it('are none at a blank line of the top, and in an empty text', async () => {
    assert.deepEqual(await scopesAt('python', 'a = 1\n‸\nb = 2\n'), []);
    assert.deepEqual(await scopesAt('python', '‸'), []);
  });
});
