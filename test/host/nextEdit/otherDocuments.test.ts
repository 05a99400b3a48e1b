import { strict as assert } from 'node:assert';
import type { EditPattern } from '../../../src/core/nextEdit/repeatedEdit.ts';
import type { DefinitionChange } from '../../../src/core/nextEdit/sharedChange.ts';
import { type DocumentSource, type OpenDocument, otherDocuments } from '../../../src/host/nextEdit/otherDocuments.ts';
import { isCancelled } from '../../../src/shared/errors.ts';

const change: DefinitionChange = { kind: 'rename', name: 'load', newName: 'read' };
const pattern: EditPattern = {
  ...{ kind: 'repeat', left: '', oldText: 'console.log', newText: 'log', right: '(', mayBeMember: true },
  ...{ textKind: 'string', languageId: 'typescript' },
};
const user = "import { load } from './files';\nload();\n";
const repeated = "'console.log(1)';\n";
const origins = { modules: ['./files'], qualifiers: [], isDirect: false };
const never = new AbortController().signal;

interface World {
  /** On the disk. */
  readonly files: Record<string, string>;
  readonly open: OpenDocument[];
  tabs: string[];
  readonly hidden: readonly string[];
  /** Files that were read. */
  readonly read: string[];
}

function worldOf(parts: Partial<World>): World {
  return { files: {}, open: [], tabs: [], hidden: [], read: [], ...parts };
}

function sourceOf(world: World): DocumentSource {
  return {
    inTabs: () => world.open.filter(({ uri }) => world.tabs.includes(uri)),
    open: () => world.open,
    usersOf: async (name) => {
      assert.equal(name, change.name);
      const uris = [...new Set([...Object.keys(world.files), ...world.open.map(({ uri }) => uri)])].sort();
      return uris.map((uri) => ({ uri, origins, languageId: uri.endsWith('.py') ? 'python' : 'typescript' }));
    },
    mayQuote: async (uri) => !world.hidden.includes(uri),
    read: async (uri) => {
      world.read.push(uri);
      return world.files[uri];
    },
  };
}

const openDocument = (uri: string, text: string): OpenDocument => ({ uri, languageId: 'typescript', text });
const isScript = (languageId: string): boolean => languageId === 'typescript';

async function urisOf(world: World, of: DefinitionChange | EditPattern = change): Promise<readonly string[]> {
  const uris: string[] = [];
  for await (const { uri } of otherDocuments(sourceOf(world), of, isScript, never)) uris.push(uri);
  return uris;
}

describe('the documents that a change goes on in', () => {
  it('are those that are shown, then what is open, then files, which are read when it is their turn', async () => {
    const files = { 'a.ts': user, 'b.ts': 'nothing\n', 'c.ts': user, 'd.ts': user };
    const world = worldOf({ files, open: [openDocument('d.ts', user), openDocument('c.ts', `\n${user}`)] });
    const documents = otherDocuments(sourceOf(world), change, isScript, never);
    const next = async () => (await documents.next()).value;
    assert.equal((await next())?.uri, 'd.ts');
    const second = await next();
    assert.deepEqual([second?.uri, second?.line, world.read], ['c.ts', 1, []]);
    assert.equal((await next())?.uri, 'a.ts');
    assert.deepEqual(world.read, ['a.ts']);
    assert.equal(await next(), undefined);
    assert.deepEqual(world.read, ['a.ts', 'b.ts']);
  });

  it('have the edits of their text as it is then', async () => {
    const documents = otherDocuments(sourceOf(worldOf({ files: { 'a.ts': user } })), change, isScript, never);
    const { value } = await documents.next();
    assert.deepEqual(
      value?.editsIn(`\n${user}`, 'typescript').map(({ range }: { range: object }) => range),
      [
        { start: 10, end: 14 },
        { start: 33, end: 37 },
      ],
    );
  });

  it('are no ignored or private ones, be they open', async () => {
    const files = { 'a.ts': user, 'b.ts': user };
    const world = worldOf({
      files,
      open: [openDocument('b.ts', user), openDocument('c.ts', user)],
      hidden: ['a.ts', 'b.ts'],
    });
    assert.deepEqual(await urisOf(world), ['c.ts']);
    assert.deepEqual(world.read, []);
    const open = [openDocument('b.ts', repeated), openDocument('c.ts', repeated)];
    assert.deepEqual(await urisOf(worldOf({ open, tabs: ['b.ts', 'c.ts'], hidden: ['b.ts'] }), pattern), ['c.ts']);
  });

  it('are not read in a language that is switched off, nor where they have gone', async () => {
    const world = worldOf({ files: { 'a.py': 'from files import load\n', 'b.ts': user } });
    const source = sourceOf(world);
    const read = async (uri: string) => (uri === 'b.ts' ? undefined : await source.read(uri));
    const documents = otherDocuments({ ...source, read }, change, isScript, never);
    assert.equal((await documents.next()).done, true);
    assert.deepEqual(world.read, []);
  });

  it('are 200 at most', async () => {
    const files = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`${at}.ts`, user]));
    assert.equal((await urisOf(worldOf({ files }))).length, 200);
  });

  it('are those with a tab, of one language, where the same edit was made twice', async () => {
    const open = [
      openDocument('a.ts', repeated),
      openDocument('b.ts', repeated),
      { ...openDocument('c.js', repeated), languageId: 'javascript' },
      openDocument('d.ts', 'nothing\n'),
    ];
    assert.deepEqual(await urisOf(worldOf({ open, tabs: ['b.ts', 'c.js', 'd.ts'] }), pattern), ['b.ts']);
  });

  it('are not those whose tab was closed meanwhile', async () => {
    const open = ['a.ts', 'b.ts', 'c.ts'].map((uri) => openDocument(uri, repeated));
    const world = worldOf({ open, tabs: ['a.ts', 'b.ts', 'c.ts'] });
    const documents = otherDocuments(sourceOf(world), pattern, isScript, never);
    assert.equal((await documents.next()).value?.uri, 'a.ts');
    world.tabs = ['a.ts', 'c.ts'];
    assert.equal((await documents.next()).value?.uri, 'c.ts');
  });

  it('are not looked for any more once nobody waits', async () => {
    for (const one of [change, pattern]) {
      const world = worldOf({ open: [openDocument('a.ts', one === change ? user : repeated)], tabs: ['a.ts'] });
      const documents = otherDocuments(sourceOf(world), one, isScript, AbortSignal.abort());
      await assert.rejects(documents.next(), isCancelled);
    }
  });
});
