import assert from 'node:assert/strict';
import { promptText } from '../../../src/core/prompt/segments.ts';
import { namesIn, proposeNames } from '../../../src/core/refactor/proposeNames.ts';
import { chatModel } from '../../support/chatSessionFixture.ts';
import { never } from '../../support/engineFixture.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';

describe('Names for a symbol', () => {
  const rows: readonly [answer: string, names: readonly string[]][] = [
    ['total\nsum\ncount', ['total', 'sum', 'count']],
    ['1. `total`\n2. **sum**\n3) "count"', ['total', 'sum', 'count']],
    ['- total: the sum of all\n- sum (short)\n* count', ['total', 'sum', 'count']],
    ['Here are five names:\ntotal', ['total']],
    ['not a name\n2nd\na-b\n$ok\n_fine\nüber', ['$ok', '_fine', 'über']],
    ['total\ntotal\nx\ntaken\nTotal', ['total']],
    ['a\nb\nc\nd\ne\nf\ng', ['a', 'b', 'c', 'd', 'e']],
    ['', []],
  ];
  for (const [answer, names] of rows) {
    it(`are read from ${JSON.stringify(answer)}`, () => {
      assert.deepEqual(namesIn(answer, 'x', new Set(['taken'])), names);
    });
  }

  it('of a type are those of types', () => {
    assert.deepEqual(namesIn('pump\nPump', 'X', new Set()), ['Pump']);
  });

  it('are asked for with the code and the name', async () => {
    const engine = new FakeEngine(() => 'total\nsum', chatModel);
    const question = { name: 'x', languageId: 'typescript', code: 'const x = a + b;\n', taken: new Set<string>() };
    const refactoring = { prompt: 'Better names for `{{input}}`.' };
    assert.deepEqual(await proposeNames(engine, { ...question, refactoring }, never), ['total', 'sum']);
    const [request] = engine.requests;
    assert.ok(request);
    assert.match(promptText(request.segments), /```typescript\nconst x = a \+ b;\n```\n\nBetter names for `x`\./);
    assert.equal(request.purpose, 'refactor');
    assert.match(request.grammar ?? '', /^root ::= name/);
  });
});
