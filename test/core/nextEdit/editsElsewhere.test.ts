import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { editsElsewhere } from '../../../src/core/nextEdit/editsElsewhere.ts';
import { proposeNextEdits } from '../../../src/core/nextEdit/proposeNextEdits.ts';
import { repeatedElsewhere } from '../../../src/core/nextEdit/repeatedElsewhere.ts';
import type { NameOrigins } from '../../../src/shared/definitionUsers.ts';
import { applyEdits } from '../../../src/shared/text.ts';
import { editByHand } from '../../support/handEdits.ts';

interface Case {
  readonly title: string;
  readonly languageId: string;
  /** The document that is edited by hand, as {@link editByHand} reads it. */
  readonly marked: string;
  /** Another one. */
  readonly text: string;
  readonly origins: Partial<NameOrigins>;
  /** What the other becomes. Absent: nothing is proposed in it. */
  readonly after?: string;
}

const load = 'export function «load→read»(path: string) {}\n';
const files = { modules: ['./files'] };
const goLoad = 'package files\n\nfunc «load→read»() int {}\n';
const pythonLoad = 'def «load→read»(path):\n    pass\n';

const cases: readonly Case[] = [
  {
    ...{ title: 'an imported function, in its import too', languageId: 'typescript', marked: load, origins: files },
    text: "import { a, load } from './files';\nload('a');\nlist.map(load);\n",
    after: "import { a, read } from './files';\nread('a');\nlist.map(read);\n",
  },
  {
    ...{ title: 'what has another name there, in its import alone', languageId: 'typescript', marked: load },
    origins: files,
    text: "import { load as get } from './files';\nget('a');\nload('b');\n",
    after: "import { read as get } from './files';\nget('a');\nload('b');\n",
  },
  {
    ...{ title: 'what is passed on', languageId: 'typescript', marked: load, origins: files },
    text: "export { load } from './files';\nexport type { Load } from './files';\n",
    after: "export { read } from './files';\nexport type { Load } from './files';\n",
  },
  {
    ...{ title: 'behind the name of the module', languageId: 'typescript', marked: load },
    origins: { qualifiers: ['files'] },
    text: "import * as files from './files';\nfiles.load('a');\nother.load('b');\nload('c');\na.files.load();\n",
    after: "import * as files from './files';\nfiles.read('a');\nother.load('b');\nload('c');\na.files.load();\n",
  },
  {
    ...{ title: 'behind what a function calls as the module is called', languageId: 'typescript', marked: load },
    origins: { qualifiers: ['files'] },
    text: "import * as files from './files';\nfunction f(files: Files) {\n  files.load('a');\n}\n",
  },
  {
    ...{ title: 'a variable of a function that has its name', languageId: 'typescript', marked: load, origins: files },
    text: "import { load } from './files';\nfunction f(load: number) {\n  return load;\n}\n",
    after: "import { read } from './files';\nfunction f(load: number) {\n  return load;\n}\n",
  },
  {
    ...{ title: 'a file that defines the name itself', languageId: 'typescript', marked: load, origins: files },
    text: "import { load } from './files';\nfunction load() {}\nload();\n",
  },
  {
    ...{ title: 'a file that imports the name from elsewhere', languageId: 'typescript', marked: load, origins: files },
    text: "import { load } from './others';\nload();\n",
  },
  {
    ...{ title: 'a file in which the new name is something', languageId: 'typescript', marked: load, origins: files },
    text: "import { load } from './files';\nconst read = 1;\nload(read);\n",
  },
  {
    ...{ title: 'a text whose brackets do not match', languageId: 'typescript', marked: load, origins: files },
    text: "import { load } from './files';\nload('a';\n",
  },
  {
    ...{
      title: 'no members and parameters of its name that may be missing',
      languageId: 'typescript',
      marked: load,
      origins: files,
    },
    text: "import { load } from './files';\nlet a: A & { load?: B };\ndeclare function f(load?: B): A;\nif (load) {\n  load ? f() : f(load);\n}\n",
    after:
      "import { read } from './files';\nlet a: A & { load?: B };\ndeclare function f(load?: B): A;\nif (read) {\n  read ? f() : f(read);\n}\n",
  },
  {
    ...{
      title: 'no members of its name behind one that ends with its line',
      languageId: 'typescript',
      marked: load,
      origins: files,
    },
    text: "import { load } from './files';\nlet a: {\n  b: string\n  load: string\n};\nlet c = a ?\n  load :\n  load;\n",
    after:
      "import { read } from './files';\nlet a: {\n  b: string\n  load: string\n};\nlet c = a ?\n  read :\n  read;\n",
  },
  {
    ...{ title: 'no generic methods of its name', languageId: 'typescript', marked: load, origins: files },
    text: "import { load } from './files';\ntype A = { load<T>(): T; load?<T>(a: T): void };\nconst a = { load<T>() {} };\nload<A>(a);\n",
    after:
      "import { read } from './files';\ntype A = { load<T>(): T; load?<T>(a: T): void };\nconst a = { load<T>() {} };\nread<A>(a);\n",
  },
  {
    ...{
      title: 'a variable of its name that is declared behind others',
      languageId: 'typescript',
      marked: load,
      origins: files,
    },
    text: "import { load } from './files';\nfunction f() {\n  let a: B<C> = g(1), load = 2;\n  for (let b = 0, load = 1; ;) h(load);\n  return load;\n}\nload();\n",
    after:
      "import { read } from './files';\nfunction f() {\n  let a: B<C> = g(1), load = 2;\n  for (let b = 0, load = 1; ;) h(load);\n  return load;\n}\nread();\n",
  },
  {
    ...{ title: 'behind a comma that declares nothing', languageId: 'typescript', marked: load, origins: files },
    text: "import { load } from './files';\nconst a: Map<string, load> = f(1, load), b = [a, load];\nlet c = 1\nd = 2, load(b);\n",
    after:
      "import { read } from './files';\nconst a: Map<string, read> = f(1, read), b = [a, read];\nlet c = 1\nd = 2, read(b);\n",
  },
  {
    ...{
      title: 'a variable of its name in a block, which all of the function sees',
      languageId: 'typescript',
      marked: load,
      origins: files,
    },
    text: "import { load } from './files';\nfunction f(a: B) {\n  if (a) {\n    var load = 1;\n  }\n  return load;\n}\nload();\n",
    after:
      "import { read } from './files';\nfunction f(a: B) {\n  if (a) {\n    var load = 1;\n  }\n  return load;\n}\nread();\n",
  },
  {
    ...{
      title: 'a parameter of its name where a function has no name and yields',
      languageId: 'typescript',
      marked: load,
      origins: files,
    },
    text: "import { load } from './files';\nconst a = function* (load: B) {\n  yield load;\n};\nload();\n",
    after: "import { read } from './files';\nconst a = function* (load: B) {\n  yield load;\n};\nread();\n",
  },
  {
    ...{
      title: 'what another module has of its name, and the file passes on',
      languageId: 'typescript',
      marked: load,
      origins: files,
    },
    text: "import { load } from './files';\nexport { load } from './others';\nload();\n",
    after: "import { read } from './files';\nexport { load } from './others';\nread();\n",
  },
  {
    ...{ title: 'a list of exports makes it known', languageId: 'typescript', origins: files },
    marked: 'const «limit→most» = 1;\nexport { limit };\n',
    text: "import { limit } from './files';\nlog(limit);\n",
    after: "import { most } from './files';\nlog(most);\n",
  },
  {
    ...{ title: 'what is not exported', languageId: 'typescript', origins: files },
    marked: 'function «load→read»() {}\n',
    text: "import { load } from './files';\nload();\n",
  },
  {
    ...{ title: 'what is exported as default', languageId: 'typescript', origins: files },
    marked: 'export default function «load→read»() {}\n',
    text: "import { load } from './files';\nload();\n",
  },
  {
    ...{ title: 'a variable in an exported function', languageId: 'typescript', origins: files },
    marked: 'export function f() {\n  const «load→read» = 1;\n  return load;\n}\n',
    text: "import { load } from './files';\nload();\n",
  },
  {
    ...{ title: 'one use that means another thing now', languageId: 'typescript', origins: files },
    marked: 'export const load = 1;\nlog(«load→read»);\n',
    text: "import { load } from './files';\nlog(load);\n",
  },
  {
    ...{ title: 'calls of a function that has a new parameter', languageId: 'typescript', origins: files },
    marked: 'export function load(path: string«→, mode: Mode») {}\n',
    text: "import { load } from './files';\nload('a');\nconst f = load;\nother.load('b');\n",
    after: "import { load } from './files';\nload('a', mode);\nconst f = load;\nother.load('b');\n",
  },
  {
    ...{ title: 'a parameter that calls may leave out', languageId: 'typescript', origins: files },
    marked: 'export function load(path: string«→, mode?: Mode») {}\n',
    text: "import { load } from './files';\nload('a');\n",
  },
  {
    ...{ title: 'where a class is made that has a new parameter', languageId: 'typescript', origins: files },
    marked: 'export class File {\n  constructor(path: string«→, mode: Mode») {}\n}\n',
    text: "import { File } from './files';\nconst a = new File('a');\nlog(File, isA(File));\n",
    after: "import { File } from './files';\nconst a = new File('a', mode);\nlog(File, isA(File));\n",
  },
  {
    ...{ title: 'an imported function', languageId: 'python', marked: pythonLoad, origins: { modules: ['.files'] } },
    text: 'from .files import (\n    a,\n    load,\n)\n\n\ndef f() -> load:\n    return load("a", load=1)\n',
    after: 'from .files import (\n    a,\n    read,\n)\n\n\ndef f() -> read:\n    return read("a", load=1)\n',
  },
  {
    ...{ title: 'what is passed on under its own name', languageId: 'python', marked: pythonLoad },
    origins: { modules: ['.files'] },
    text: 'from .files import load as load\nfrom .files import load as other\n',
    after: 'from .files import read as read\nfrom .files import read as other\n',
  },
  {
    ...{ title: 'behind the path of the module', languageId: 'python', marked: pythonLoad },
    origins: { qualifiers: ['app.files'] },
    text: 'import app.files\n\napp.files.load("a")\nfiles.load("b")\n',
    after: 'import app.files\n\napp.files.read("a")\nfiles.load("b")\n',
  },
  {
    ...{ title: 'all names of a module', languageId: 'python', marked: pythonLoad, origins: { isDirect: true } },
    text: 'from files import *\n\nload("a")\nself.load("b")\n',
    after: 'from files import *\n\nread("a")\nself.load("b")\n',
  },
  {
    ...{ title: 'a file that gives its name to one of several', languageId: 'python', marked: pythonLoad },
    origins: { modules: ['files'] },
    text: 'from files import load\n\n\ndef f():\n    with g() as (a, load):\n        load(a)\n',
  },
  {
    ...{ title: 'a name that was imported there', languageId: 'python', origins: { modules: ['files'] } },
    marked: 'from others import «load→read»\n\nload()\n',
    text: 'from files import load\n',
  },
  {
    ...{ title: 'a variable of a function', languageId: 'python', origins: { modules: ['files'] } },
    marked: 'def f():\n    «load→read» = 1\n    return load\n',
    text: 'from files import load\n',
  },
  {
    ...{ title: 'another file of the package', languageId: 'go', origins: { isDirect: true } },
    marked: 'package files\n\nfunc «load→read»(path string) {}\n',
    text: 'package files\n\nfunc f() {\n\tload("a")\n\tg(T{load: 1}, a.load)\n}\n\nfunc g(load int) int { return load }\n',
    after:
      'package files\n\nfunc f() {\n\tread("a")\n\tg(T{load: 1}, a.load)\n}\n\nfunc g(load int) int { return load }\n',
  },
  {
    ...{
      title: 'variables of its name that are declared with others',
      languageId: 'go',
      marked: goLoad,
      origins: { isDirect: true },
    },
    text: 'package files\n\nfunc f() int {\n\tvar a, load = g()\n\treturn load\n}\n\nfunc h() {\n\tconst (\n\t\tb = load +\n\t\t\tload\n\t\tload = 2\n\t)\n\tg(load)\n}\n\nvar c = load()\n',
    after:
      'package files\n\nfunc f() int {\n\tvar a, load = g()\n\treturn load\n}\n\nfunc h() {\n\tconst (\n\t\tb = load +\n\t\t\tload\n\t\tload = 2\n\t)\n\tg(load)\n}\n\nvar c = read()\n',
  },
  {
    ...{
      title: 'fields and methods of its name in one line',
      languageId: 'go',
      marked: goLoad,
      origins: { isDirect: true },
    },
    text: 'package files\n\ntype a struct{ b int; load string }\ntype c interface{ load() }\n\nvar d = load()\n',
    after: 'package files\n\ntype a struct{ b int; load string }\ntype c interface{ load() }\n\nvar d = read()\n',
  },
  {
    ...{ title: 'a result of its name, behind a type or before another', languageId: 'go', marked: goLoad },
    origins: { isDirect: true },
    text: 'package files\n\nfunc f() (load *T, err error) { return load, nil }\n\nvar a = load()\n',
  },
  {
    ...{ title: 'a parameter of its name where there is no body', languageId: 'go', marked: goLoad },
    origins: { isDirect: true },
    text: 'package files\n\ntype a func(load *T)\n\nvar b = load()\n',
  },
  {
    ...{ title: 'one of a group', languageId: 'go', origins: { isDirect: true } },
    marked: 'package files\n\nconst (\n\ta = iota\n\t«load→read»\n)\n',
    text: 'package files\n\nvar b = load * a\nvar c = a(load * b)\n',
    after: 'package files\n\nvar b = read * a\nvar c = a(read * b)\n',
  },
  {
    ...{ title: 'another package', languageId: 'go', origins: { qualifiers: ['files'] } },
    marked: 'package files\n\nfunc «Load→Read»(path string) {}\n',
    text: 'package main\n\nimport "me/files"\n\nfunc main() {\n\tfiles.Load("a")\n\tLoad("b")\n}\n',
    after: 'package main\n\nimport "me/files"\n\nfunc main() {\n\tfiles.Read("a")\n\tLoad("b")\n}\n',
  },
  {
    ...{ title: 'a use tree', languageId: 'rust', origins: { modules: ['crate::files'] } },
    marked: 'pub fn «load→read»(path: &str) {}\n',
    text: 'use crate::{files::{load, other}, nets::dial};\nfn f() -> u8 { load("a"); nets::load("b") }\n',
    after: 'use crate::{files::{read, other}, nets::dial};\nfn f() -> u8 { read("a"); nets::load("b") }\n',
  },
  {
    ...{ title: 'a class of another package', languageId: 'java', origins: { modules: ['com.files'] } },
    marked: 'package com.files;\n\npublic class «Loader→Reader» {\n}\n',
    text: 'import com.files.Loader;\n\nclass A {\n  Loader loader = new Loader();\n}\n',
    after: 'import com.files.Reader;\n\nclass A {\n  Reader loader = new Reader();\n}\n',
  },
  {
    ...{ title: 'a class that is imported from elsewhere, in the same package', languageId: 'java' },
    marked: 'package com.files;\n\npublic class «Loader→Reader» {\n}\n',
    origins: { isDirect: true },
    text: 'package com.files;\n\nimport com.nets.Loader;\n\nclass A {\n  Loader loader = new Loader();\n}\n',
  },
  {
    ...{
      title: 'what was put in twice beside one name, which may be many things',
      languageId: 'typescript',
      origins: {},
    },
    marked: 'a = «→await »fetch(1);\nb = «→await »fetch(2);\n',
    text: 'c = fetch(3);\nd = await fetch(4);\nfetch(5);\n// = fetch(6)\n',
  },
  {
    ...{ title: 'what was replaced twice, where that is known too', languageId: 'typescript', origins: {} },
    marked: '«console.log→logger.info»(a);\n«console.log→logger.info»(b);\n',
    text: "import { logger } from './logger';\nconsole.log(c);\nconsole.error(d);\n",
    after: "import { logger } from './logger';\nlogger.info(c);\nconsole.error(d);\n",
  },
  {
    ...{ title: 'what was replaced twice, where that is nothing', languageId: 'typescript', origins: {} },
    marked: '«console.log→logger.info»(a);\n«console.log→logger.info»(b);\n',
    text: 'console.log(c);\n',
  },
  {
    ...{ title: 'strings that were changed twice, in strings', languageId: 'python', origins: {} },
    marked: 'a = get("«http→https»://me.example/a")\nb = get("«http→https»://me.example/b")\n',
    text: 'c = get("http://me.example/c")\n# "http://me.example"\nd = get("http://other.example")\n',
    after: 'c = get("https://me.example/c")\n# "http://me.example"\nd = get("http://other.example")\n',
  },
];

const nowhere: NameOrigins = { modules: [], qualifiers: [], isDirect: false };

function proposed({ marked, languageId, text, origins }: Case) {
  const change = proposeNextEdits(editByHand(marked), languageId)?.shared;
  if (change === undefined) return [];
  if (change.kind === 'repeat') return repeatedElsewhere(change, text);
  return editsElsewhere(change, text, languageId, { ...nowhere, ...origins });
}

describe('next edits in another document', () => {
  for (const one of cases) {
    it(`${one.languageId}: ${one.title}`, () => {
      const edits = proposed(one);
      assert.equal(edits.length === 0 ? undefined : applyEdits(one.text, edits.toReversed()), one.after);
    });
  }

  const lines = cases.flatMap(({ text }) => text.split('\n'));
  /** A case whose other document has lines of others between its own. */
  const arbitraryCase = fc
    .tuple(fc.constantFrom(...cases), fc.array(fc.tuple(fc.nat(20), fc.constantFrom(...lines)), { maxLength: 5 }))
    .map(([one, added]) => {
      const mixed = one.text.split('\n');
      for (const [at, line] of added) mixed.splice(at % (mixed.length + 1), 0, line);
      return { ...one, text: mixed.join('\n') };
    });

  it('are ascending, stand apart, and change what stands there', () => {
    let found = 0;
    fc.assert(
      fc.property(arbitraryCase, (one) => {
        let end = -1;
        for (const { range, oldText, newText } of proposed(one)) {
          assert.ok(range.start > end);
          end = range.end;
          assert.equal(one.text.slice(range.start, range.end), oldText);
          assert.notEqual(newText, oldText);
          found++;
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(found > 100, `${found}`);
  });

  it('are none where the document has the name from nowhere', () => {
    const ofNames = arbitraryCase.filter(({ origins }) => Object.keys(origins).length > 0);
    fc.assert(fc.property(ofNames, (one) => assert.deepEqual(proposed({ ...one, origins: nowhere }), [])));
  });

  it('are no more once they have been made, where they gave another name', () => {
    fc.assert(
      fc.property(arbitraryCase, (one) => {
        const edits = proposed(one);
        // Of what a call has it can't be seen whether it is new.
        if (edits.some(({ oldText }) => oldText === '')) return;
        assert.deepEqual(
          proposed({ ...one, text: applyEdits(one.text, edits.toReversed()) }),
          edits.length > 0 ? [] : edits,
        );
      }),
    );
  });
});
