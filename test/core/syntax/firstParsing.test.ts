import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { firstParsing } from '../../../src/core/syntax/firstParsing.ts';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';

const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '..', '..', '..')));

async function first(languageId: string, marked: string, variants: readonly string[]): Promise<number | undefined> {
  const grammar = (await grammars.load(languageId)) ?? assert.fail();
  const [before = '', replaced = '', behind = ''] = marked.split('‸');
  const range = { start: before.length, end: before.length + replaced.length };
  return firstParsing(grammar, { languageId, text: before + replaced + behind, range, variants }, () => false);
}

describe('firstParsing', function () {
  this.timeout(20_000);

  it('takes the first text that adds no error', async () => {
    assert.equal(await first('typescript', 'const a = f(‸‸);\n', ['b, c']), 0);
    assert.equal(await first('typescript', 'f();\n‸‸\n', ['g();\nh(;', 'g();']), 1);
    assert.equal(await first('typescript', 'f();\n‸‸\n', ['g(', 'if (']), -1);
    assert.equal(await first('python', 'def f(a):\n    ‸‸\n', ['return (a', 'return a']), 1);
  });

  it('lets a text that mends the document pass, and one that leaves as many errors', async () => {
    assert.equal(await first('typescript', 'function f() {‸‸\n', ['\n  return 1;\n}']), 0);
    assert.equal(await first('typescript', 'const a = ‸‸\n}\n', ['1;']), 0);
  });

  it('puts the text in place of what it replaces, however many are tried', async () => {
    assert.equal(await first('typescript', 'f(‸)‸;\ng();\n', ['a', 'a))', 'a)']), 2);
    assert.equal(await first('typescript', 'f(‸)‸;\ng();\n', ['a))', '((', 'a', 'a]']), -1);
  });

  it('says nothing where it is told to stop, or the text has no tree', async () => {
    const grammar = (await grammars.load('typescript')) ?? assert.fail();
    const query = {
      languageId: 'typescript',
      text: 'f();\n'.repeat(20_000),
      range: { start: 0, end: 0 },
      variants: ['g();\n'],
    };
    assert.equal(
      firstParsing(grammar, query, () => true),
      undefined,
    );
    assert.equal(
      firstParsing(grammar, { ...query, text: '\0' }, () => false),
      undefined,
    );
  });
});
