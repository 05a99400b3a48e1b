import assert from 'node:assert/strict';
import { promptText } from '../../../src/core/prompt/segments.ts';
import { afterOf, chatModel, type RewriteScript, runRewrite } from '../../support/rewrites.ts';

const fence = '```';
const tested = { path: 'app/pump.py', languageId: 'python', text: 'def pump(n):\n    return n + 1\n' };
const newTest = 'def test_two():\n    assert pump(2) == 3\n';

function tests(text: string, over: Partial<RewriteScript> = {}): RewriteScript {
  return {
    ...{ refactoring: 'generateTests', languageId: 'python', path: 'tests/test_pump.py', answers: [newTest] },
    ...{ marked: `${text}«»`, over: { tested } },
    ...over,
  };
}

describe('New code', function () {
  this.timeout(30_000);

  it('may become as long as it needs', async () => {
    const { engine } = await runRewrite(tests('', { model: { ...chatModel, contextSizeTokens: 8_192 } }));
    assert.equal(engine.requests[0]?.maxTokens, 4_096);
    const instructed = {
      refactoring: 'instruct',
      input: 'write a pump',
      model: { ...chatModel, contextSizeTokens: 8_192 },
    };
    const { engine: other } = await runRewrite(tests('\n', { ...instructed, over: {} }));
    assert.equal(other.requests[0]?.maxTokens, 4_096);
  });

  it('is asked for with the place where it goes', async () => {
    const { engine } = await runRewrite(tests(''));
    const prompt = promptText(engine.requests[0]?.segments ?? []);
    assert.match(prompt, /Write what goes into tests\/test_pump\.py: all of it/);
    assert.doesNotMatch(prompt, /all of the code to change/);
  });

  it('has what is tested in its prompt whatever else is left out, or is refused', async () => {
    const context = [1, 2, 3].map((at) => ({
      ...{
        path: `app/other${at}.py`,
        languageId: 'python',
        lines: { start: 0, end: 1 },
        text: 'other = 1\n'.repeat(100),
      },
      ...({ kind: 'definition', reason: 'imported', score: 1, tokens: 300 } as const),
    }));
    const lines = (count: number) => ({
      ...tested,
      text: `def pump(n):\n${'    n = n + 1\n'.repeat(count)}    return n\n`,
    });
    const long = lines(60);
    const { engine } = await runRewrite(tests('import os\n', { over: { tested: long, context } }));
    const prompt = promptText(engine.requests[0]?.segments ?? []);
    assert.ok(prompt.includes(`The code to test, of app/pump.py:\n${fence}python\n${long.text}${fence}\n`), prompt);
    assert.doesNotMatch(prompt, /other = 1/);
    await assert.rejects(runRewrite(tests('', { over: { tested: lines(2_000), context } })), {
      code: 'promptTooLong',
      message: /^The code to test, with [\d,]+ tokens, leaves no room for an answer in the 2048 of the context\./,
    });
  });

  const python = 'from app.pump import pump\n\n\ndef test_one():\n    assert pump(1) == 2';
  const typescript = "import { pump } from './pump';\n\ntest('one', () => expect(pump(1)).toBe(2));";
  const two = "test('two', () => expect(pump(2)).toBe(3));\n";
  for (const [languageId, text, answer, gap] of [
    ['python', python, newTest, '\n\n\n'],
    ['python', `${python}\n`, newTest, '\n\n'],
    ['python', `${python}\n\n`, newTest, '\n'],
    ['python', `${python}\n\n\n\n`, newTest, ''],
    ['python', `${python}\n`, 'print(pump(1))\n', '\n'],
    ['typescript', typescript, two, '\n\n'],
    ['typescript', `${typescript}\n`, two, '\n'],
    ['typescript', `${typescript}\n\n`, two, ''],
    ['typescript', `${typescript}\n`.replaceAll('\n', '\r\n'), two.replaceAll('\n', '\r\n'), '\r\n'],
    ['typescript', '', two, ''],
    ['plaintext', 'one,1', 'two,2\n', '\n'],
    ['plaintext', 'one,1\n', 'two,2\n', ''],
    ['yaml', 'one: 1\n', 'two: 2\n', ''],
    ['markdown', '- one\n', '- two\n', ''],
  ] as const) {
    it(`of ${languageId} stands behind ${JSON.stringify(text.slice(-12))} with ${JSON.stringify(gap)} between`, async () => {
      const { rewrite } = await runRewrite(tests(text, { languageId, answers: [answer.replaceAll('\r', '')] }));
      assert.equal(afterOf(rewrite), text + gap + answer);
    });
  }

  it('is not shown glued to the last line while it comes', async () => {
    const { progress } = await runRewrite(tests(python, { answers: [{ deltas: newTest.split(/(?<=\n)/) }] }));
    assert.ok(progress.length > 0);
    for (const text of progress) assert.ok(text.startsWith(`${python}\n`), text);
  });
});
