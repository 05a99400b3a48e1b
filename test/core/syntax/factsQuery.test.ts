import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Query } from 'web-tree-sitter';
import type { FactsQueryOptions, FoundMatch } from '../../../src/core/syntax/factsQuery.ts';
import { type Grammar, Grammars } from '../../../src/core/syntax/grammars.ts';
import { withTree } from '../../../src/core/syntax/parse.ts';
import { syntaxLanguages } from '../../../syntaxes/languages.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';
import { listFiles } from '../../../tools/listFiles.ts';
import { factsQuery } from '../../support/syntaxEngines.ts';

const repository = resolve(import.meta.dirname, '..', '..', '..');
const grammars = new Grammars(sourceAssets(repository));
const samples = join(repository, 'test', 'fixtures', 'syntax');

describe('FactsQuery', () => {
  for (const language of syntaxLanguages) {
    it(`finds what web-tree-sitter's own interface finds: ${language.id}`, async () => {
      const grammar = await grammars.load(language.id);
      assert.ok(grammar);
      const query = new Query(grammar.parserLanguage, await factsQuery(language));
      const texts = [...sourcesOf(language.endings, language.id), '', '\n\n  ((', 'a = 1\nself.b = require("c")\n'];
      for (const text of texts) {
        const middle = Math.floor(text.length / 2);
        for (const options of [{}, { startIndex: middle, endIndex: text.length }, { maxStartDepth: 2 }]) {
          const compare = (root: Root) =>
            assert.deepEqual(grammar.facts.matches(root, options), plain(query, root, options));
          inTree(grammar, text, compare);
        }
      }
      query.delete();
    });
  }

  it('can be stopped, and is whole the next time', async () => {
    const grammar = await grammars.load('typescript');
    assert.ok(grammar);
    const text = 'const a = f(b, c);\n'.repeat(2_000);
    const count = (progressCallback?: () => boolean) =>
      inTree(grammar, text, (root) => grammar.facts.matches(root, progressCallback && { progressCallback }).length);
    const all = count() ?? 0;
    let asked = 0;
    const stopped = count(() => ++asked === 3) ?? 0;
    assert.ok(stopped > 0 && stopped < all, `${stopped} of ${all}`);
    assert.equal(asked, 3);
    assert.equal(count(), all);
  });
});

type Root = Parameters<Grammar['facts']['matches']>[0];

function inTree<Result>(grammar: Grammar, text: string, use: (root: Root) => Result): Result | undefined {
  return withTree(
    grammar,
    text,
    () => false,
    (tree) => use(tree.rootNode),
  );
}

function plain(query: Query, root: Root, options: FactsQueryOptions): readonly FoundMatch[] {
  return query.matches(root, options).map(({ patternIndex, captures }) => ({
    patternIndex,
    captures: captures.map(({ name, node: { id, startIndex, endIndex } }) => ({
      name,
      node: { id, startIndex, endIndex },
    })),
  }));
}

/** Our samples, and for the languages that we write ourselves our own files. */
function sourcesOf(endings: readonly string[], id: string): readonly string[] {
  const inFolder = (folder: string) =>
    listFiles(folder, [...endings, '.tsx.txt'], []).map((path) => join(folder, path));
  const own = inFolder(samples).filter((path) => path.startsWith(join(samples, id)));
  const ours = inFolder(join(repository, 'src', 'core', 'syntax'));
  const scripts = endings.includes('.mjs') ? [join(repository, 'esbuild.mjs')] : [];
  return [...own, ...ours, ...scripts].map((path) => readFileSync(path, 'utf8'));
}
