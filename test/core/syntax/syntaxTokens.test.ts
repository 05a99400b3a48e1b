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

  for (const [languageId, one, other] of [
    ['python', String.raw`a = "Delete %s?\n"`, String.raw`a = "Drop %s!\n"`],
    ['python', String.raw`a = "\tx"`, String.raw`a = "\ty"`],
    ['python', 'a = f"{b:.2f}"', 'a = f"{b:.3f}"'],
    ['python', 'a = f"{b:{c}.2f}"', 'a = f"{b:{c}.3f}"'],
    ['python', 'a = " ".join(b)', 'a = "".join(b)'],
    ['python', 'a = f"{b} {c}"', 'a = f"{b}{c}"'],
    ['javascript', "a.split(' ')", "a.split('')"],
    ['javascript', '`${a} ${b}`', '`${a}${b}`'],
    ['javascript', 'a = <p>{b} {c}</p>', 'a = <p>{b}{c}</p>'],
    ['typescriptreact', 'a = <p title=" ">{b}</p>', 'a = <p title="">{b}</p>'],
    ['go', 'package a\nvar b = " "\n', 'package a\nvar b = ""\n'],
    ['rust', 'fn f() { a(r" x"); }', 'fn f() { a(r"x"); }'],
    ['java', 'class A { String b = " "; }', 'class A { String b = ""; }'],
    ['kotlin', 'val a = "$b $c"', 'val a = "$b$c"'],
    ['c', 'char *a = " ";', 'char *a = "";'],
    ['cpp', 'auto a = R"( )";', 'auto a = R"()";'],
    ['csharp', 'class A { string b = $"{c:f2}"; }', 'class A { string b = $"{c:f3}"; }'],
    ['ruby', "a = ' '", "a = ''"],
    ['ruby', 'a = %w[b#{c} d]', 'a = %w[b#{c}d]'],
    ['php', '<?php $a = "$b $c";', '<?php $a = "$b$c";'],
    ['php', '<?= $a ?> <?= $b ?>', '<?= $a ?><?= $b ?>'],
    ['shellscript', 'a="$b $c"', 'a="$b$c"'],
    ['shellscript', 'echo $b $c', 'echo $b$c'],
  ] as const) {
    it(`differ with the text of ${languageId}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`, async () => {
      assert.notDeepEqual(await tokensOf(languageId, one), await tokensOf(languageId, other));
    });
  }

  for (const [languageId, one, other] of [
    ['python', 'a = ("b"\n     "c")', 'a = ("b" "c")'],
    ['python', 'a = f"{b}"', 'a = f"{ b }"'],
    ['python', 'a = b + \\\n  c', 'a = b + c'],
    ['typescript', 'a = `${b}`', 'a = `${ b }`'],
    [
      'typescriptreact',
      'a = <p>\n  {b}\n  text\n</p>',
      'a = (\n  <p>\n    {b}\n    text\n  </p>\n)'.replace(/[()]/g, ''),
    ],
    ['c', '#define A b\nint c;', '#define A b\n\n\nint  c;'],
    ['go', 'package a\nfunc f() { b(); c() }\n', 'package a\n\nfunc f() {\n  b();\n  c()\n}\n'],
  ] as const) {
    it(`are the same with other white space around ${languageId}: ${JSON.stringify(other)}`, async () => {
      assert.deepEqual(await tokensOf(languageId, other), await tokensOf(languageId, one));
    });
  }

  for (const [languageId, text] of [
    ['python', 'def f(a):\n  b = f"x {a:>{w}.2f}\\n y" + "\\tz " \'\'\n  return rb"""\n  c\\d""", a[1:2], {**b}\n'],
    ['javascript', 'const f = async (a) => `x ${a ?? b} \\n y`.replace(/[a b]+/gu, "\\t ");'],
    ['typescriptreact', 'const a = <A b=" c" {...d}>e &amp; {f} <g /> \n h</A>;'],
    ['go', 'package a\nvar b = "x\\n y" + ` z\n `\nfunc f() rune { return \' \' }\n'],
    ['rust', 'fn f() -> &str { println!(" {} ", r#" x "y" "#); b\' \'; "\\n z" }'],
    ['java', 'class A { String a = "x\\n y" + """\n  z\\t\n """; char b = \' \'; }'],
    ['kotlin', 'fun f(a: Int) = "x ${a + 1} $a\\n y" + """ z\n """'],
    ['c', '#include <a.h>\n#define A(b) b + \\\n  c\nchar *d = "x\\n y" "z"; char e = \'\\n\';\n'],
    ['cpp', 'auto a = R"d( x\n y )d"; template <class T> T f(T b) { return b; }'],
    ['csharp', 'class A { string a = $"x {b:f2} {c,5}\\n"; string d = @" e "; char f = \' \'; }'],
    ['ruby', 'a = "x\\n #{b} c"\nd = %w[e f]\ng = :"h i"\nj = <<~K\n  l #{m}\n K\n'],
    ['php', '<p> <?php $a = "x\\n {$b} $c d"; echo \' e \' . <<<F\n  g $h\n  F; ?> </p>\n'],
    ['shellscript', 'a="x $b \\" c"; echo \' d \' "$a$b"e $((1 + 2))\ncat <<F\n g $h\nF\n'],
  ] as const) {
    it(`have all that is written in ${languageId}`, async () => {
      const tokens = await tokensOf(languageId, text);
      const written = (some: string) => some.replace(/\s|\\(?=\n)/g, '');
      assert.equal(written(tokens.flatMap(([, one]) => (/^[⏎⇥⇤]$/.test(one) ? [] : one)).join('')), written(text));
    });
  }

  for (const [languageId, comment, plain] of [
    ['go', '//go:embed a.txt', 'package a\nvar b string\n'],
    ['go', '//go:build linux', 'package a\n'],
    ['go', '// +build linux', 'package a\n'],
    ['go', '// #include <stdio.h>', 'package a\n'],
    ['go', '//nolint:errcheck', 'package a\n'],
    ['python', '# type: ignore', 'a = 1\n'],
    ['python', '# noqa: E501', 'a = 1\n'],
    ['python', '#!/usr/bin/env python3', 'a = 1\n'],
    ['python', '# -*- coding: latin-1 -*-', 'a = 1\n'],
    ['python', '# pylint: disable=all', 'a = 1\n'],
    ['python', '# pragma: no cover', 'a = 1\n'],
    ['typescript', '// @ts-expect-error', 'a = 1;\n'],
    ['typescript', '/* eslint-disable no-var */', 'a = 1;\n'],
    ['typescript', '/// <reference types="node" />', 'a = 1;\n'],
    ['typescript', '// biome-ignore lint: it is so', 'a = 1;\n'],
    ['javascript', '/** @jsx h */', 'a = 1;\n'],
    ['javascript', '/*#__PURE__*/', 'a = 1;\n'],
    ['ruby', '# frozen_string_literal: true', 'a = 1\n'],
    ['ruby', '# rubocop:disable all', 'a = 1\n'],
    ['shellscript', '#!/bin/sh -e', 'a=1\n'],
    ['shellscript', '# shellcheck disable=SC2034', 'a=1\n'],
    ['cpp', '// NOLINTNEXTLINE', 'int a;\n'],
  ] as const) {
    it(`tell of ${comment} in ${languageId}, which is code`, async () => {
      const tokens = await tokensOf(languageId, `${comment}\n${plain}`);
      assert.ok(tokens.some(([kind, text]) => kind === 'literal' && text === comment));
      assert.notDeepEqual(tokens, await tokensOf(languageId, plain));
    });
  }

  it('tell of an interpreter and an encoding only where these are read', async () => {
    for (const [languageId, line] of [
      ['python', '#!/usr/bin/env python3'],
      ['python', '# -*- coding: latin-1 -*-'],
      ['javascript', '#!/usr/bin/env node'],
    ] as const) {
      const above = languageId === 'python' ? '"""Says\nwhat it is.\n"""' : '// Says what it is.';
      const code = `${line}\na = 1\n`;
      assert.notDeepEqual(await tokensOf(languageId, `${above}\n${code}`), await tokensOf(languageId, code));
    }
  });

  for (const statement of [
    '`Gives a.`',
    'f"Gives a."',
    'b"Gives a."',
    'ur"Gives a."',
    String.raw`"In C:\Users."`,
    String.raw`"In C:\use."`,
    String.raw`"In \x."`,
    String.raw`"A \N{no such letter}."`,
    '"Gives" b"a."',
  ]) {
    it(`have ${statement}, which is no doc string of Python`, async () => {
      const plain = 'def f(a):\n  return a\n';
      const tokens = await tokensOf(
        'python',
        plain.replace('  return', () => `  ${statement}\n  return`),
      );
      assert.notDeepEqual(tokens, await tokensOf('python', plain));
    });
  }

  for (const statement of [
    String.raw`r"In C:\Users."`,
    String.raw`"In C:\\Users, \x41, \u00e4, \U0001F600.\n"`,
    'u"Gives" "a."',
    "'''Gives `a`.'''",
  ]) {
    it(`are without ${statement}, which is a doc string of Python`, async () => {
      const plain = 'def f(a):\n  return a\n';
      const tokens = await tokensOf(
        'python',
        plain.replace('  return', () => `  ${statement}\n  return`),
      );
      assert.deepEqual(tokens, await tokensOf('python', plain));
    });
  }

  it('have the doc strings that the text itself reads', async () => {
    const text = (module: string, own: string, reader: string) =>
      `"""${module}"""\ndef f(a):\n  "${own}"\n  return a\n${reader}\n`;
    const isSame = async (reader: string, module: string, own: string) => {
      const one = await tokensOf('python', text('m', 'o', reader));
      return JSON.stringify(one) === JSON.stringify(await tokensOf('python', text(module, own, reader)));
    };
    assert.ok(await isSame('docopt()', 'n', 'p'));
    assert.ok(!(await isSame('docopt(__doc__)', 'n', 'o')));
    assert.ok(await isSame('docopt(__doc__)', 'm', 'p'));
    for (const reader of ['docopt(f.__doc__)', "getattr(f, '__doc__')", 'inspect.getdoc(f)', 'doctest.testmod()']) {
      assert.ok(!(await isSame(reader, 'n', 'o')), reader);
      assert.ok(!(await isSame(reader, 'm', 'p')), reader);
    }
  });

  for (const comment of [
    '# The type: one of three.',
    '# Go: build it first.',
    '# Ignores the encoding of a file.',
    '# Eslint is not for Python.',
    '# Import what is needed.',
  ]) {
    it(`tell nothing of ${comment}`, async () => {
      assert.deepEqual(await tokensOf('python', `${comment}\na = 1\n`), await tokensOf('python', 'a = 1\n'));
    });
  }
});
