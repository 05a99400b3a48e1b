import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openMemoryStore } from '../../src/indexer/store/openIndexStore.ts';
import type { SqliteIndexStore } from '../../src/indexer/store/sqliteIndexStore.ts';
import type { CodeSymbol, FileFacts, ImportFact, NameCount } from '../../src/shared/codeFacts.ts';

const names = ['clamp', 'parseHeader', 'Größe', '$scope', 'toString', 'a_b'];
const paths = ['a.ts', 'src/b.ts', 'src/c d.py', 'ü/e.go'];

/** As what comes out of a store. */
const plain = { noNullPrototype: true } as const;

const symbols: fc.Arbitrary<CodeSymbol[]> = fc.array(
  fc.record(
    {
      name: fc.constantFrom(...names),
      kind: fc.constantFrom('function', 'enumMember', 'macro', 'class'),
      signature: fc.string({ maxLength: 40 }),
      container: fc.constantFrom('Box', 'Größe'),
      isExported: fc.boolean(),
      lines: fc.record({ start: fc.nat(5), end: fc.nat(9) }, plain),
    },
    { requiredKeys: ['name', 'kind', 'signature', 'isExported', 'lines'], noNullPrototype: true },
  ),
  { maxLength: 5 },
);
const references: fc.Arbitrary<NameCount[]> = fc.uniqueArray(
  fc.record({ name: fc.constantFrom(...names), count: fc.nat(4) }, plain),
  { selector: ({ name }) => name },
);
const imports: fc.Arbitrary<ImportFact[]> = fc.array(
  fc.record(
    {
      module: fc.string(),
      names: fc.array(fc.record({ name: fc.constantFrom(...names) }, plain), { maxLength: 2 }),
      isWholeModule: fc.boolean(),
      isReexport: fc.boolean(),
    },
    plain,
  ),
  { maxLength: 2 },
);
const file = fc
  .record({ words: fc.array(fc.constantFrom(...names, '\n'), { maxLength: 30 }), symbols, references, imports })
  .map(({ words, ...known }) => {
    const text = words.join(' ');
    const lines = text.split('\n').length;
    const chunks = Array.from({ length: Math.ceil(lines / 2) }, (_, index) => {
      return { start: 2 * index, end: Math.min(lines, 2 * index + 2) };
    });
    const facts: FileFacts = { languageId: 'typescript', package: 'p', ...known, chunks };
    return { text, facts };
  });
type File = typeof file extends fc.Arbitrary<infer Value> ? Value : never;

const steps = fc.array(
  fc.record({ path: fc.constantFrom(...paths), file: fc.option(file, { nil: undefined, freq: 3 }) }),
  { maxLength: 12 },
);

describe('SqliteIndexStore', () => {
  it('answers after any puts and removals what the files that are left say', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 3 }), (batches) => {
        const store = openMemoryStore();
        const left = new Map<string, File>();
        for (const batch of batches) {
          store.batch(() => {
            for (const { path, file } of batch) {
              if (file === undefined) store.remove(path);
              else store.put(version(path, file), file.facts, file.text);
              if (file === undefined) left.delete(path);
              else left.set(path, file);
            }
          });
        }
        assert.deepEqual(answers(store), expected(left));
        store.close();
      }),
    );
  });

  it('has nothing of a batch that fails', () => {
    const store = openMemoryStore();
    const text = 'clamp';
    const facts: FileFacts = {
      languageId: 'go',
      symbols: [],
      references: [{ name: 'clamp', count: 1 }],
      imports: [],
      chunks: [{ start: 0, end: 1 }],
    };
    store.put({ path: 'a.go', sizeBytes: 5, modifiedMs: 1, hash: 'h' }, facts, text);
    const before = answers(store);
    assert.throws(() =>
      store.batch(() => {
        store.put({ path: 'b.go', sizeBytes: 5, modifiedMs: 1, hash: 'h' }, facts, text);
        store.remove('a.go');
        throw new Error('the parse has failed');
      }),
    );
    assert.deepEqual(answers(store), before);
    store.put({ path: 'b.go', sizeBytes: 5, modifiedMs: 1, hash: 'h' }, facts, text);
    assert.equal(store.referencingFiles(['clamp']).get('clamp'), 2);
    assert.equal(store.referencingFiles(['clamp'], 'a.go').get('clamp'), 1);
    store.close();
  });
});

function version(path: string, { text }: File) {
  return { path, sizeBytes: text.length, modifiedMs: text.length + 0.25, hash: `hash of ${text}` };
}

/** All that can be asked, in an order of its own. */
function answers(store: SqliteIndexStore) {
  const all = [...store.paths()].sort();
  return {
    versions: [...store.versions()].sort(([a], [b]) => (a < b ? -1 : 1)),
    files: all.map((path) => store.file(path)),
    counts: store.counts(),
    imports: all.map((path) => store.importsOf(path)),
    inFiles: all.map((path) => store.symbolsIn([path]).map(({ symbol }) => symbol)),
    named: sorted(store.symbolsNamed([...names, 'clamp'])),
    inContainers: sorted(store.symbolsInContainers(['Box', 'Größe', 'Nothing'])),
    ofPackage: [...store.filesOfPackage('typescript', 'p')].sort(),
    definitions: [...store.definitionCounts(names)],
    references: [...store.referencingFiles(names)],
    found: names.map((name) => sorted(store.searchChunks([name], 1000).map(({ path, lines }) => ({ path, lines })))),
  };
}

function expected(left: ReadonlyMap<string, File>): ReturnType<typeof answers> {
  const files = [...left].sort(([a], [b]) => (a < b ? -1 : 1));
  const stored = files.flatMap(([path, { facts }]) =>
    facts.symbols.map((symbol) => ({ path, languageId: facts.languageId, symbol })),
  );
  const chunks = files.flatMap(([path, { facts, text }]) => {
    return facts.chunks.map((lines) => ({
      path,
      lines,
      text: text.split('\n').slice(lines.start, lines.end).join(' '),
    }));
  });
  return {
    versions: files.map(([path, one]) => {
      const { path: _, ...rest } = version(path, one);
      return [path, rest];
    }),
    files: files.map(([path, one]) => {
      const { hash: _, ...rest } = version(path, one);
      return { ...rest, languageId: 'typescript', package: 'p' };
    }),
    counts: { files: files.length, symbols: stored.length },
    imports: files.map(([, { facts }]) => facts.imports),
    inFiles: files.map(([, { facts }]) => [...facts.symbols]),
    named: sorted(stored),
    inContainers: sorted(stored.filter(({ symbol }) => symbol.container !== undefined)),
    ofPackage: files.map(([path]) => path),
    definitions: names.map((name) => [name, stored.filter(({ symbol }) => symbol.name === name).length]),
    references: names.map((name) => {
      return [name, files.filter(([, { facts }]) => facts.references.some((one) => one.name === name)).length];
    }),
    found: names.map((name) => {
      const having = chunks.filter(({ text }) => text.split(/\s+/).includes(name));
      return sorted(having.map(({ path, lines }) => ({ path, lines })));
    }),
  };
}

function sorted<Value>(values: readonly Value[]): readonly Value[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
