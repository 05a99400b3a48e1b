import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openIndexStore } from '../../src/indexer/store/openIndexStore.ts';
import { takeLostPaths } from '../../src/indexer/store/parsingMarker.ts';
import { StoreSlot } from '../../src/indexer/store/storeSlot.ts';
import { storeVersion } from '../../src/indexer/store/storeVersion.ts';
import { contentOf, IndexFixture, lookUpOf } from '../support/indexFixture.ts';

const files = Object.fromEntries(
  Array.from({ length: 40 }, (_, index) => [`f${index}.ts`, `export function name${index}(a: number) { return a; }\n`]),
);

describe('A store that is of no use', () => {
  let fixture: IndexFixture;
  beforeEach(async () => {
    fixture = new IndexFixture(files);
    await fixture.open();
    await fixture.close();
  });
  afterEach(async () => fixture.dispose());

  const damages: Readonly<Record<string, (path: string) => void>> = {
    'is cut in the middle': (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2)),
    'is cut to a page': (path) => truncateSync(path, 4096),
    'is another kind of file': (path) => writeFileSync(path, 'what once was a store '.repeat(1000)),
    'has a damaged head': (path) => overwrite(path, 0, 100),
    'is garbage behind its first page': (path) => overwrite(path, 4096, Number.POSITIVE_INFINITY),
    'is of another version': (path) => change(path, 'PRAGMA user_version = 99999'),
    'lacks a table': (path) => change(path, 'DROP TABLE symbols'),
    'lacks the table of words': (path) => change(path, 'DROP TABLE words'),
    'is no database of ours': (path) => {
      rmSync(path);
      change(path, 'CREATE TABLE cats (name TEXT); PRAGMA user_version = 3');
    },
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`${name}: is made anew, which is said once`, async () => {
      damage(storeFile(fixture));
      assert.equal((await fixture.open()).parsedFiles, 40);
      assert.deepEqual(fixture.problems, [`The index in ${fixture.storePath} was damaged. It is made anew.`]);
      await assertWhole(fixture);
      assert.equal((await fixture.open()).parsedFiles, 0, 'the new one is kept');
      assert.equal(fixture.problems.length, 1);
      assert.deepEqual(
        readdirSync(dirname(fixture.storePath)).filter((file) => !/-(?:wal|shm)$|\.parsing\./.test(file)),
        [basename(storeFile(fixture))],
      );
    });
  }

  it('is empty: is filled, which is no problem', async () => {
    truncateSync(storeFile(fixture), 0);
    assert.equal((await fixture.open()).parsedFiles, 40);
    assert.deepEqual(fixture.problems, []);
  });

  it('is damaged anywhere: never ends in anything but a whole index', async function () {
    this.timeout(60_000);
    const whole = readFileSync(storeFile(fixture));
    const params = await lookUpOf('', 'name7');
    for (let start = 0; start < whole.length; start += 4096) {
      const own = new IndexFixture({}, fixture.rootPath);
      try {
        mkdirSync(dirname(own.storePath), { recursive: true });
        const path = `${own.storePath}${basename(storeFile(fixture)).slice('index'.length)}`;
        writeFileSync(path, whole);
        overwrite(path, start, start + 4096);
        await own.open();
        // Every table is read and written, so that no page stays unseen.
        own.write('f1.ts', `export function name1(a: number) { return ${start}; }\n`);
        await own.index.filesChanged(['f1.ts']);
        await own.index.lookUp(params, new AbortController().signal);
        await own.index.filesChanged(['.gitignore']);
        assert.deepEqual([...own.index.reader.paths()].sort(), Object.keys(files).sort());
        assert.ok(own.problems.length <= 1, own.problems.join());
      } finally {
        await own.dispose();
      }
    }
  });

  it('is held by another program: the index is in memory, which is said once', async function () {
    this.timeout(60_000);
    const holder = new DatabaseSync(storeFile(fixture));
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM names;');
    try {
      assert.equal((await fixture.open()).parsedFiles, 40);
      assert.equal(fixture.problems.length, 1);
      assert.match(fixture.problems[0] ?? '', /another program holds it/);
      await assertWhole(fixture);
    } finally {
      holder.close();
    }
    assert.equal((await fixture.open()).parsedFiles, 0, 'what is there was left alone');
  });

  it('can not be where it should: the index is in memory, which is said once', async () => {
    rmSync(dirname(fixture.storePath), { recursive: true });
    writeFileSync(dirname(fixture.storePath), 'a file in the place of the folder');
    assert.equal((await fixture.open()).parsedFiles, 40);
    assert.equal(fixture.problems.length, 1);
    assert.match(fixture.problems[0] ?? '', /can't be kept in .* made anew at each start/);
    await assertWhole(fixture);
  });

  it('has no room: the index goes on in memory, which is said once', () => {
    const problems: string[] = [];
    const slot = new StoreSlot(fixture.store, (sentence) => problems.push(sentence));
    slot.write(() => {
      const small = new DatabaseSync(':memory:');
      small.exec('PRAGMA max_page_count = 10; CREATE TABLE big (value)');
      small.exec('INSERT INTO big VALUES (zeroblob(100000))');
    });
    assert.throws(
      () => slot.flush(),
      (error) => slot.replace(error),
    );
    assert.equal(slot.store.counts().files, 0);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /the disk is full/);
    slot.close();
    const reopened = openIndexStore(fixture.store);
    assert.equal(reopened.store.counts().files, 40, 'what is on the disk was left alone');
    reopened.store.close();
  });

  it('was made by another version: it is made anew without a word, and takes no room', async () => {
    assert.equal((await fixture.open()).parsedFiles, 0);
    const old = storeFile(fixture);
    fixture.storeVersion += 1;
    assert.equal((await fixture.open()).parsedFiles, 40);
    assert.equal(existsSync(old), false);
    assert.deepEqual(fixture.problems, []);
    assert.equal((await fixture.open()).parsedFiles, 0);
  });

  it('has another version with every change of the program, or of what it reads', () => {
    const version = (program: string, assets: string) => storeVersion(Buffer.from(program), Buffer.from(assets));
    const versions = [version('a', 'x'), version('b', 'x'), version('a', 'y')];
    assert.equal(new Set(versions).size, 3);
    assert.equal(version('a', 'x'), versions[0]);
    for (const one of versions) assert.ok(Number.isInteger(one) && one >= 0 && one < 2 ** 31);
  });

  it('is busy now and then: the index stays on the disk, as long as all is well in between', () => {
    const busy = Object.assign(new Error('database is locked'), { errcode: 5 });
    const problems: string[] = [];
    const slot = new StoreSlot(fixture.store, (sentence) => problems.push(sentence));
    for (let round = 0; round < 5; round++) {
      for (const _ of [1, 2]) assert.equal(slot.replace(busy), true);
      assert.equal(slot.store.counts().files, 40);
      slot.noteHealth();
    }
    assert.deepEqual(problems, []);
    for (const _ of [1, 2, 3]) assert.equal(slot.replace(busy), true);
    assert.match(problems.join(), /another program holds it/);
    slot.close();
  });

  it('does not take an error of somebody else for its own', () => {
    const slot = new StoreSlot(fixture.store, () => assert.fail());
    assert.equal(slot.replace(new Error('no such file')), false);
    assert.equal(slot.store.counts().files, 40);
    slot.close();
  });

  it('is used by two at once: neither harms the other', async () => {
    const other = new IndexFixture({}, fixture.rootPath);
    Object.defineProperty(other, 'storePath', { value: fixture.storePath });
    await Promise.all([fixture.open(), other.open()]);
    fixture.write('f1.ts', 'export const changed = 1;\n');
    fixture.remove('f2.ts');
    await Promise.all([fixture.change('f1.ts', 'f2.ts'), other.change('f1.ts', 'f2.ts')]);
    const expected = contentOf(fixture.index);
    assert.deepEqual(contentOf(other.index), expected);
    await other.dispose();
    fixture.write('f3.ts', 'export const later = 1;\n');
    await fixture.change('f3.ts');
    assert.equal(fixture.index.reader.symbolsNamed(['later']).length, 1);
    assert.deepEqual([...fixture.problems, ...other.problems], []);
    assert.equal((await fixture.open()).parsedFiles, 0);
  });

  it('was being filled when the worker crashed: the file of the crash has plain chunks, which is said once', async () => {
    // A process that has ended: its number is free, or at least was not that of a worker of this store.
    writeFileSync(`${fixture.storePath}.parsing.999999999`, 'f7.ts\nf1');
    for (const path of ['f7.ts', 'f8.ts']) fixture.write(path, 'export const other = 1;\n');
    await fixture.open();
    assert.deepEqual(fixture.problems, [
      'Indexed without their syntax, since the index worker ended while it parsed them: f7.ts.',
    ]);
    assert.deepEqual(
      fixture.index.reader.symbolsNamed(['other']).map(({ path }) => path),
      ['f8.ts'],
    );
    assert.ok(fixture.index.reader.searchChunks(['other'], 10).some(({ path }) => path === 'f7.ts'));
    fixture.write('f7.ts', 'export const another = 1;\n');
    await fixture.change('f7.ts');
    assert.equal(fixture.index.reader.symbolsNamed(['another']).length, 1, 'what has changed is tried again');
    assert.equal(fixture.problems.length, 1);
    await fixture.close();
    assert.equal(takeLostPaths(fixture.storePath).size, 0);
  });
});

/** The database, in the folder of the store. */
function storeFile({ storePath }: IndexFixture): string {
  const folder = dirname(storePath);
  const name = readdirSync(folder).find((file) => /^index\.\d+\.\d+$/.test(file));
  return join(folder, name ?? 'missing');
}

function change(path: string, statement: string): void {
  const database = new DatabaseSync(path);
  database.exec(statement);
  database.close();
}

function overwrite(path: string, start: number, end: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa7, start, Math.min(end, bytes.length));
  writeFileSync(path, bytes);
}

async function assertWhole(fixture: IndexFixture): Promise<void> {
  const fresh = new IndexFixture({}, fixture.rootPath);
  try {
    await fresh.open('memory');
    assert.deepEqual(contentOf(fixture.index), contentOf(fresh.index));
  } finally {
    await fresh.dispose();
  }
}
