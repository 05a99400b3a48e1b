import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listFiles } from '../tools/listFiles.ts';
import { checkLayers } from './support/layers.ts';

const repository = resolve(import.meta.dirname, '..');

describe('layers', () => {
  it('every import of every file is allowed', () => {
    const paths = listFiles(repository, ['.ts', '.tsx', '.mts', '.mjs']);
    assert.ok(paths.length > 20);
    const files = new Map(paths.map((path) => [path, readFileSync(join(repository, path), 'utf8')]));
    assert.deepEqual(checkLayers(files), []);
  });

  const bad: readonly { readonly path: string; readonly source: string; readonly problem: RegExp }[] = [
    { path: 'src/core/a.ts', source: "import * as vscode from 'vscode';", problem: /core may not import vscode/ },
    { path: 'src/core/a.ts', source: "import type { Uri } from 'vscode';", problem: /core may not import vscode/ },
    { path: 'src/core/a.ts', source: "import { join } from 'node:path';", problem: /core may not import node:path/ },
    { path: 'src/core/a.ts', source: "import { join } from 'path';", problem: /write node:path/ },
    { path: 'src/core/a.ts', source: "import '../host/log.ts';", problem: /core may not import host/ },
    { path: 'src/core/a.ts', source: "export { Log } from '../host/log.ts';", problem: /core may not import host/ },
    { path: 'src/core/a.ts', source: "export * from '../host/log.ts';", problem: /core may not import host/ },
    {
      path: 'src/core/a.ts',
      source: "const log = await import('../host/log.ts');",
      problem: /core may not import host/,
    },
    {
      path: 'src/core/a.ts',
      source: 'import {\n  a,\n  b,\n} from "left-pad";',
      problem: /a\.ts:1: core may not .* left-pad/,
    },
    { path: 'src/core/a.ts', source: 'const x = await import(name);', problem: /computed import/ },
    { path: 'src/core/a.ts', source: 'const x = await import(`./${name}.ts`);', problem: /computed import/ },
    { path: 'src/core/a.ts', source: "const quote = /['\"]/;\nimport 'vscode';", problem: /a\.ts:2: core may not/ },
    { path: 'src/core/a.ts', source: 'const now = Date.now();', problem: /pure and may not use Date\.now/ },
    { path: 'src/core/a.ts', source: 'const text = `at ${Date.now()}`;', problem: /pure and may not use Date\.now/ },
    { path: 'src/core/a.ts', source: 'const chance = Math.random();', problem: /may not use Math\.random/ },
    { path: 'src/core/a.ts', source: 'const today = new Date();', problem: /may not use new Date/ },
    { path: 'src/shared/a.ts', source: 'setTimeout(() => {}, 1);', problem: /may not use setTimeout/ },
    { path: 'src/shared/a.ts', source: "const bytes = Buffer.from('');", problem: /may not use Buffer/ },
    { path: 'src/shared/a.ts', source: 'const home = process.env;', problem: /may not use process/ },
    { path: 'src/shared/a.ts', source: 'const start = performance.now();', problem: /may not use performance/ },
    { path: 'src/shared/a.ts', source: "import '../core/b.ts';", problem: /shared may not import core/ },
    { path: 'src/host/a.ts', source: "import '../../native/main.ts';", problem: /host may not import native/ },
    {
      path: 'src/host/a.ts',
      source: "import 'node-llama-cpp';",
      problem: /host may not import the package node-llama-cpp/,
    },
    { path: 'src/host/a.ts', source: "import '../../test/support/b.ts';", problem: /host may not import test/ },
    { path: 'src/host/engine/a.ts', source: "import 'vscode';", problem: /engine client may not import vscode/ },
    { path: 'native/a.ts', source: "import '../src/core/b.ts';", problem: /native may not import core/ },
    { path: 'native/a.ts', source: "import 'vscode';", problem: /native may not import vscode/ },
    { path: 'tools/a.ts', source: "import '../src/extension.ts';", problem: /tools may not import extension/ },
    { path: 'elsewhere/a.ts', source: '', problem: /no layer claims it/ },
    { path: 'src/a.ts', source: '', problem: /no layer claims it/ },
  ];
  for (const { path, source, problem } of bad) {
    it(`catches in ${path}: ${source.replaceAll('\n', ' ')}`, () => {
      const problems = checkLayers(new Map([[path, source]]));
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', problem);
    });
  }

  it('catches a cycle, of type imports too', () => {
    const files = new Map([
      ['src/core/a.ts', "import type { B } from './b.ts';"],
      ['src/core/b.ts', "import { c } from './c.ts';"],
      ['src/core/c.ts', "import './a.ts';"],
    ]);
    assert.deepEqual(checkLayers(files), [
      'import cycle: src/core/a.ts -> src/core/b.ts -> src/core/c.ts -> src/core/a.ts',
    ]);
  });

  it('is not misled by text that looks like an import or a global', () => {
    const source = [
      "// import 'vscode';",
      "/* import 'vscode'; process.exit() */",
      'const text = "import \'vscode\'";',
      "const template = `import 'vscode'; ${text.replace(/'/g, `\\``)} import 'vscode' Date.now()`;",
      'const ratio = 4 / 2 / 1;',
      "const clock = ports.performance; const at = state.process; const reprocess = 'process';",
    ].join('\n');
    assert.deepEqual(checkLayers(new Map([['src/core/a.ts', source]])), []);
  });
});
