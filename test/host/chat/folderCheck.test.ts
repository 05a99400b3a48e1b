import { strict as assert } from 'node:assert';
import { FolderCheck } from '../../../src/host/chat/mentions/folderCheck.ts';
import type { FolderEntry, FolderFiles } from '../../../src/host/context/remoteFiles.ts';

/** By their paths, folders included: what they are, or the text of a file. */
const tree: Readonly<Record<string, FolderEntry['kind'] | { readonly text: string }>> = {
  '': 'folder',
  '.leewardignore': { text: 'hidden/\n' },
  'a.ts': { text: 'a' },
  src: 'folder',
  'src/b.ts': { text: 'b' },
  hidden: 'folder',
  'hidden/c.ts': { text: 'c' },
  linked: 'other',
  // As a file system shows what lies behind a link.
  'linked/d.ts': { text: 'd' },
  'linked/deep': 'folder',
  'linked/deep/e.ts': { text: 'e' },
  '.env': { text: 'TOKEN=1' },
};

const files: FolderFiles = {
  readDirectory: async (path) =>
    Object.keys(tree)
      .filter((one) => one !== '' && one.slice(0, Math.max(0, one.lastIndexOf('/'))) === path)
      .map((one) => ({ name: one.slice(one.lastIndexOf('/') + 1), kind: kindOf(one) })),
  stat: async (path) => ({ kind: kindOf(path), sizeBytes: textOf(path).length, modifiedMs: 0 }),
  read: async (path) => new TextEncoder().encode(textOf(path)),
};

function kindOf(path: string): FolderEntry['kind'] {
  const found = tree[path] ?? assert.fail(`${path} is not there`);
  return typeof found === 'string' ? found : 'file';
}

function textOf(path: string): string {
  const found = tree[path];
  return typeof found === 'object' ? found.text : '';
}

describe('what may be quoted where there is no index', () => {
  it('is no file that is ignored, private, missing, outside, or behind a link', async () => {
    const check = new FolderCheck(files, []);
    const asked = [
      'a.ts',
      'src/b.ts',
      'hidden/c.ts',
      'linked/d.ts',
      'linked/deep/e.ts',
      '.env',
      'gone.ts',
      '../x.ts',
      '',
    ];
    const allowed: string[] = [];
    for (const path of asked) if (await check.mayQuote(path)) allowed.push(path);
    assert.deepEqual(allowed, ['a.ts', 'src/b.ts']);
  });
});
