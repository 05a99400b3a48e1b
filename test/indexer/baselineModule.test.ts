import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileFacts } from '../../src/core/syntax/fileFacts.ts';
import { type Grammar, Grammars } from '../../src/core/syntax/grammars.ts';
import { withTree } from '../../src/core/syntax/parse.ts';
import { baselineModule } from '../../src/indexer/baselineModule.ts';
import { syntaxLanguages } from '../../syntaxes/languages.ts';
import { sourceAssets } from '../../tools/bundle/syntaxAssets.ts';

const repository = resolve(import.meta.dirname, '../..');
const readAsset = sourceAssets(repository);

describe('Grammars that are not optimised', function () {
  this.timeout(60_000);

  it('are those with the largest lexers', () => {
    const found = syntaxLanguages.filter(
      ({ wasm }) => baselineModule(readFileSync(join(repository, 'node_modules', wasm))) !== undefined,
    );
    assert.deepEqual(
      found.map(({ id }) => id),
      ['cpp', 'kotlin', 'shellscript'],
    );
  });

  it('say of a file what they say otherwise', async () => {
    const [usual, frugal] = [new Grammars(readAsset), new Grammars(readAsset, baselineModule)];
    for (const id of ['cpp', 'kotlin', 'shellscript']) {
      const folder = join(repository, 'test/fixtures/syntax', id);
      const grammars = [await usual.load(id), await frugal.load(id)];
      for (const name of readdirSync(folder)) {
        const text = readFileSync(join(folder, name), 'utf8');
        const [expected, found] = grammars.map((grammar) => grammar && factsOf(grammar, text));
        assert.ok(expected !== undefined && expected.symbols.length > 0, name);
        assert.deepEqual(found, expected, name);
      }
    }
  });

  it('are none where a file is damaged: who loads it says so', () => {
    for (const length of [0, 8, 9, 40, 1000]) {
      const damaged = readFileSync(join(repository, 'node_modules/tree-sitter-go/tree-sitter-go.wasm')).subarray(
        0,
        length,
      );
      assert.equal(baselineModule(damaged), undefined);
    }
    assert.equal(baselineModule(Buffer.alloc(1000, 0xff)), undefined);
  });
});

function factsOf(grammar: Grammar, text: string) {
  const isOver = () => false;
  return withTree(grammar, text, isOver, (tree) => fileFacts(grammar, tree, text, isOver));
}
