import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import { languageOfId, languageOfPath } from '../../../src/core/syntax/languageLookup.ts';
import { BugError } from '../../../src/shared/errors.ts';
import { syntaxLanguages } from '../../../syntaxes/languages.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';

const readAsset = sourceAssets(resolve(import.meta.dirname, '..', '..', '..'));

describe('Grammars', () => {
  it('loads every language of the table', async () => {
    const grammars = new Grammars(readAsset);
    for (const { id } of syntaxLanguages) {
      const grammar = await grammars.load(id);
      assert.equal(grammar?.language.id, id);
      // Compiled when they are asked for.
      assert.ok(grammar.blocks && grammar.variables);
    }
  });

  it('loads each once, however often and under whichever identifier it is asked for', async () => {
    const read: string[] = [];
    const grammars = new Grammars((name) => {
      read.push(name);
      return readAsset(name);
    });
    assert.equal(grammars.loaded('javascript'), undefined);
    const [one, two] = await Promise.all([grammars.load('javascript'), grammars.load('javascriptreact')]);
    assert.equal(one, two);
    assert.equal(grammars.loaded('javascriptreact'), one);
    assert.equal(read.filter((name) => name.startsWith('javascript/')).length, 5);
  });

  it('knows nothing of other languages', async () => {
    assert.equal(await new Grammars(readAsset).load('markdown'), undefined);
  });

  it('a damaged grammar is named, and the others load', async () => {
    const grammars = new Grammars(async (name) =>
      name === 'go/tags.scm' ? Buffer.from('(nonsense) @a') : readAsset(name),
    );
    await assert.rejects(grammars.load('go'), (error: Error) => {
      assert.ok(error instanceof BugError);
      assert.match(error.message, /\bgo\b/);
      return true;
    });
    assert.equal(grammars.loaded('go'), undefined);
    assert.equal((await grammars.load('java'))?.language.id, 'java');
  });
});

describe('the language of', () => {
  const paths: readonly [path: string, id: string | undefined][] = [
    ['a/b.ts', 'typescript'],
    ['B.D.TS', 'typescript'],
    ['a.b/c.tsx', 'typescriptreact'],
    ['x.jsx', 'javascript'],
    ['setup.py', 'python'],
    ['a.py/README', undefined],
    ['.ts', undefined],
    ['a/.go', undefined],
    ['notes.txt', undefined],
    ['', undefined],
  ];
  for (const [path, id] of paths) {
    it(`the path "${path}" is ${id ?? 'unknown'}`, () => assert.equal(languageOfPath(path)?.id, id));
  }

  it('an identifier is its row, its second name too', () => {
    for (const language of syntaxLanguages) assert.equal(languageOfId(language.id), language);
    assert.equal(languageOfId('javascriptreact')?.id, 'javascript');
    assert.equal(languageOfId('toString'), undefined);
  });

  it('no ending and no identifier belongs to two', () => {
    const endings = syntaxLanguages.flatMap((language) => language.endings);
    const ids = syntaxLanguages.flatMap(({ id, alsoIds }) => [id, ...(alsoIds ?? [])]);
    for (const names of [endings, ids]) assert.equal(new Set(names).size, names.length);
  });
});
