import assert from 'node:assert/strict';
import { readManifests } from '../../src/indexer/resolve/manifests.ts';
import { PathIndex } from '../../src/indexer/resolve/pathIndex.ts';
import { projectOf } from '../../src/indexer/resolve/project.ts';
import { openMemoryStore } from '../../src/indexer/store/openIndexStore.ts';

describe('Manifests', () => {
  const store = openMemoryStore();
  const files = new Map<string, string>();
  let reads = 0;
  const workspace = {
    read: async (path: string) => {
      const text = files.get(path);
      if (text !== undefined) reads += 1;
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
  };
  const put = (path: string, text: string) => {
    files.set(path, text);
    const facts = { languageId: 'json', symbols: [], references: [], imports: [], chunks: [] };
    store.put({ path, sizeBytes: text.length, modifiedMs: 0, hash: text }, facts, text);
  };
  const packages = async () => [...(await projectOf(store, workspace)).manifests.npmPackages.keys()];
  after(() => store.close());

  it('are read again when one has changed, and only then', async () => {
    put('kit/package.json', '{ "name": "kit" }');
    assert.deepEqual(await packages(), ['kit']);
    put('kit/package.json', '{ "name": "tools" }');
    assert.deepEqual(await packages(), ['tools']);
    const before = reads;
    put('kit/index.ts', 'export const a = 1;');
    assert.equal((await projectOf(store, workspace)).paths.has('kit/index.ts'), true);
    assert.deepEqual(await packages(), ['tools']);
    assert.equal(reads, before);
    put('other/package.json', '{ "name": "other" }');
    assert.deepEqual((await packages()).sort(), ['other', 'tools']);
    store.remove('other/package.json');
    assert.deepEqual(await packages(), ['tools']);
  });

  it('are tried again where they could not be read', async () => {
    put('kit/package.json', '{ "name": "again" }');
    const broken = { read: () => Promise.reject(new Error('no connection')) };
    await assert.rejects(projectOf(store, broken), { message: 'no connection' });
    assert.deepEqual(await packages(), ['again']);
  });

  it('take time as they are long, whatever is in them', async () => {
    const length = 250 * 1024;
    for (const piece of ['"\\', '\\"', '/*', '/', '"\\\n', ', ', ',\n']) {
      const text = '"'.concat(piece.repeat(length / piece.length));
      for (const hostile of [text, text.slice(1)]) {
        const read = async (path: string) => (path === 'tsconfig.json' ? new TextEncoder().encode(hostile) : undefined);
        assert.deepEqual((await readManifests({ read }, new PathIndex([]))).scriptAliases, []);
      }
    }
  });

  it('may have comments, and texts that look like some', async () => {
    const text = `{ /* a */ "compilerOptions": { // b "
      "paths": { "//x/*": ["lib/*"], "say \\"/*\\"": ["a"], }, /* c " */ }, }`;
    const read = async (path: string) => (path === 'tsconfig.json' ? new TextEncoder().encode(text) : undefined);
    const { scriptAliases } = await readManifests({ read }, new PathIndex([]));
    assert.deepEqual(
      scriptAliases.map(({ prefix, target }) => [prefix, target]),
      [
        ['say "/', 'a'],
        ['//x/', 'lib'],
      ],
    );
  });
});
