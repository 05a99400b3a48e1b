import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { mock } from 'node:test';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { contentOf, IndexFixture } from '../support/indexFixture.ts';

describe('FolderIndex', function () {
  this.timeout(120_000);
  let fixture: IndexFixture;
  afterEach(async () => fixture.dispose());

  it('parses nothing when it opens 10,000 files that have not changed', async () => {
    fixture = new IndexFixture();
    const path = (index: number) => `src/${index % 100}/file${index}.py`;
    for (let index = 0; index < 10_000; index++) fixture.write(path(index), `def f${index}(x):\n    return x\n`);
    assert.equal((await fixture.open()).parsedFiles, 10_000);
    const reopened = await fixture.open();
    assert.deepEqual(reopened, { kind: 'ready', files: 10_000, symbols: 10_000, parsedFiles: 0 });
    assert.equal(fixture.index.reader.symbolsNamed(['f4321'])[0]?.path, path(4321));

    fixture.write(path(4321), 'def renamed(x):\n    return x\n');
    assert.equal(await fixture.change(path(4321)), 1);
    assert.deepEqual(named(fixture, 'f4321'), []);
    assert.deepEqual(named(fixture, 'renamed'), [path(4321)]);
    assert.equal((await fixture.open()).parsedFiles, 0, 'the edit was kept');
    assert.deepEqual(fixture.problems, []);
  });

  it('tells which names no file has, once it knows all files', async () => {
    fixture = new IndexFixture({
      'a.ts': 'export class Total { add(item: Item) { return item.price; } }\nimport { far } from "./far";\n',
      'b.py': 'def scale(values):\n    return [double(one) for one in values]\n',
    });
    const opening = fixture.open();
    assert.equal(fixture.index.absentNames(['made']), undefined);
    await opening;
    const names = ['Total', 'add', 'Item', 'price', 'scale', 'double', 'made', 'prices', ''];
    assert.deepEqual(fixture.index.absentNames(names), ['made', 'prices', '']);
    fixture.write('c.go', 'package p\n\nfunc made() { prices() }\n');
    await fixture.change('c.go');
    assert.deepEqual(fixture.index.absentNames(names), ['']);
  });

  it('can tell neither that nor who uses a definition while the folder is being listed', async () => {
    fixture = new IndexFixture({
      'a.ts': 'export class Total {}\n',
      'b.ts': 'import { Total } from "./a";\nnew Total();\n',
    });
    await fixture.open();
    await fixture.close();
    const workspace = fixture.workspace();
    let goOn = () => {};
    const hung = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { list } = workspace;
    const listing = new Promise<void>((resolve) => {
      workspace.list = async (...asked) => {
        resolve();
        await hung;
        return await list.apply(workspace, asked);
      };
    });
    const opened = fixture.open('disk', workspace);
    await listing;
    const users = () => fixture.index.definitionUsers({ path: 'a.ts', name: 'Total' }, new AbortController().signal);
    assert.equal(fixture.index.absentNames(['Total', 'made']), undefined);
    assert.deepEqual(await users(), []);
    fixture.index.pause('battery');
    fixture.index.pause(undefined);
    goOn();
    await opened;
    assert.deepEqual(fixture.index.absentNames(['Total', 'made']), ['made']);
    assert.deepEqual(
      (await users()).map(({ path }) => path),
      ['b.ts'],
    );
  });

  it('finds out what has changed while it was closed', async () => {
    fixture = new IndexFixture({
      'same.ts': 'export const same = 1;',
      'changed.ts': 'export const before = 1;',
      'touched.ts': 'export const touched = 1;',
      'deleted.ts': 'export const deleted = 1;',
    });
    await fixture.open();
    await fixture.close();
    fixture.write('changed.ts', 'export const after = 1;');
    fixture.write('touched.ts', 'export const touched = 1;');
    fixture.write('new.ts', 'export const fresh = 1;');
    fixture.remove('deleted.ts');
    assert.equal((await fixture.open()).parsedFiles, 2);
    assert.deepEqual(contentOf(fixture.index), await contentOfNew(fixture));
    assert.equal((await fixture.open()).parsedFiles, 0, 'the times are those of now');
  });

  it('is after any changes what a new index would be', async () => {
    fixture = new IndexFixture();
    const path = fc.constantFrom('a.ts', 'b.py', 'c/d.ts', 'c/e/f.go', 'notes.md');
    const text = fc.constantFrom(
      'export const one = 1;\n',
      'def two(): pass\n',
      'package p\nfunc Three() {}\n',
      '',
      '\0',
    );
    const change = fc.oneof(
      fc.record({ kind: fc.constant('write' as const), path, text }),
      fc.record({ kind: fc.constant('remove' as const), path: fc.oneof(path, fc.constantFrom('c', 'c/e')) }),
      fc.record({
        kind: fc.constant('rename' as const),
        path: fc.constantFrom('c', 'c/e', 'a.ts'),
        to: fc.constantFrom('g', 'g.ts'),
      }),
      fc.record({
        kind: fc.constant('ignore' as const),
        path: fc.constantFrom('.gitignore', 'c/.leewardignore'),
        text: fc.constantFrom('*.ts', 'e/', ''),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 4 }), async (batches) => {
        const own = new IndexFixture();
        try {
          await own.open();
          for (const batch of batches) {
            await own.change(...batch.flatMap((one) => attempt(() => apply(own, one))));
            assert.deepEqual(contentOf(own.index), await contentOfNew(own));
          }
        } finally {
          await own.dispose();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('follows a switch of branches', async () => {
    fixture = new IndexFixture();
    fixture.isTrusted = true;
    const { rootPath } = fixture;
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
        cwd: rootPath,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    git('init', '--quiet', '--initial-branch=one');
    for (let index = 0; index < 200; index++) fixture.write(`f${index}.ts`, `export const one${index} = ${index};\n`);
    git('add', '.');
    git('commit', '--quiet', '--message=one');
    git('checkout', '--quiet', '-b', 'two');
    for (let index = 0; index < 100; index++) fixture.write(`f${index}.ts`, `export const two${index} = ${index};\n`);
    for (let index = 100; index < 120; index++) fixture.remove(`f${index}.ts`);
    fixture.write('.gitignore', 'f15*.ts\n');
    git('add', '--all', '.');
    git('commit', '--quiet', '--message=two');
    assert.equal((await fixture.open()).files, 170);
    const switched = git('diff', '--name-only', 'one', 'two').toString().trim().split('\n');
    git('checkout', '--quiet', 'one');
    await fixture.change(...switched);
    assert.deepEqual(contentOf(fixture.index), await contentOfNew(fixture));
    assert.equal(fixture.index.reader.symbolsNamed(['one7']).length, 1);
    assert.equal([...fixture.index.reader.paths()].length, 200);
  });

  it('leaves no word of a file that is ignored from now on', async () => {
    fixture = new IndexFixture({
      'kept.ts': 'export const visible = 1;\n',
      'later.ts': 'export function quokkaSanctuary(zanzibarCount: number) { return "xylophonist" + zanzibarCount; }\n',
    });
    const words = ['quokkaSanctuary', 'zanzibarCount', 'xylophonist'];
    await fixture.open();
    await fixture.close();
    const found = (word: string) => storeBytes(fixture).toLowerCase().includes(word.toLowerCase());
    assert.deepEqual(words.map(found), [true, true, true]);
    await fixture.open();
    fixture.write('.leewardignore', 'later.ts\n');
    await fixture.change('.leewardignore');
    assert.deepEqual(named(fixture, 'quokkaSanctuary'), []);
    // However soon the window is closed, and how often something is asked meanwhile.
    await fixture.close();
    for (const _ of [1, 2, 3]) {
      await fixture.open();
      await fixture.change('kept.ts');
    }
    await wiped(fixture);
    await fixture.close();
    assert.deepEqual(words.map(found), [false, false, false]);
  });

  it('leaves no word of it in the log either, while it is open', async () => {
    fixture = new IndexFixture({ 'kept.ts': 'export const visible = 1;\n' });
    await fixture.open();
    fixture.write('later.ts', 'export function quokkaSanctuary(): void {}\n');
    await fixture.change('later.ts');
    assert.equal(/quokkaSanctuary/i.test(storeBytes(fixture)), true);
    fixture.write('.leewardignore', 'later.ts\n');
    await fixture.change('.leewardignore');
    await wiped(fixture);
    assert.equal(/quokkaSanctuary/i.test(storeBytes(fixture)), false);
  });

  it('answers while it indexes, stands still while it is paused, and still knows what was saved', async () => {
    fixture = new IndexFixture();
    for (let index = 0; index < 300; index++) fixture.write(`f${index}.ts`, `export const name${index} = ${index};\n`);
    const opening = fixture.open();
    fixture.index.pause('typing');
    fixture.write('saved.ts', 'export const saved = 1;\n');
    await fixture.change('saved.ts');
    assert.deepEqual(named(fixture, 'saved'), ['saved.ts']);
    assert.deepEqual([...fixture.index.reader.paths()], ['saved.ts']);
    fixture.index.pause(undefined);
    assert.equal((await opening).files, 301);
  });

  it('takes no file as it was read before a change of it', async () => {
    fixture = new IndexFixture();
    const path = (index: number) => `f${index}.ts`;
    for (let index = 0; index < 400; index++) fixture.write(path(index), `export const old${index} = ${index};\n`);
    let isOpen = false;
    const opening = fixture.open().then(() => {
      isOpen = true;
    });
    for (let round = 0; !isOpen; round++) {
      const index = (round * 7) % 400;
      fixture.write(path(index), `export const new${index} = ${index};\n`);
      await fixture.change(path(index));
      assert.deepEqual(named(fixture, `new${index}`), [path(index)]);
    }
    await opening;
    assert.deepEqual(contentOf(fixture.index), await contentOfNew(fixture));
  });

  it('answers a save before what was asked for thousands of files', async () => {
    fixture = new IndexFixture({ 'saved.ts': 'export const before = 1;\n' });
    await fixture.open();
    const answered: string[] = [];
    const many = Array.from({ length: 2_000 }, (_, index) => `gone${index}.ts`);
    const long = fixture.index.filesChanged(many).then(() => answered.push('many'));
    fixture.write('saved.ts', 'export const saved = 1;\n');
    const short = fixture.index.filesChanged(['saved.ts']).then(() => answered.push('saved'));
    await Promise.all([long, short]);
    assert.deepEqual(answered, ['saved', 'many']);
    assert.deepEqual(named(fixture, 'saved'), ['saved.ts']);
  });

  it('says whether a change was one of the index', async () => {
    fixture = new IndexFixture({ 'src/a.ts': 'export const a = 1;\n', '.gitignore': 'out/\n' });
    await fixture.open();
    fixture.write('out/log.txt', 'line\n');
    fixture.write('debug.log', 'line\n');
    assert.equal(await fixture.index.filesChanged(['out/log.txt', 'debug.log', 'out']), false);
    assert.equal(await fixture.index.filesChanged(['src']), false, 'no file in there is another one');
    fixture.write('src/a.ts', 'export const b = 1;\n');
    assert.equal(await fixture.index.filesChanged(['src']), true);
    assert.deepEqual(named(fixture, 'b'), ['src/a.ts']);
    fixture.remove('src/a.ts');
    assert.equal(await fixture.index.filesChanged(['src/a.ts']), true);
  });

  it('keeps what it has where the folder is away for a moment, says so once, and looks again', async () => {
    fixture = new IndexFixture({ 'a.ts': 'export const a = 1;\n' });
    await fixture.open();
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const { rootPath } = fixture;
      renameSync(rootPath, `${rootPath}.away`);
      for (const _ of [1, 2]) await assert.rejects(fixture.change('.gitignore'), { code: 'ENOENT' });
      assert.deepEqual(named(fixture, 'a'), ['a.ts']);
      assert.equal(fixture.statuses.at(-1)?.kind, 'ready');
      assert.equal(fixture.problems.length, 1);
      renameSync(`${rootPath}.away`, rootPath);
      fixture.write('b.ts', 'export const b = 1;\n');
      const told = fixture.statuses.length;
      mock.timers.tick(30_000);
      while (fixture.statuses.slice(told).every(({ kind }) => kind !== 'ready')) await nextTurn();
      assert.deepEqual(named(fixture, 'b'), ['b.ts']);
    } finally {
      mock.timers.reset();
    }
  });

  it('forgets everything and reads it again when it is told to', async () => {
    fixture = new IndexFixture({ 'a.ts': 'export const a = 1;\n', 'b.ts': 'export const b = 1;\n' });
    await fixture.open();
    await fixture.index.rebuild();
    await fixture.change('.gitignore');
    assert.deepEqual(fixture.statuses.at(-1), { kind: 'ready', files: 2, symbols: 2, parsedFiles: 4 });
  });
});

type Change =
  | { readonly kind: 'write' | 'ignore'; readonly path: string; readonly text: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string };

/** @returns the paths that VS Code would tell of. */
function apply(fixture: IndexFixture, change: Change): readonly string[] {
  if (change.kind === 'remove') {
    fixture.remove(change.path);
  } else if (change.kind === 'rename') {
    renameSync(join(fixture.rootPath, change.path), join(fixture.rootPath, change.to));
    return [change.path, change.to];
  } else {
    fixture.write(change.path, change.text);
  }
  return [change.path];
}

function attempt(work: () => readonly string[]): readonly string[] {
  try {
    return work();
  } catch {
    return []; // There was nothing to remove or to rename.
  }
}

/** What an index says that is made of the same files from the start. */
async function contentOfNew(fixture: IndexFixture): Promise<ReturnType<typeof contentOf>> {
  const fresh = new IndexFixture({}, fixture.rootPath);
  try {
    await fresh.open('memory');
    return contentOf(fresh.index);
  } finally {
    await fresh.dispose();
  }
}

function named({ index }: IndexFixture, name: string): readonly string[] {
  return index.reader.symbolsNamed([name]).map(({ path }) => path);
}

/** Resolves when nothing is to be wiped out of the store any more: its application id says so. */
async function wiped({ storePath }: IndexFixture): Promise<void> {
  const name = readdirSync(dirname(storePath)).find((file) => /\.\d+\.\d+$/.test(file)) ?? 'missing';
  const database = new DatabaseSync(join(dirname(storePath), name), { readOnly: true });
  const state = database.prepare('PRAGMA application_id');
  while (state.get()?.['application_id'] !== 0) await sleep(10);
  database.close();
}

/** All that a store has on the disk, as text. */
function storeBytes({ storePath }: IndexFixture): string {
  const folder = dirname(storePath);
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}
