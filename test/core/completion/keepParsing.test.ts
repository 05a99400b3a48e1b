import { strict as assert } from 'node:assert';
import { keepParsing } from '../../../src/core/completion/keepParsing.ts';
import type { InsertionQuery } from '../../../src/shared/syntaxQuery.ts';
import { completerFixture, texts } from '../../support/completerFixture.ts';

const never = new AbortController().signal;
const place = { uri: 'file:///a.ts', languageId: 'typescript', prefix: 'a(', suffix: ')\n' };
const answering = (index: number | undefined) => {
  const queries: InsertionQuery[] = [];
  const check = async (query: InsertionQuery) => {
    queries.push(query);
    return index;
  };
  return { queries, check };
};

describe('keepParsing', () => {
  it('asks about the text and what is left of it without its last lines', async () => {
    const { queries, check } = answering(0);
    const candidate = { text: 'b);\n\nc();\n}', replaceLength: 1 };
    assert.deepEqual(await keepParsing(check, place, candidate, never), candidate);
    assert.deepEqual(queries, [
      {
        languageId: 'typescript',
        text: 'a()\n',
        range: { start: 2, end: 3 },
        variants: ['b);\n\nc();\n}', 'b);\n\nc();', 'b);'],
      },
    ]);
  });

  it('keeps what parses, or nothing, and all where nobody can tell', async () => {
    const candidate = { text: 'b);\nc(;', replaceLength: 1 };
    const kept = async (index: number | undefined) =>
      (await keepParsing(answering(index).check, place, candidate, never))?.text;
    assert.equal(await kept(2), 'b);');
    assert.equal(await kept(-1), undefined);
    assert.equal(await kept(undefined), candidate.text);
  });

  it('takes what opens a block for what it will be once that is closed', async () => {
    const parsed: string[] = [];
    const check = async ({ variants }: InsertionQuery) =>
      variants.findIndex((text) => parsed.push(text) && text.endsWith('}'));
    const kept = await keepParsing(check, place, { text: 'if (x) {', replaceLength: 0 }, never);
    assert.equal(kept?.text, 'if (x) {');
    assert.deepEqual(parsed, ['if (x) {', 'if (x) {}']);
  });

  it('is what a completer shows', async () => {
    const firstParsing = async ({ variants }: InsertionQuery) => variants.findIndex((text) => !text.includes('broken'));
    const { ask } = completerFixture(() => '\n  ok();\n  broken(\n}\n', { firstParsing });
    assert.deepEqual(texts(await ask('function f() {‸\n')), ['\n  ok();']);
    assert.deepEqual(texts(await completerFixture(() => 'broken(', { firstParsing }).ask('const a = ‸\n')), []);
  });
});
