import { strict as assert } from 'node:assert';
import { lookUpIn } from '../support/lookUpIn.ts';

interface Case {
  readonly it: string;
  readonly files: Readonly<Record<string, string>>;
  readonly path: string;
  readonly text: string;
  /** `path name reach via`, the surest reach of each. */
  readonly expected: readonly string[];
  /** In the same way. */
  readonly absent?: readonly string[];
}

const cases: readonly Case[] = [
  {
    it: 'TypeScript: through barrels, renamed, with a compiled ending',
    files: {
      'src/shapes/index.ts': `export * from './circle.js';\nexport { Box as Square } from './box';\n`,
      'src/shapes/circle.ts': `export function area(radius: number): number { return radius }\n`,
      'src/shapes/box.ts': `export class Box { side = 1; grow(): void {} }\nexport const other = 1;\n`,
    },
    path: 'src/main.ts',
    text: `import { area, Square } from './shapes';\n‸\n`,
    expected: [
      'src/shapes/circle.ts area imported ./shapes',
      'src/shapes/box.ts Box imported ./shapes',
      'src/shapes/box.ts grow member Box',
    ],
  },
  {
    it: 'TypeScript: barrels that import each other end',
    files: {
      'a.ts': `export * from './b';\nexport const one = 1;\n`,
      'b.ts': `export * from './a';\nexport const two = 2;\n`,
    },
    path: 'c.ts',
    text: `import { two } from './a';\n‸\n`,
    expected: ['b.ts two imported ./a'],
  },
  {
    it: 'TypeScript: packages of the workspace and paths of tsconfig',
    files: {
      'packages/kit/package.json': `{ "name": "@me/kit", "main": "dist/index.js" }`,
      'packages/kit/src/index.ts': `export function make(): void {}\n`,
      'app/tsconfig.json': `{ // comments\n "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["lib/*"], }, } }`,
      'app/lib/tools.ts': `export function mend(): void {}\n`,
    },
    path: 'app/main.ts',
    text: `import { make } from '@me/kit';\nimport * as tools from '@/tools';\n‸\n`,
    expected: ['packages/kit/src/index.ts make imported @me/kit', 'app/lib/tools.ts mend importedModule @/tools'],
  },
  {
    it: 'TypeScript: paths of tsconfig mean the files in its folder, those of an inner one first',
    files: {
      'tsconfig.json': `{ "compilerOptions": { "paths": { "@/*": ["shared/*"], "~all/*": ["shared/*"] } } }`,
      'apps/web/tsconfig.json': `{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }`,
      'apps/admin-panel/tsconfig.json': `{ "compilerOptions": { "baseUrl": "lib", "paths": { "@/*": ["./*"] } } }`,
      'apps/web/lib/tools.ts': `export function mendWeb(): void {}\n`,
      'apps/admin-panel/lib/tools.ts': `export function mendAdmin(): void {}\n`,
      'shared/tools.ts': `export function mendAll(): void {}\n`,
    },
    path: 'apps/web/main.ts',
    text: `import { mendWeb, mendAdmin } from '@/tools';\nimport { mendAll } from '~all/tools';\nimport { mendAdmin as other } from 'tools';\n‸\n`,
    expected: ['apps/web/lib/tools.ts mendWeb imported @/tools', 'shared/tools.ts mendAll imported ~all/tools'],
    absent: [
      'apps/admin-panel/lib/tools.ts mendAdmin imported @/tools',
      'apps/admin-panel/lib/tools.ts mendAdmin imported tools',
    ],
  },
  {
    it: 'what a call gives: members of the type in its signature, and of what that extends',
    files: {
      'make.ts': `import { Pump } from './pump';\nexport function make(): Pump { return new Pump() }\n`,
      'pump.ts': `import { Machine } from './machine';\nexport class Pump extends Machine { fill(): void {} }\n`,
      'machine.ts': `export class Machine { start(): void {} }\n`,
    },
    path: 'main.ts',
    text: `import { make } from './make';\nconst pump = make();\n‸\n`,
    expected: ['pump.ts fill member Pump', 'machine.ts start member Machine'],
  },
  {
    it: 'inherited members',
    files: { 'base.py': `class Base:\n    def reset(self, hard: bool):\n        pass\n` },
    path: 'child.py',
    text: `from base import Base\n\nclass Child(Base):\n    def run(self):\n        ‸\n`,
    expected: ['base.py reset inherited Base'],
  },
  {
    it: 'Python: relative, a module by its name, re-exported',
    files: {
      'src/kit/__init__.py': `from .core import Tool\n`,
      'src/kit/core.py': `class Tool:\n    def use(self): pass\n`,
      'src/kit/errors.py': `class ToolError(Exception): pass\n`,
    },
    path: 'src/kit/cli/main.py',
    text: `from .. import errors\nfrom kit import Tool\n\ndef main():\n    ‸\n`,
    expected: ['src/kit/errors.py ToolError importedModule errors', 'src/kit/core.py Tool imported kit'],
  },
  {
    it: 'Go: the module of go.mod, and the files beside this one',
    files: {
      'go.mod': `module example.com/me/app\n`,
      'internal/store/store.go': `package store\n\nfunc Open(path string) error { return nil }\n`,
      'cmd/help.go': `package main\n\nfunc usage() string { return "" }\n`,
    },
    path: 'cmd/main.go',
    text: `package main\n\nimport "example.com/me/app/internal/store"\n\nfunc main() {\n\t‸\n}\n`,
    expected: [
      'internal/store/store.go Open importedModule example.com/me/app/internal/store',
      'cmd/help.go usage samePackage cmd',
    ],
  },
  {
    it: 'Rust: crate, super, other crates of the workspace',
    files: {
      'app/Cargo.toml': `[package]\nname = "app"\n`,
      'app/src/lib.rs': `pub mod net;\n`,
      'app/src/net/mod.rs': `pub mod wire;\npub fn dial() {}\n`,
      'app/src/net/wire.rs': `pub struct Frame;\n`,
      'kit/Cargo.toml': `[package]\nname = "my-kit"\n`,
      'kit/src/lib.rs': `pub fn mend() {}\n`,
    },
    path: 'app/src/net/client.rs',
    text: `use crate::net::wire::Frame;\nuse super::dial;\nuse my_kit::mend;\n\nfn run() {\n    ‸\n}\n`,
    expected: [
      'app/src/net/wire.rs Frame imported crate::net::wire',
      'app/src/net/mod.rs dial imported super',
      'kit/src/lib.rs mend imported my_kit',
    ],
  },
  {
    it: 'Java: by package, and the package itself',
    files: {
      'com/me/wire/Frame.java': `package com.me.wire;\npublic class Frame { public int size() { return 0; } }\n`,
      'com/me/Beside.java': `package com.me;\nclass Beside { }\n`,
    },
    path: 'com/me/Main.java',
    text: `package com.me;\nimport com.me.wire.Frame;\nclass Main { void run(Frame frame) {\n ‸\n} }\n`,
    expected: [
      'com/me/wire/Frame.java Frame imported com.me.wire',
      'com/me/wire/Frame.java size member Frame',
      'com/me/Beside.java Beside samePackage com.me',
    ],
  },
  {
    it: 'Kotlin: extensions of the package and of imported ones, by name and by star',
    files: {
      'me/Sockets.kt': `package me\nfun Socket.closeQuietly(hard: Boolean) {}\nval <T> List<Map<T, T>>.isFlat: Boolean get() = true\n`,
      'util/Strings.kt': `package util\nfun String.shout(): String = this\nfun String.whisper(): String = this\n`,
      'more/Numbers.kt': `package more\nfun <T : Number> T.half(): T = this\nclass Numbers { fun twice() {} }\n`,
    },
    path: 'me/Main.kt',
    text: `package me\nimport util.shout\nimport more.*\nfun main() {\n  ‸\n}\n`,
    expected: [
      'me/Sockets.kt closeQuietly samePackage me',
      'me/Sockets.kt isFlat samePackage me',
      'util/Strings.kt shout imported util',
      'more/Numbers.kt half importedModule more',
    ],
  },
  {
    it: 'Kotlin: what is expected, for it and for what is actual',
    files: {
      'common/io/Lock.kt': `package io\nexpect class Lock\nexpect fun open(path: String = "a", size: Int): Lock\n`,
      'jvm/io/Lock.kt': `package io\nactual class Lock\nactual fun open(path: String, size: Int): Lock = Lock()\n`,
      'common/io/Other.kt': `package io\nfun open(path: String): Lock = open(path, 1)\n`,
    },
    path: 'common/io/Main.kt',
    text: `package io\nfun main() {\n  ‸\n}\n`,
    expected: [
      'common/io/Lock.kt Lock samePackage io',
      'common/io/Lock.kt open samePackage io',
      'common/io/Other.kt open samePackage io',
    ],
    absent: ['jvm/io/Lock.kt Lock samePackage io', 'jvm/io/Lock.kt open samePackage io'],
  },
  {
    it: 'Kotlin: members of a type that a name nearby is called like; none that are private, no accessor beside its property',
    files: {
      'me/ErrorCode.kt': `package me\nenum class ErrorCode(val size: Int) {\n  LOST(1);\n  fun size(): Int = size\n  private fun mend() {}\n}\n`,
      'me/Other.kt': `package me\nclass Other { fun turn() {} }\n`,
    },
    path: 'me/Main.kt',
    text: `package me\nfun main(errorCodes: Int) {\n  val errorCode = read()\n  print(errorCode)\n  ‸\n}\n`,
    expected: ['me/ErrorCode.kt LOST member ErrorCode', 'me/ErrorCode.kt size member ErrorCode'],
    absent: ['me/ErrorCode.kt mend member ErrorCode', 'me/Other.kt turn member Other'],
  },
  {
    it: 'C++: through headers, in namespaces, the header for the two',
    files: {
      'include/kit/hash.h': `namespace kit {\nint hash(const char* data, int size);\n}\n`,
      'src/hash.cc': `#include "kit/hash.h"\nnamespace kit {\nint hash(const char* text, int length) { return 0; }\n}\n`,
      'include/kit/all.h': `#include "kit/hash.h"\n`,
    },
    path: 'src/main.cc',
    text: `#include "kit/all.h"\n\nint main() {\n  ‸\n}\n`,
    expected: ['include/kit/hash.h hash importedModule kit/all.h'],
  },
  {
    it: 'Ruby and Bash: paths',
    files: {
      'lib/kit/tool.rb': `class Tool\n  def use(times)\n  end\nend\n`,
      'bin/functions.sh': `say() {\n  echo "$1"\n}\n`,
    },
    path: 'lib/main.rb',
    text: `require_relative 'kit/tool'\n\ndef main\n  ‸\nend\n`,
    expected: ['lib/kit/tool.rb Tool importedModule kit/tool'],
  },
  {
    it: 'a name that is only used',
    files: { 'lib/helper.rb': `def mend_all(things)\nend\n` },
    path: 'main.rb',
    text: `mend_all(1)\n‸\n`,
    expected: ['lib/helper.rb mend_all named lib/helper.rb'],
  },
];

describe('lookUp', () => {
  for (const { it: name, files, path, text, expected, absent = [] } of cases) {
    it(name, async () => {
      const { candidates } = await lookUpIn(files, path, text);
      const found = candidates.symbols.map((candidate) => {
        const [reach] = candidate.reaches;
        return `${candidate.path} ${candidate.symbol.name} ${reach?.kind} ${reach?.via}`;
      });
      for (const line of expected) assert.ok(found.includes(line), `${line} is not among\n${found.join('\n')}`);
      for (const line of absent) assert.ok(!found.includes(line), line);
      assert.ok(
        candidates.symbols.every((candidate) => candidate.path !== path),
        'nothing of the document itself',
      );
    });
  }

  it('finds what places like this one use', async () => {
    const body = (name: string) =>
      `  const reader = openReader(path);\n  const header = reader.next();\n  ${name}\n  reader.close();\n`;
    const { candidates } = await lookUpIn(
      {
        'kit.ts': `export function checkHeader(header: Header): void {}\nexport function unrelated(): void {}\n`,
        'other.ts': `import { checkHeader } from './kit';\nexport function read(path: string) {\n${body('checkHeader(header);')}}\n`,
      },
      'main.ts',
      `export function load(path: string) {\n${body('‸')}}\n`,
    );
    const needed = candidates.symbols.find(({ symbol }) => symbol.name === 'checkHeader');
    assert.ok(needed !== undefined && needed.similarUse > 0 && needed.likeness > 0.5, JSON.stringify(needed));
    const other = candidates.symbols.find(({ symbol }) => symbol.name === 'unrelated');
    assert.ok((other?.likeness ?? 0) < 0.2, JSON.stringify(other));
    assert.equal(candidates.chunks[0]?.path, 'other.ts');
  });

  const receivers: readonly {
    readonly it: string;
    readonly text: string;
    readonly expected: Record<string, string>;
  }[] = [
    {
      it: 'a field, and what its type extends',
      text: `class Main(private val pump: Pump) {\n  fun run() {\n    ‸\n  }\n}\n`,
      expected: { fill: 'pump', start: 'pump', flow: '', fit: '' },
    },
    {
      it: 'what a function of another file gives, and a loop takes from it',
      text: `fun run() {\n  for (pipe in makePipes()) {\n    ‸\n  }\n}\n`,
      expected: { flow: 'pipe makePipes', fill: '' },
    },
    {
      it: 'a field of a field, which belongs to the type in front of it',
      text: `fun run(pump: Pump) {\n  pump.part.toString()\n  ‸\n}\n`,
      expected: { fit: 'part', start: 'pump', flow: '' },
    },
  ];
  for (const { it: name, text, expected } of receivers) {
    it(`knows what a member can be asked of: ${name}`, async () => {
      const { candidates } = await lookUpIn(
        {
          'Pump.kt': `class Pump(val size: Int) : Machine() {\n  fun fill() {}\n  val part: Part = Part()\n}\n`,
          'Machine.kt': `open class Machine {\n  fun start() {}\n}\n`,
          'Pipe.kt': `class Pipe {\n  fun flow() {}\n  val part: Pipe? = null\n}\nfun makePipes(): List<Pipe> = listOf()\n`,
          'Part.kt': `class Part {\n  fun fit() {}\n}\n`,
        },
        'Main.kt',
        text,
      );
      for (const [member, names] of Object.entries(expected)) {
        const found = candidates.symbols.find(({ symbol }) => symbol.name === member);
        assert.equal(found?.receivers.join(' ') ?? '', names, member);
      }
    });
  }

  it('tells a struct and a macro once, and counts only other files that use a name', async () => {
    const files = {
      'pump.h': `typedef struct pump pump;\nstruct pump { int size; };\n#if A\n#define FILL(p) a(p)\n#else\n#define FILL(p) b(p)\n#endif\n`,
      'other.c': `#include "pump.h"\nvoid other(pump *p) { FILL(p); }\n`,
    };
    const text = `#include "pump.h"\nvoid run(pump *p) {\n  FILL(p);\n  ‸\n}\n`;
    const { candidates } = await lookUpIn(files, 'main.c', text);
    const found = candidates.symbols.map(
      ({ symbol, referencingFiles }) => `${symbol.kind} ${symbol.name} ${referencingFiles}`,
    );
    assert.deepEqual(found.filter((one) => /pump|FILL/.test(one)).sort(), ['class pump 2', 'macro FILL 1']);
  });

  it('stops where it is told to', async () => {
    const { lookUp } = await import('../../src/indexer/lookUp.ts');
    const { openMemoryStore } = await import('../../src/indexer/store/openIndexStore.ts');
    const { factsAt } = await import('../support/lookUpIn.ts');
    const facts = await factsAt('a.ts', '‸');
    const store = openMemoryStore();
    const params = { facts, nearbyText: 'word' };
    const workspace = { read: async () => undefined };
    await assert.rejects(lookUp(store, workspace, params, AbortSignal.abort()), { name: 'AbortError' });
    store.close();
  });
});
