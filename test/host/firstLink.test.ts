import { strict as assert } from 'node:assert';
import type { FolderEntry } from '../../src/host/context/remoteFiles.ts';
import { firstLink } from '../../src/host/refactor/firstLink.ts';

const kinds: Readonly<Record<string, FolderEntry['kind']>> = {
  src: 'folder',
  'src/a.ts': 'file',
  'src/linked.ts': 'other',
  linked: 'other',
  // As a file system shows what lies behind a link.
  'linked/deep': 'folder',
  'linked/deep/b.ts': 'file',
};

const files = {
  stat: async (path: string) => {
    if (path === 'away') throw Object.assign(new Error('no connection'), { code: 'Unavailable' });
    const kind = kinds[path];
    if (kind === undefined) throw Object.assign(new Error(path), { code: 'FileNotFound' });
    return { kind, sizeBytes: 0, modifiedMs: 0 };
  },
};

describe('The first link on the way to a file', () => {
  it('is the file or any folder above it', async () => {
    assert.equal(await firstLink(files, 'src/linked.ts'), 'src/linked.ts');
    assert.equal(await firstLink(files, 'linked/deep/b.ts'), 'linked');
    assert.equal(await firstLink(files, 'linked/new.ts'), 'linked');
  });

  it('is none where all are plain, or not there yet', async () => {
    for (const path of ['src/a.ts', 'src/new.ts', 'new/deep/b.ts'])
      assert.equal(await firstLink(files, path), undefined, path);
  });

  it('is not guessed where the file system can not say', async () => {
    await assert.rejects(firstLink(files, 'away/a.ts'), { message: 'no connection' });
  });
});
