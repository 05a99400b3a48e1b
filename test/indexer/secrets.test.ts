import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { chooseSnippets } from '../../src/core/context/chooseSnippets.ts';
import { addCopy, copySnippets } from '../../src/core/context/copiedText.ts';
import { RecentEdits } from '../../src/core/context/recentEdits.ts';
import { addPlace, placeSnippets, type SeenPlace } from '../../src/core/context/recentPlaces.ts';
import { SkipLog } from '../../src/core/context/skipLog.ts';
import type { Snippet } from '../../src/core/context/snippet.ts';
import { modelFamilies, type PromptMode } from '../../src/core/prompt/families.ts';
import { promptText } from '../../src/core/prompt/segments.ts';
import { cursorFacts } from '../../src/core/syntax/cursorFacts.ts';
import { Grammars } from '../../src/core/syntax/grammars.ts';
import { withTree } from '../../src/core/syntax/parse.ts';
import { DiskWorkspace } from '../../src/indexer/crawl/diskWorkspace.ts';
import { FileParser } from '../../src/indexer/fileParser.ts';
import { FolderIndex } from '../../src/indexer/folderIndex.ts';
import { openIndexStore } from '../../src/indexer/store/openIndexStore.ts';
import { sourceAssets } from '../../tools/bundle/syntaxAssets.ts';
import {
  type Canary,
  canaryExcludes,
  canaryIgnoreFiles,
  ignoredFileCanaries,
  leaksOf,
  privateFileCanaries,
  sourceCanaries,
} from '../support/canaries.ts';
import { freshPrompt } from '../support/freshPrompt.ts';

const repository = resolve(import.meta.dirname, '../..');
const canaries = [...privateFileCanaries(), ...ignoredFileCanaries(), ...sourceCanaries()];
const secrets = canaries.flatMap((canary) => canary.secrets);

describe('40 planted secrets and more', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    assert.ok(canaries.length >= 40);
    folder = mkdtempSync(join(tmpdir(), 'leeward-canaries-'));
    for (const { path, text } of canaries) write(join(folder, 'repository', path), text);
    for (const [path, text] of Object.entries(canaryIgnoreFiles)) write(join(folder, 'repository', path), text);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const isTrusted of [false, true]) {
    it(`are in no store and no prompt, with files listed by ${isTrusted ? 'git' : 'a walk'}`, async () => {
      const rootPath = join(folder, 'repository');
      if (isTrusted) assert.equal(spawnSync('git', ['init', '-q', rootPath]).status, 0);
      const storePath = join(folder, isTrusted ? 'git' : 'walk', 'store');
      const grammars = new Grammars(sourceAssets(repository));
      const index = await indexed(rootPath, storePath, isTrusted, grammars);
      try {
        const indexedPaths = new Set(index.reader.paths());
        for (const { path } of sourceCanaries()) assert.ok(indexedPaths.has(path), path);
        for (const { path } of [...privateFileCanaries(), ...ignoredFileCanaries()])
          assert.ok(!indexedPaths.has(path), path);
        assert.deepEqual(storeLeaks(dirname(storePath)), []);

        const quoted = new Set<string>();
        for (const canary of sourceCanaries()) {
          const prompts = await promptsNear(canary, index, grammars);
          for (const path of prompts.paths) quoted.add(path);
          assert.deepEqual(leaksOf(secrets, prompts.text), [], canary.name);
        }
        // They were not left out by being quoted nowhere.
        for (const { path } of sourceCanaries()) assert.ok(quoted.has(path), `${path} is quoted`);
      } finally {
        await index.close();
      }
      assert.deepEqual(storeLeaks(dirname(storePath)), []);
    });
  }

  it('are in no prompt by what the user does with them', async () => {
    const grammars = new Grammars(sourceAssets(repository));
    const index = await indexed(join(folder, 'repository'), join(folder, 'activity', 'store'), false, grammars);
    const edits = new RecentEdits();
    let places: readonly SeenPlace[] = [];
    let told = 0;
    // Whoever works in a generated or a minified file has it in mind, and what they do there is told.
    const opened = canaries.filter(({ name }) => !['generated', 'minified', 'binary'].includes(name));
    try {
      for (const { name, path, text } of opened) {
        edits.open(path, 'plaintext', `${text}\n\n${text}`);
        const at = Math.max(0, text.search(/canary/i));
        // A change in the line of the secret, then its deletion.
        edits.change(path, [{ range: { start: at, end: at }, newText: 'a' }], told);
        const changed = edits.snippets({ path: 'other.ts', line: 0 }, told);
        edits.change(path, [{ range: { start: 0, end: text.length + 1 }, newText: '' }], told);
        const deleted = edits.snippets({ path: 'other.ts', line: 0 }, told);
        const lines = { start: 0, end: text.split('\n').length };
        const copies = addCopy([], { path, languageId: 'plaintext', lines, text, timeMs: told });
        places = addPlace(places, { path, languageId: 'plaintext', cursorLine: 0, visible: lines, timeMs: told });
        const seen = placeSnippets(places, new Map([[path, text]]), 'other.ts', told);
        const snippets = [...changed, ...deleted, ...copySnippets(copies, 'other.ts', told), ...seen];
        const allowed: Snippet[] = [];
        for (const snippet of snippets) if (await index.mayQuote(snippet.path)) allowed.push(snippet);
        for (const mode of modes()) assert.deepEqual(leaksOf(secrets, promptOf(mode, allowed)), [], name);
        told += allowed.length;
      }
    } finally {
      await index.close();
    }
    assert.ok(told > 4 * sourceCanaries().length, String(told));
  });

  it('would be found in a store', () => {
    const storePath = join(folder, 'open', 'store');
    const { store } = openIndexStore({ path: storePath, version: 1 });
    for (const { path, text } of sourceCanaries()) {
      const symbol = { kind: 'function', isExported: true, lines: { start: 0, end: 1 } } as const;
      store.put(
        { path, sizeBytes: text.length, modifiedMs: 0, hash: path },
        {
          ...{
            languageId: 'plaintext',
            references: [],
            imports: [],
            chunks: [{ start: 0, end: text.split('\n').length }],
          },
          symbols: [{ ...symbol, name: 'canaryRelease', signature: text.slice(0, 300) }],
        },
        text,
      );
    }
    store.close();
    const leaks = new Set(storeLeaks(dirname(storePath)));
    for (const canary of sourceCanaries()) {
      assert.ok(
        leaksOf(canary.secrets, canary.text).some((piece) => leaks.has(piece)),
        canary.name,
      );
    }
  });
});

async function indexed(
  rootPath: string,
  storePath: string,
  isTrusted: boolean,
  grammars: Grammars,
): Promise<FolderIndex> {
  return await new Promise((ready, fail) => {
    const skipLog = new SkipLog(() => {});
    const workspace = new DiskWorkspace({ rootPath, excludes: canaryExcludes, isTrusted, onSkip: () => {} });
    const index = new FolderIndex({
      ...{ workspace, store: { path: storePath, version: 1 }, parser: new FileParser(grammars), skipLog },
      onStatus: ({ kind }) => kind === 'ready' && ready(index),
      onProblem: (sentence) => fail(new Error(sentence)),
      onWasmFailure: fail,
    });
  });
}

/** Pieces of secrets in the bytes of the store's files, and in the words of its search, whose bytes are compressed. */
function storeLeaks(storeFolder: string): readonly string[] {
  const files = readdirSync(storeFolder).map((name) => join(storeFolder, name));
  assert.ok(files.length > 0);
  const bytes = files.map((path) => readFileSync(path, 'latin1')).join('\n');
  const databases = files.filter((path) => readFileSync(path, 'latin1').startsWith('SQLite format 3'));
  assert.equal(databases.length, 1);
  const database = new DatabaseSync(databases[0] ?? '', { readOnly: true });
  const words = database.prepare('SELECT term FROM word_counts').all();
  database.close();
  assert.ok(words.length > 20);
  return leaksOf(secrets, `${bytes}\n${words.map(({ term }) => term).join('\n')}`);
}

/** The prompts of a document that imports the canary's file and looks like it, and all that was looked up for them. */
async function promptsNear(canary: Canary, index: FolderIndex, grammars: Grammars) {
  const grammar = await grammars.load('typescript');
  assert.ok(grammar);
  const name = canary.path.replace(/^src\//, '');
  const documentText = `import { canaryRelease } from './${name}';\n\nexport function main() {\n  canaryRelease();\n  \n}\n`;
  const offset = documentText.indexOf('  \n') + 2;
  const path = 'src/main.ts';
  const facts = withTree(
    grammar,
    documentText,
    () => false,
    (tree) => cursorFacts(grammar, tree, documentText, offset, path),
  );
  assert.ok(facts);
  const candidates = await index.lookUp(
    { folderUri: 'file:///', facts, nearbyText: canary.text },
    new AbortController().signal,
  );
  const snippets = chooseSnippets({
    ...{ facts, candidates, extra: [], previous: [], budgetTokens: 3_000, documentText },
  });
  const prompts = modes().map((mode) => promptOf(mode, snippets));
  const paths = [...candidates.symbols, ...candidates.chunks, ...snippets].map((quoted) => quoted.path);
  return { paths, text: [JSON.stringify(candidates), ...prompts].join('\n') };
}

function promptOf(mode: PromptMode, snippets: readonly Snippet[]): string {
  const { segments } = freshPrompt({
    ...{ mode, prefix: 'use(', suffix: ')\n', contextSizeTokens: 32_768 },
    repo: { repoName: 'canaries', path: 'src/main.ts', snippets },
  });
  return promptText(segments);
}

/** One whose family has a form for repositories, and one that has none. */
function modes(): readonly PromptMode[] {
  const family = modelFamilies.find(({ fim }) => fim?.repo !== undefined);
  assert.ok(family?.fim);
  return [
    { kind: 'fim', family, fim: family.fim },
    { kind: 'prefix', reason: 'none' },
  ];
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
