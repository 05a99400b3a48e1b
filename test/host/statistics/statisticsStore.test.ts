import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { addStatistics, type Statistics, sumUp } from '../../../src/core/statistics/statistics.ts';
import { emptyTally } from '../../../src/core/statistics/tally.ts';
import { type Disk, realDisk } from '../../../src/host/chat/store/writeAtomically.ts';
import { readStatisticsText, statisticsText } from '../../../src/host/statistics/statisticsFile.ts';
import { StatisticsStore } from '../../../src/host/statistics/statisticsStore.ts';
import { arbitraryStatistics } from '../../support/arbitraryStatistics.ts';

const today = '2026-11-30';
const shown = (count: number, languageId = 'typescript'): Statistics => [
  { day: today, languageId, tally: { ...emptyTally, shown: count } },
];

describe('statistics on disk', () => {
  let path: string;
  let problems: string[];
  let deleted: number;
  let ids: number;
  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'leeward-statistics-')), 'statistics', 'statistics.json');
    problems = [];
    deleted = 0;
    ids = 0;
  });
  afterEach(() => rm(join(dirname(path), '..'), { recursive: true, force: true }));

  /** Of a window of its own; it writes when it is told to. */
  const newStore = (disk?: Disk): StatisticsStore =>
    new StatisticsStore({
      path,
      today: () => today,
      newId: () => `id-${++ids}`,
      sleep: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', resolve)),
      onProblem: (sentence) => problems.push(sentence),
      onDeleted: () => {
        deleted += 1;
      },
      ...(disk && { disk }),
    });
  const written = async (store: StatisticsStore, statistics: Statistics): Promise<void> => {
    store.add(statistics);
    await store.flush();
  };

  it('are none where nothing was counted, and no file is made for that', async () => {
    const store = newStore();
    assert.deepEqual(await store.read(), []);
    await written(store, []);
    await assert.rejects(readdir(dirname(path)), { code: 'ENOENT' });
  });

  it('are there at once, and on the disk once they are written', async () => {
    const store = newStore();
    store.add(shown(1));
    store.add(shown(2));
    assert.deepEqual(await store.read(), shown(3));
    await assert.rejects(readFile(path), { code: 'ENOENT' });
    await store.flush();
    assert.deepEqual(await readdir(dirname(path)), ['statistics.json']);
    assert.deepEqual(await newStore().read(), shown(3));
    assert.deepEqual(await store.read(), shown(3));
  });

  it('of windows that write at the same time add up', async () => {
    const stores = Array.from({ length: 6 }, () => newStore());
    await Promise.all(
      stores.map(async (store, at) => {
        for (let round = 0; round < 5; round++) await written(store, shown(1, `language${at % 2}`));
      }),
    );
    const all = addStatistics(shown(15, 'language0'), shown(15, 'language1'));
    for (const store of [...stores, newStore()]) assert.deepEqual(await store.read(), all);
    assert.deepEqual(problems, []);
  });

  it('keep what comes while they are written', async () => {
    const store = newStore();
    store.add(shown(1));
    const writing = store.flush();
    store.add(shown(2));
    await writing;
    assert.deepEqual(await store.read(), shown(3));
    await store.flush();
    assert.deepEqual(await newStore().read(), shown(3));
  });

  it('are deleted for good, with what a crash has left, and begun anew afterwards', async () => {
    const store = newStore();
    await written(store, shown(5));
    await writeFile(join(dirname(path), '.0123.tmp'), 'half');
    store.add(shown(7));
    await store.delete();
    assert.equal(deleted, 1);
    assert.deepEqual(await readdir(dirname(path)), []);
    assert.deepEqual(await store.read(), []);
    await written(store, shown(1));
    assert.deepEqual(await newStore().read(), shown(1));
  });

  for (const [what, isBegunAnew] of [
    ['deleted', false],
    ['deleted and begun anew', true],
  ] as const) {
    it(`forget what a window has counted where another has ${what} them`, async () => {
      const store = newStore();
      const other = newStore();
      await written(store, shown(5));
      await other.read();
      store.add(shown(7));
      await other.delete();
      if (isBegunAnew) await written(other, shown(1));
      const now = isBegunAnew ? 1 : 0;
      assert.equal(sumUp(await store.read()).shown, now);
      const before = deleted;
      await store.flush();
      assert.equal(deleted, before + 1);
      assert.equal(sumUp(await newStore().read()).shown, now);
      await written(store, shown(2));
      assert.equal(sumUp(await newStore().read()).shown, now + 2);
      assert.equal(deleted, before + 1);
    });
  }

  for (const [what, text] of [
    ['empty', ''],
    ['cut off', statisticsText({ id: 'one', statistics: shown(3) }).slice(0, 80)],
    ['of another shape', '{"schemaVersion":1,"id":"one","rows":[{"day":"yesterday"}]}'],
    ['of more accepted than shown', statisticsText({ id: 'one', statistics: moreAcceptedThanShown() })],
    ['of negative counts', statisticsText({ id: 'one', statistics: shown(-1) })],
  ] as const) {
    it(`are begun anew where the file is ${what}, which is said once`, async () => {
      await mkdir(dirname(path));
      await writeFile(path, text);
      const store = newStore();
      assert.deepEqual(await store.read(), []);
      await store.read();
      await written(store, shown(2));
      assert.deepEqual(await newStore().read(), shown(2));
      assert.deepEqual(problems, [`The statistics in ${path} could not be read. They are begun anew.`]);
    });
  }

  it('are begun anew where the file was damaged in between, as if they had been deleted', async () => {
    const store = newStore();
    await written(store, shown(2));
    await writeFile(path, 'x');
    await written(store, shown(3));
    assert.equal(deleted, 1);
    await written(store, shown(4));
    assert.deepEqual(await newStore().read(), shown(4));
  });

  it('of a newer Leeward are left alone, which is said once', async () => {
    const newer = '{"schemaVersion":2,"anything":[]}';
    await mkdir(dirname(path));
    await writeFile(path, newer);
    const store = newStore();
    await written(store, shown(2));
    await written(store, shown(2));
    assert.equal(await readFile(path, 'utf8'), newer);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /newer Leeward/);
  });

  it('stay as they were where the disk is full, are kept in the window, and written later', async () => {
    await written(newStore(), shown(1));
    let isFull = true;
    const disk: Disk = {
      ...realDisk,
      rename: async (from, to) => {
        if (isFull) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
        await realDisk.rename(from, to);
      },
    };
    const store = newStore(disk);
    await written(store, shown(2));
    await written(store, shown(4));
    assert.deepEqual(await newStore().read(), shown(1));
    assert.deepEqual(await store.read(), shown(7));
    assert.deepEqual(await readdir(dirname(path)), ['statistics.json']);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /could not be written.*ENOSPC/);
    isFull = false;
    await written(store, shown(8));
    assert.deepEqual(await newStore().read(), shown(15));
  });

  it('law: come back as they were written', () => {
    fc.assert(
      fc.property(arbitraryStatistics([today, '2026-11-29']), (statistics) =>
        assert.deepEqual(readStatisticsText(statisticsText({ id: 'one', statistics })), {
          kind: 'statistics',
          id: 'one',
          statistics,
        }),
      ),
    );
  });

  it('law: no text breaks the reading of a file', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readStatisticsText(text)));
  });
});

function moreAcceptedThanShown(): Statistics {
  return [{ day: today, languageId: 'rust', tally: { ...emptyTally, shown: 1, accepted: 2 } }];
}
