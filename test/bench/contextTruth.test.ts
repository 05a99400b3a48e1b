import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadRepository } from '../../bench/support/context/loadRepository.ts';
import { sampleLines } from '../../bench/support/context/questions.ts';
import { TruthFinder } from '../../bench/support/context/truth.ts';

interface TruthCase {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** `name` on the line of the first file that has the mark `‸` to the places it means, or to why it is not asked about. */
  readonly truths: Readonly<Record<string, string>>;
}

const cases: readonly TruthCase[] = [
  {
    title: 'TypeScript: imports, re-exports under another name, default exports, and nothing of packages',
    files: {
      'src/a.ts': [
        "import { clamp, mid as middle } from './index.js';",
        "import Box from './box';",
        "import { join } from 'node:path';",
        'export function f(own: number) {',
        '  return clamp(middle(own), Box, join(String(own))); // ‸ clamp in a comment',
        '}',
      ].join('\n'),
      'src/index.ts': "export * from './math';\nexport { median as mid } from './math';\n",
      'src/math.ts': 'export function clamp(v: number) {}\nexport const median = (v: number) => v;\n',
      'src/box.ts': 'export default class Box {}\n',
    },
    truths: {
      clamp: 'imported src/math.ts:1',
      middle: 'imported src/math.ts:2',
      Box: 'imported src/box.ts:1',
      join: 'noQuestion',
      own: 'noQuestion',
    },
  },
  {
    title: 'TypeScript: members by the declared type, of what it extends, of a namespace',
    files: {
      'a.ts': [
        "import * as m from './m';",
        "import type { Dog } from './m';",
        'export function f(dog: Dog) { dog.bark(); dog.eat(); m.help(); dog.map(); m.help().purr(); } // ‸',
      ].join('\n'),
      'm.ts': [
        'export class Animal {\n  eat(): void {}\n}',
        'export class Dog extends Animal {\n  bark(): void {}\n}',
        'export function help() {}',
        'export class Cat {\n  map() {}\n  purr() {}\n}',
      ].join('\n'),
    },
    truths: {
      Dog: 'imported m.ts:4',
      bark: 'typedReceiver m.ts:5',
      eat: 'typedReceiver m.ts:2',
      help: 'namedReceiver m.ts:7',
      map: 'noQuestion',
      purr: 'byName m.ts:10',
    },
  },
  {
    title: 'TypeScript: keys of literals are nothing that one can import, and private members nobody else can mean',
    files: {
      'a.ts': "import { b } from './b';\nexport function f(x: any) { b(); b().secret(); b().key(); x.key(); } // ‸",
      'b.ts': [
        'const table = { key() {} };',
        'class C {\n  private secret() {}\n}',
        'export const o = { b: () => 1 };',
        'export function b() {}',
      ].join('\n'),
    },
    truths: { b: 'imported b.ts:6', secret: 'noQuestion', key: 'byName b.ts:1' },
  },
  {
    title: 'TypeScript: an imported name that is declared again is left out',
    files: {
      'a.ts': "import { b } from './b';\nexport function f(b: number) { return b; } // ‸",
      'b.ts': 'export function b() {}\n',
    },
    truths: { b: 'leftOut shadowed' },
  },
  {
    title: 'JavaScript: CommonJS modules and what they export',
    files: {
      'a.js': [
        "const utils = require('./utils');",
        "const { make } = require('./make.js');",
        "const made = require('./make.js')();",
        'function f() { utils.help(make, made); } // ‸',
      ].join('\n'),
      'utils.js': 'module.exports = { help(x) {} };\n',
      'make.js': 'exports.make = function (n) {};\n',
    },
    truths: { help: 'namedReceiver utils.js:1', make: 'imported make.js:1', made: 'noQuestion', utils: 'noQuestion' },
  },
  {
    title: 'Python: names passed on by a package, attributes, keyword arguments, standard members',
    files: {
      'src/p/a.py': [
        'from p import Thing, later',
        'from . import tools as t',
        '',
        'def f(x: Thing):',
        '    return x.go(later=1), later, t.tool(), x.append(2), Thing.make  # ‸',
      ].join('\n'),
      'src/p/__init__.py': 'from .thing import Thing as Thing, later\n',
      'src/p/thing.py': [
        'later: int = 3',
        'class Thing:',
        '    def go(self): pass',
        '    def append(self, x): pass',
        '    @classmethod',
        '    def make(cls): pass',
      ].join('\n'),
      'src/p/tools.py': 'def tool(): pass\n',
    },
    truths: {
      Thing: 'imported src/p/thing.py:2',
      go: 'typedReceiver src/p/thing.py:3',
      later: 'imported src/p/thing.py:1',
      tool: 'namedReceiver src/p/tools.py:1',
      append: 'typedReceiver src/p/thing.py:4',
      make: 'namedReceiver src/p/thing.py:6',
    },
  },
  {
    title: 'Python: a standard member of an unknown receiver, and one that is set as an attribute, are left out',
    files: {
      'a.py': 'from b import B\ndef f(x):\n    return x.append(1), x.size()  # ‸\n',
      'b.py':
        'class B:\n    def append(self): pass\n    def size(self): pass\nclass C:\n    def __init__(self):\n        self.size = 1\n',
    },
    truths: { append: 'leftOut standardName', size: 'leftOut ambiguousReceiver' },
  },
  {
    title: 'Go: the package is its folder, others are imported, fields belong to types',
    files: {
      'go.mod': 'module example.com/m\n',
      'a.go': [
        'package m',
        'import "example.com/m/sub"',
        'func f(c *Context) { g(sub.Help(), c.Name, Context{Name: "x"}) } // ‸',
      ].join('\n'),
      'b.go': 'package m\n\nfunc g(x int, y string) {}\n\ntype Context struct {\n\tName string\n}\n',
      'sub/s.go': 'package sub\n\nfunc Help() int { return 1 }\nfunc g() {}\n',
    },
    truths: {
      g: 'visible b.go:3',
      Help: 'namedReceiver sub/s.go:3',
      Name: 'typedReceiver b.go:6',
      Context: 'visible b.go:5',
    },
  },
  {
    title: 'Rust: use trees, modules in files, re-exports, associated functions',
    files: {
      'Cargo.toml': '[package]\nname = "one"\n',
      'src/lib.rs': 'mod a;\nmod b;\npub use b::Thing;\n',
      'src/a.rs': 'use crate::{b::help, Thing};\nfn f() { help(Thing::new()); } // ‸\n',
      'src/b.rs': 'pub struct Thing;\nimpl Thing {\n    pub fn new() -> Self { Thing }\n}\npub fn help(t: Thing) {}\n',
    },
    truths: { help: 'imported src/b.rs:5', Thing: 'imported src/b.rs:1', new: 'namedReceiver src/b.rs:3' },
  },
  {
    title: 'Java: packages, imports, inherited members',
    files: {
      'p/A.java': [
        'package p;',
        'import q.Other;',
        'class A extends Base { void f(Other o) { Same.run(); o.go(); inherited(); } } // ‸',
      ].join('\n'),
      'p/Same.java': 'package p;\nclass Same {\n  static void run() {}\n}\n',
      'p/Base.java': 'package p;\nclass Base {\n  void inherited() {}\n}\n',
      'q/Other.java': 'package q;\npublic class Other {\n  public void go() {}\n}\n',
    },
    truths: {
      Base: 'visible p/Base.java:2',
      Other: 'imported q/Other.java:2',
      Same: 'visible p/Same.java:2',
      run: 'namedReceiver p/Same.java:3',
      go: 'typedReceiver q/Other.java:3',
      inherited: 'inherited p/Base.java:3',
    },
  },
  {
    title: 'Kotlin: extension functions, properties in constructors',
    files: {
      'a.kt': 'package p\nimport q.twice\nfun f(b: Box) = g(b.size.twice()) // ‸\n',
      'b.kt': 'package p\nclass Box(val size: Int)\nfun g(x: Int) = x\n',
      'c.kt': 'package q\nfun Int.twice(): Int = this * 2\n',
    },
    truths: { Box: 'visible b.kt:2', g: 'visible b.kt:3', twice: 'byName c.kt:2' },
  },
  {
    title: 'C: what included headers declare, where it is defined, macros, members, and no static functions of others',
    files: {
      'a.c': '#include "b.h"\nvoid f(struct box *b) { help(b->wide); LIMIT(hidden()); } // ‸\n',
      'b.h': '#define LIMIT(x) (x)\nstruct box {\n  int *wide;\n};\nint help(int x);\n',
      'b.c': '#include "b.h"\nint help(int x) { return x; }\nstatic int hidden(void) { return 1; }\n',
    },
    truths: {
      box: 'visible b.h:2',
      help: 'visible b.c:2 b.h:5',
      wide: 'typedReceiver b.h:3',
      LIMIT: 'visible b.h:1',
      hidden: 'noQuestion',
    },
  },
];

describe('truth of the context bench', () => {
  for (const { title, files, truths } of cases) {
    it(title, async () => {
      await withFiles(files, async (root) => {
        const repository = await loadRepository({ name: 'fixture', root, isHeldOut: false });
        const finder = new TruthFinder(repository);
        const file = [...repository.files.values()].find(({ text }) => text.includes('‸'));
        assert.ok(file);
        const line = file.text.slice(0, file.text.indexOf('‸')).split('\n').length - 1;
        const found: Record<string, string> = {};
        for (const use of file.uses.filter((one) => one.line === line)) {
          const truth = finder.truthOf(file, use);
          const places =
            truth.kind === 'known' ? truth.definitions.map((one) => `${one.path}:${one.lines.start + 1}`) : [];
          const told =
            truth.kind === 'known' ? truth.rule : truth.kind === 'leftOut' ? `leftOut ${truth.reason}` : truth.kind;
          found[use.name] ??= [told, ...places.sort()].join(' ');
        }
        for (const [name, truth] of Object.entries(truths)) assert.equal(found[name] ?? 'noQuestion', truth, name);
      });
    });
  }

  it('masks lines within functions only, keeps their indentation, and draws the same ones for a seed', async () => {
    const files = {
      'a.ts': "import { b } from './b';\nb();\nexport function f() {\n  const x = b();\n  return x + b();\n}\n",
      'b.ts': 'export function b() {\n  return 1;\n}\n',
    };
    await withFiles(files, async (root) => {
      const repository = await loadRepository({ name: 'fixture', root, isHeldOut: false });
      const { lines } = sampleLines(repository, 10, 1);
      assert.deepEqual(lines.map(({ line }) => line).sort(), [3, 4]);
      const [first] = lines;
      assert.ok(first);
      assert.equal(first.text.split('\n')[first.line], '  ');
      assert.equal(first.text.slice(0, first.offset).split('\n').length - 1, first.line);
      assert.deepEqual(sampleLines(repository, 10, 1).lines, lines);
    });
  });
});

async function withFiles(files: Readonly<Record<string, string>>, use: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'leeward-truth-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
