import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { Grammars } from '../../src/core/syntax/grammars.ts';
import { definitionUsers } from '../../src/indexer/definitionUsers.ts';
import { sourceAssets } from '../../tools/bundle/syntaxAssets.ts';
import { filledStore, readerOf } from '../support/filledStore.ts';

interface Case {
  readonly it: string;
  readonly files: Readonly<Record<string, string>>;
  /** `path name`. */
  readonly definition: string;
  /** By path: its modules, its qualifiers with a `.` behind them, `*` where it sees the name directly. */
  readonly expected: Readonly<Record<string, string>>;
}

const load = 'export function load(): void {}\n';

const cases: readonly Case[] = [
  {
    it: 'TypeScript: by name, as a whole, and not what imports another thing or nothing',
    files: {
      'src/files.ts': load,
      'src/other.ts': load,
      'src/a.ts': `import { load } from './files';\nload();\n`,
      'src/b.ts': `import { load as get } from './files.js';\nget();\n`,
      'src/c.ts': `import * as files from './files';\nfiles.load();\n`,
      'src/d.ts': `import { load } from './other';\nload();\n`,
      'src/e.ts': `load();\n`,
      'src/f.ts': `import './files';\nload();\n`,
    },
    definition: 'src/files.ts load',
    expected: { 'src/a.ts': './files', 'src/b.ts': './files.js', 'src/c.ts': 'files.' },
  },
  {
    it: 'TypeScript: through files that pass it on, and not where it gets another name',
    files: {
      'src/files.ts': load,
      'src/index.ts': `export * from './files';\n`,
      'src/named.ts': `export { load } from './index';\n`,
      'src/listed.ts': `import { load } from './named';\nexport { load };\n`,
      'src/renamed.ts': `export { load as other, one as load } from './files';\n`,
      'a.ts': `import { load } from './src';\nload();\n`,
      'b.ts': `import { load } from './src/listed';\nload();\n`,
      'c.ts': `import { load } from './src/renamed';\nload();\n`,
      'd.ts': `import * as all from './src/named';\nall.load();\n`,
    },
    definition: 'src/files.ts load',
    expected: {
      'src/named.ts': './index',
      'src/listed.ts': './named',
      'src/renamed.ts': './files',
      'a.ts': './src',
      'b.ts': './src/listed',
      'd.ts': 'all.',
    },
  },
  {
    it: 'TypeScript: not where a file on the way defines the name itself',
    files: {
      'files.ts': load,
      'index.ts': `export * from './files';\n${load}`,
      'a.ts': `import { load } from './index';\nload();\n`,
    },
    definition: 'files.ts load',
    expected: {},
  },
  {
    it: 'the definition may have been saved under its new name',
    files: { 'files.ts': 'export function read(): void {}\n', 'a.ts': `import { load } from './files';\nload();\n` },
    definition: 'files.ts load',
    expected: { 'a.ts': './files' },
  },
  {
    it: 'Python: by name, by module, with all names, through a package',
    files: {
      'app/__init__.py': 'from .files import load as load\n',
      'app/files.py': 'def load():\n    pass\n',
      'app/other.py': 'def load():\n    pass\n',
      'a.py': 'from app.files import load\n\nload()\n',
      'b.py': 'import app.files\n\napp.files.load()\n',
      'c.py': 'from app import files as f\n\nf.load()\n',
      'd.py': 'from app.files import *\n\nload()\n',
      'e.py': 'import app\n\napp.load()\n',
      'f.py': 'from app.files import *\nfrom app.other import *\n\nload()\n',
    },
    definition: 'app/files.py load',
    expected: {
      'app/__init__.py': '.files',
      'a.py': 'app.files',
      'b.py': 'app.files.',
      'c.py': 'f.',
      'd.py': '*',
      'e.py': 'app.',
    },
  },
  {
    it: "Python: not where the language's own module of that name is meant",
    files: {
      'src/app/__init__.py': '',
      'src/app/json.py': 'def dumps():\n    pass\n',
      'src/app/a.py': 'import json\n\njson.dumps()\n',
      'src/app/b.py': 'from json import dumps\n\ndumps()\n',
      'src/app/c.py': 'from . import json\n\njson.dumps()\n',
      'src/app/d.py': 'from app.json import dumps\n\ndumps()\n',
    },
    definition: 'src/app/json.py dumps',
    expected: { 'src/app/c.py': 'json.', 'src/app/d.py': 'app.json' },
  },
  {
    it: 'Go: the same package, and others by its name',
    files: {
      'go.mod': 'module example.com/me\n',
      'files/files.go': 'package files\n\nfunc Load() {}\n',
      'files/more.go': 'package files\n\nfunc more() { Load() }\n',
      'files/files_test.go': 'package files_test\n\nimport "example.com/me/files"\n\nfunc f() { files.Load() }\n',
      'nets/nets.go': 'package nets\n\nfunc Load() {}\n',
      'main.go': 'package main\n\nimport f "example.com/me/files"\n\nfunc main() { f.Load() }\n',
      'other.go': 'package main\n\nimport "example.com/me/nets"\n\nfunc other() { nets.Load() }\n',
    },
    definition: 'files/files.go Load',
    expected: { 'files/more.go': '*', 'files/files_test.go': 'files.', 'main.go': 'f.' },
  },
  {
    it: 'Go: not where each system has a definition of its own',
    files: {
      'go.mod': 'module example.com/me\n',
      'files/files_linux.go': 'package files\n\nfunc Load() {}\n',
      'files/files_windows.go': 'package files\n\nfunc Load() {}\n',
      'files/more.go': 'package files\n\nfunc more() { Load() }\n',
      'main.go': 'package main\n\nimport "example.com/me/files"\n\nfunc main() { files.Load() }\n',
    },
    definition: 'files/files_linux.go Load',
    expected: {},
  },
  {
    it: 'Rust: by name, by module',
    files: {
      'Cargo.toml': '[package]\nname = "me"\n',
      'src/lib.rs': 'pub mod files;\npub mod a;\npub mod b;\n',
      'src/files.rs': 'pub fn load() {}\n',
      'src/a.rs': 'use crate::files::load;\n\npub fn a() { load() }\n',
      'src/b.rs': 'use crate::files;\n\npub fn b() { files::load() }\n',
    },
    definition: 'src/files.rs load',
    expected: { 'src/a.rs': 'crate::files', 'src/b.rs': 'files.' },
  },
  {
    it: 'Java: by name, and the same package',
    files: {
      'com/files/Loader.java': 'package com.files;\n\npublic class Loader {}\n',
      'com/files/More.java': 'package com.files;\n\nclass More { Loader loader; }\n',
      'com/nets/Loader.java': 'package com.nets;\n\npublic class Loader {}\n',
      'com/nets/Net.java': 'package com.nets;\n\nclass Net { Loader loader; }\n',
      'A.java': 'import com.files.Loader;\n\nclass A { Loader loader; }\n',
      'com/apps/App.java': 'package com.apps;\n\nimport com.files.Loader;\n\nclass App { Loader loader; }\n',
      'B.java': 'import com.apps.*;\n\nclass B { Loader loader; }\n',
    },
    definition: 'com/files/Loader.java Loader',
    expected: { 'com/files/More.java': '*', 'A.java': 'com.files', 'com/apps/App.java': 'com.files' },
  },
  {
    it: 'C: by what is included',
    files: {
      'files.h': 'void load(int size);\n',
      'all.h': '#include "files.h"\n',
      'a.c': '#include "all.h"\n\nvoid a(void) { load(1); }\n',
      'b.c': 'void b(void) { load(1); }\n',
    },
    definition: 'files.h load',
    expected: { 'a.c': '*' },
  },
];

/** `path` passes on what `count` others have, and at last what `last` has. */
const barrel = (path: string, count: number, last: string): Readonly<Record<string, string>> => {
  const others = Array.from({ length: count }, (_, at) => [`src/h${at}`, `export const h${at} = 1;\n`] as const);
  const all = [...others.map(([other]) => other.replace('src', '.')), last];
  return {
    ...Object.fromEntries(others.map(([other, text]) => [`${other}.ts`, text])),
    [path]: all.map((from) => `export * from '${from}';\n`).join(''),
  };
};

describe('the users of a definition', () => {
  const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '../..')));
  const never = new AbortController().signal;

  for (const { it: title, files, definition, expected } of cases) {
    it(title, async () => {
      const [path = '', name = ''] = definition.split(' ');
      const store = await filledStore(grammars, files);
      const users = await definitionUsers(store, readerOf(files), { path, name }, never);
      store.close();
      const told = users.map((user) => [
        user.path,
        [...user.modules, ...user.qualifiers.map((one) => `${one}.`), ...(user.isDirect ? ['*'] : [])].join(' '),
      ]);
      assert.deepEqual(Object.fromEntries(told), expected);
    });
  }

  it('are not told where more files pass on a name than are looked at: one of them may have another', async () => {
    for (const count of [3, 90]) {
      for (const [last, expected] of [
        ['./h0', 1],
        ['./y', 0],
      ] as const) {
        const files = {
          ...barrel('src/mid.ts', count, last),
          ...{ 'src/x.ts': load, 'src/y.ts': load, 'src/index.ts': `export * from './x';\nexport * from './mid';\n` },
          'a.ts': `import { load } from './src';\nload();\n`,
        };
        const store = await filledStore(grammars, files);
        const users = await definitionUsers(store, readerOf(files), { path: 'src/x.ts', name: 'load' }, never);
        store.close();
        assert.equal(users.length, count === 90 ? 0 : expected, `${count} ${last}`);
      }
    }
  });

  it('are told of a package, however many files it has', async () => {
    const files = {
      'go.mod': 'module example.com/me\n',
      'files/files.go': 'package files\n\nfunc Load() {}\n',
      'main.go': 'package main\n\nimport "example.com/me/files"\n\nfunc main() { files.Load() }\n',
      ...Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`files/z${at}.go`, 'package files\n'])),
    };
    const store = await filledStore(grammars, files);
    const users = await definitionUsers(store, readerOf(files), { path: 'files/files.go', name: 'Load' }, never);
    store.close();
    assert.deepEqual(
      users.map(({ path }) => path),
      ['main.go'],
    );
  });

  it('are told with those first that are nearest', async () => {
    const user = (from: string) => `import { load } from '${from}';\nload();\n`;
    const files = { 'src/x/files.ts': load, 'z.ts': user('./src/x/files'), 'src/x/a.ts': user('./files') };
    const store = await filledStore(grammars, { ...files, 'src/b.ts': user('./x/files') });
    const users = await definitionUsers(store, readerOf(files), { path: 'src/x/files.ts', name: 'load' }, never);
    store.close();
    assert.deepEqual(
      users.map(({ path }) => path),
      ['src/x/a.ts', 'src/b.ts', 'z.ts'],
    );
  });

  it('are none of a file that is not indexed, and are not looked for any more once nobody waits', async () => {
    const files = { 'files.ts': load, 'a.ts': `import { load } from './files';\n` };
    const store = await filledStore(grammars, files);
    assert.deepEqual(await definitionUsers(store, readerOf(files), { path: 'gone.ts', name: 'load' }, never), []);
    const left = AbortSignal.abort();
    await assert.rejects(definitionUsers(store, readerOf(files), { path: 'files.ts', name: 'load' }, left), {
      name: 'AbortError',
    });
    store.close();
  });
});
