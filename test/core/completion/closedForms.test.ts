import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { closedForms } from '../../../src/core/completion/closedForms.ts';
import { keepParsing } from '../../../src/core/completion/keepParsing.ts';
import { firstParsing } from '../../../src/core/syntax/firstParsing.ts';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import type { InsertionQuery } from '../../../src/shared/syntaxQuery.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';

const never = new AbortController().signal;
const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '..', '..', '..')));

describe('closedForms', () => {
  it('closes what a text opens, in every way that its language has', () => {
    assert.deepEqual(closedForms('f(a, [', 'typescript'), ['f(a, [])']);
    assert.deepEqual(closedForms('} else {', 'typescript'), ['} else {}']);
    assert.deepEqual(closedForms('if x', 'ruby'), ['if x\nend']);
    assert.deepEqual(closedForms('/** Of a', 'typescript'), ['/** Of a */']);
    assert.deepEqual(closedForms('g("(");', 'typescript'), []);
  });
});

describe('what opens a block, looked at by the real grammars', function () {
  this.timeout(60_000);

  async function kept(languageId: string, marked: string, text: string): Promise<string | undefined> {
    const [prefix = '', suffix = ''] = marked.split('‸');
    const grammar = (await grammars.load(languageId)) ?? assert.fail();
    const check = async (query: InsertionQuery) => firstParsing(grammar, query, () => false);
    const candidate = await keepParsing(
      check,
      { uri: '', languageId, prefix, suffix },
      { text, replaceLength: 0 },
      never,
    );
    return candidate?.text;
  }

  const openers: readonly (readonly [languageId: string, marked: string, text: string])[] = [
    ['typescript', 'g();\n‸\n', 'if (x > 0) {'],
    ['typescript', 'g();\n‸\n', 'for (const a of b) {\n  h();'],
    ['typescript', 'g();\n‸\n', 'export function f(a) {'],
    ['typescript', 'g();\n‸\n', 'const r = await foo('],
    ['typescript', 'g();\n‸\n', '/** What it is.'],
    ['typescript', 'if (x) {\n  g();\n‸\n', '} else {'],
    ['python', 'g()\n‸\n', 'if x:'],
    ['python', 'g()\n‸\n', 'r = foo('],
    ['go', 'package a\n\nfunc f() {\n\tg()\n\t‸\n}\n', 'if err != nil {'],
    ['rust', 'fn f() {\n    g();\n    ‸\n}\n', 'match x {'],
    ['java', 'class A {\n  void f() {\n    g();\n    ‸\n  }\n}\n', 'for (int i = 0; i < n; i++) {'],
    ['ruby', 'g()\n‸\n', 'if x'],
    ['shellscript', 'g\n‸\n', 'if true; then'],
  ];
  for (const [languageId, marked, text] of openers) {
    it(`is kept: ${languageId}, ${JSON.stringify(text)}`, async () => {
      assert.equal(await kept(languageId, marked, text), text);
    });
  }

  it('is dropped where it would be wrong closed, too', async () => {
    assert.equal(await kept('typescript', 'g();\n‸\n', 'if (x > {'), undefined);
    assert.equal(await kept('typescript', 'g();\n‸\n', 'const = f('), undefined);
    assert.equal(await kept('typescript', 'g();\n‸\n', 'h();\nconst = {'), 'h();');
  });
});
