import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { deleteStrayStores } from '../../../src/host/index/deleteStrayStores.ts';
import { IndexFixture } from '../../support/indexFixture.ts';

describe('deleteStrayStores', () => {
  it('deletes the stores of other folders, and none that is open', async () => {
    const fixture = new IndexFixture({ 'a.ts': 'export const a = 1;\n' });
    const folder = dirname(fixture.storePath);
    try {
      await fixture.open();
      for (const name of ['kept.7.1', 'kept.7.1-wal', 'gone.7.1', 'gone.7.1-wal', 'gone.parsing.999999999'])
        writeFileSync(join(folder, name), '');
      const stores = () => [...new Set(readdirSync(folder).map((name) => name.split('.', 1)[0]))].sort();
      await deleteStrayStores(folder, (name) => name === 'kept');
      assert.deepEqual(stores(), [basename(fixture.storePath), 'kept']);
      assert.equal((await fixture.open()).parsedFiles, 0, 'nothing of it is missing');
      await fixture.close();
      await deleteStrayStores(folder, (name) => name === 'kept');
      assert.deepEqual(stores(), ['kept']);
    } finally {
      await fixture.dispose();
    }
  });

  it('does nothing where there are no stores', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leeward-stores-'));
    rmSync(folder, { recursive: true });
    await deleteStrayStores(folder, () => assert.fail());
  });
});
