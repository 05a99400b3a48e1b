import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventually } from '../support/eventually.ts';
import { IndexFixture, lookUpOf } from '../support/indexFixture.ts';

const files = {
  'shown.ts': 'export function shownName(count: number): number { return count; }\n',
  'later.ts': 'export function hiddenName(count: number): number { return count; }\n',
};

describe('FolderIndex while it is paused', function () {
  this.timeout(60_000);
  let fixture: IndexFixture;
  beforeEach(() => {
    fixture = new IndexFixture(files);
  });
  afterEach(async () => fixture.dispose());

  it('gives nothing of what is ignored from now on, and removes it', async () => {
    await fixture.open();
    fixture.index.pause('battery');
    assert.deepEqual(await pathsOf('hiddenName'), ['later.ts']);
    fixture.write('.gitignore', 'later.ts\n');
    const told = fixture.change('.gitignore');
    assert.equal(await fixture.index.mayQuote('later.ts'), false);
    assert.deepEqual(await pathsOf('hiddenName'), []);
    assert.deepEqual(await pathsOf('shownName'), ['shown.ts']);
    await told;
    assert.deepEqual(fixture.index.reader.symbolsNamed(['hiddenName']), []);
  });

  it('gives nothing of what was ignored while it was closed', async () => {
    await fixture.open();
    await fixture.close();
    fixture.write('.gitignore', 'later.ts\n');
    void fixture.open();
    fixture.index.pause('battery');
    assert.deepEqual(await pathsOf('hiddenName'), []);
    assert.deepEqual(await pathsOf('shownName'), ['shown.ts']);
    assert.equal(fixture.index.reader.symbolsNamed(['hiddenName']).length, 1, 'no pass has run yet');
  });

  it('says that it waits, before it has begun', () => {
    void fixture.open();
    fixture.index.pause('battery');
    assert.deepEqual(fixture.statuses, [{ kind: 'listing', pausedFor: 'battery' }]);
  });

  it('says that it waits where the pause began while it was listing', async () => {
    const opening = fixture.open();
    while (fixture.statuses.length === 0) await nextTurn();
    fixture.index.pause('battery');
    await eventually('the end of listing', () => fixture.statuses.at(-1)?.kind === 'indexing');
    assert.deepEqual(fixture.statuses.at(-1), {
      kind: 'indexing',
      filesDone: 0,
      filesTotal: 2,
      bytesPerSecond: 0,
      pausedFor: 'battery',
    });
    fixture.index.pause(undefined);
    assert.equal((await opening).files, 2);
  });

  async function pathsOf(name: string): Promise<readonly string[]> {
    const params = await lookUpOf('file:///folder', name);
    const { symbols } = await fixture.index.lookUp(params, new AbortController().signal);
    return symbols.filter(({ symbol }) => symbol.name === name).map(({ path }) => path);
  }
});
