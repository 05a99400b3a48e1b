import { strict as assert } from 'node:assert';
import { type FolderFiles, RemoteFiles } from '../../../src/host/context/remoteFiles.ts';

const never = new AbortController().signal;

/** Files by path; a value of `null` is a symbolic link. */
function inMemory(contents: Record<string, string | null>) {
  const read: string[] = [];
  const paths = () => Object.keys(contents);
  const files: FolderFiles = {
    readDirectory: async (folder) => {
      if (typeof contents[folder] === 'string') throw new Error(`${folder} is a file`);
      const prefix = folder === '' ? '' : `${folder}/`;
      const inside = paths().filter((path) => path.startsWith(prefix));
      const names = new Set(inside.map((path) => path.slice(prefix.length).split('/')[0] ?? ''));
      return [...names].map((name) => {
        const content = contents[prefix + name];
        return { name, kind: content === undefined ? 'folder' : content === null ? 'other' : 'file' };
      });
    },
    stat: async (path) => {
      const content = contents[path];
      if (content === undefined) throw new Error(`no ${path}`);
      return { kind: content === null ? 'other' : 'file', sizeBytes: content?.length ?? 0, modifiedMs: 7 };
    },
    read: async (path) => {
      const content = contents[path];
      if (typeof content !== 'string') throw new Error(`no ${path}`);
      read.push(path);
      return new TextEncoder().encode(content);
    },
  };
  return { files, read };
}

const contents: Record<string, string | null> = {
  '.gitignore': 'build/\n*.tmp\n',
  'src/a.ts': 'export const a = 1;',
  'src/b.tmp': 'b',
  'src/link.ts': null,
  'src/secret/.leewardignore': '*\n!shown.ts\n',
  'src/secret/hidden.ts': 'h',
  'src/secret/shown.ts': 's',
  'build/out.ts': 'o',
  'gone/away.ts': 'g',
  '.env': 'TOKEN=1',
  '.ssh/id_rsa': 'k',
  'node_modules/m/index.js': 'm',
  'logo.png': 'p',
  'empty.ts': '',
};

const open = (over: Record<string, string | null> = contents) => {
  const memory = inMemory(over);
  const skipped: string[] = [];
  const onSkip = (path: string, reason: string) => void skipped.push(`${path}: ${reason}`);
  return { ...memory, skipped, remote: new RemoteFiles({ files: memory.files, excludes: ['**/gone'], onSkip }) };
};
const pathsOf = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path).sort();

describe('RemoteFiles', () => {
  it('lists what may be read, and nothing ignored, private, linked or worthless', async () => {
    const { remote, read } = open();
    const listed = pathsOf(await remote.list(never)).filter((path) => !path.includes('ignore'));
    assert.deepEqual(listed, ['src/a.ts', 'src/secret/shown.ts']);
    assert.ok(read.every((path) => path.endsWith('ignore')));
  });

  it('lists what is in one folder, as the whole list has it', async () => {
    const all = pathsOf(await open().remote.list(never));
    for (const folder of ['src', 'src/secret']) {
      const inside = pathsOf(await open().remote.list(never, folder));
      assert.ok(inside.length > 0);
      assert.deepEqual(
        inside,
        all.filter((path) => path.startsWith(`${folder}/`)),
      );
    }
    for (const folder of ['build', 'gone', 'node_modules', '.ssh', '../x', 'src/a.ts', 'nowhere'])
      assert.deepEqual(await open().remote.list(never, folder), [], folder);
  });

  it('says of one path what the list says', async () => {
    const { remote } = open();
    const listed = pathsOf(await remote.list(never));
    const one = open().remote;
    const found = await Promise.all(Object.keys(contents).map((path) => one.stat(path)));
    assert.deepEqual(pathsOf(found.filter((file) => file !== undefined)), listed);
    assert.deepEqual(await one.stat('src/a.ts'), { path: 'src/a.ts', sizeBytes: 19, modifiedMs: 7 });
  });

  it('reads nothing else', async () => {
    const { remote, read } = open();
    assert.equal(new TextDecoder().decode(await remote.read('src/a.ts', 100)), 'export const a = 1;');
    for (const path of ['.env', 'build/out.ts', 'src/../.env', '/src/a.ts', 'src/link.ts', 'no.ts', 'src/a.ts\0'])
      assert.equal(await remote.read(path, 100), undefined, path);
    assert.equal(await remote.read('src/a.ts', 18), undefined);
    assert.deepEqual(
      [...new Set(read)].filter((path) => !path.endsWith('ignore')),
      ['src/a.ts'],
    );
  });

  it('follows ignore files that change', async () => {
    const changing = { ...contents };
    const { remote } = open(changing);
    assert.ok((await remote.stat('src/a.ts')) !== undefined);
    changing['.gitignore'] = 'src/\n';
    remote.filesChanged(['src/a.ts']);
    assert.ok((await remote.stat('src/a.ts')) !== undefined);
    remote.filesChanged(['.gitignore']);
    assert.equal(await remote.stat('src/a.ts'), undefined);
  });

  it('shows nothing ignored while an ignore file changes', async () => {
    const { remote } = open();
    const asked = remote.stat('src/secret/hidden.ts');
    const read = remote.read('src/secret/hidden.ts', 100);
    remote.filesChanged(['.gitignore']);
    assert.equal(await asked, undefined);
    assert.equal(await read, undefined);
  });

  it('says which files a user may miss, and goes on where a folder cannot be read', async () => {
    const { files, skipped } = open({ 'big.ts': 'x'.repeat(2 ** 20 + 1), 'closed/a.ts': 'a', 'b.ts': 'b' });
    const closed: FolderFiles = {
      ...files,
      readDirectory: (path) => (path === 'closed' ? Promise.reject(new Error('no')) : files.readDirectory(path)),
    };
    const onSkip = (path: string, reason: string) => void skipped.push(`${path}: ${reason}`);
    const remote = new RemoteFiles({ files: closed, excludes: [], onSkip });
    assert.deepEqual(pathsOf(await remote.list(never)), ['b.ts']);
    assert.deepEqual(skipped, ['big.ts: they are larger than 1 MiB', 'closed: they can not be read']);
  });

  it('opens nothing that an ignore file governs which can not be read, until it can', async () => {
    const closed = new Set(['src/.gitignore']);
    const { files, skipped } = open({
      'a.ts': 'a',
      'src/.gitignore': 'hidden.ts',
      'src/.leewardignore': '!b.ts',
      'src/b.ts': 'b',
      'src/hidden.ts': 'h',
      'src/deep/.leewardignore': '!c.ts',
      'src/deep/c.ts': 'c',
    });
    const onSkip = (path: string, why: string) => void skipped.push(`${path}: ${why}`);
    const failing = (path: string) => closed.has(path);
    const remote = new RemoteFiles({
      files: {
        ...files,
        read: (path) => (failing(path) ? Promise.reject(new Error('no')) : files.read(path)),
        readDirectory: (path) => (failing(path) ? Promise.reject(new Error('no')) : files.readDirectory(path)),
      },
      excludes: [],
      onSkip,
    });
    assert.deepEqual(pathsOf(await remote.list(never)), ['a.ts']);
    assert.equal(await remote.stat('src/deep/c.ts'), undefined);
    assert.equal(await remote.read('src/b.ts', 100), undefined);
    assert.deepEqual(skipped, ['src/.gitignore: their ignore file can not be read']);
    closed.clear();
    const sources = (paths: readonly string[]) => paths.filter((path) => path.endsWith('.ts'));
    assert.deepEqual(sources(pathsOf(await remote.list(never))), ['a.ts', 'src/b.ts', 'src/deep/c.ts']);
    // A folder that does not say what is in it may have any rules. It is asked again each time.
    closed.add('src/deep');
    remote.filesChanged(['.gitignore']);
    assert.equal(await remote.stat('src/deep/c.ts'), undefined);
    closed.clear();
    assert.notEqual(await remote.stat('src/deep/c.ts'), undefined);
  });

  it('does not take a folder for empty that can not be read', async () => {
    const { files } = inMemory(contents);
    const readDirectory = () => Promise.reject(new Error('no connection'));
    const remote = new RemoteFiles({ files: { ...files, readDirectory }, excludes: [] });
    await assert.rejects(remote.list(never), { message: 'no connection' });
  });

  it('can be told to stop', async () => {
    await assert.rejects(open().remote.list(AbortSignal.abort()), { name: 'CancelledError' });
  });
});
