import assert from 'node:assert/strict';
import { promptText } from '../../../src/core/prompt/segments.ts';
import { messageIn, writeMessage } from '../../../src/core/refactor/writeMessage.ts';
import { chatModel } from '../../support/chatSessionFixture.ts';
import { never } from '../../support/engineFixture.ts';
import { FakeEngine } from '../../support/fakeEngine.ts';

const refactoring = { prompt: 'Write a commit message for the changes above.' };

describe('A commit message', () => {
  it('is what is in the block of an answer, or all of it', () => {
    assert.equal(messageIn('Here:\n```\nAdd a pump\n\nIt was dry.\n```\nDone.'), 'Add a pump\n\nIt was dry.');
    assert.equal(messageIn('\nAdd a pump\n'), 'Add a pump');
    assert.equal(messageIn('```\nAdd a pump'), 'Add a pump');
  });

  it('is written with all changes, where they fit', async () => {
    const engine = new FakeEngine(() => '```\nAdd a pump\n```', chatModel);
    assert.equal(await writeMessage(engine, refactoring, 'diff --git a/a b/a\n+pump', never), 'Add a pump');
    const prompt = promptText(engine.requests[0]?.segments ?? []);
    assert.ok(prompt.includes('```diff\ndiff --git a/a b/a\n+pump\n```\n\nWrite a commit message'), prompt);
  });

  it('is written with the first of them, where they do not fit, and the model is told', async () => {
    const engine = new FakeEngine(() => 'Add pumps', chatModel);
    await writeMessage(engine, refactoring, '+pump number one\n'.repeat(2_000), never);
    const [request] = engine.requests;
    const prompt = promptText(request?.segments ?? []);
    const [tokens = 0] = await engine.countTokens([prompt], never);
    assert.ok(tokens + (request?.maxTokens ?? 0) <= chatModel.contextSizeTokens, `${tokens} tokens`);
    assert.ok(prompt.includes('+pump number one\n(The rest of the changes is left out.)\n```'));
  });

  const long = 'Add a pump\n\nIt was dry. The';
  const cut = { deltas: [`\`\`\`\n${long}`], finish: 'maxTokens' } as const;
  for (const [title, answers, expected] of [
    ['is asked for in fewer words where it was cut off', [cut, '```\nAdd it\n```'], 'Add it'],
    ['has no half of a line where it is cut off again', [cut, cut], 'Add a pump'],
    [
      'is not asked for again where only a remark was cut off',
      [{ ...cut, deltas: ['```\nAdd it\n```\nThis'] }],
      'Add it',
    ],
  ] as const) {
    it(title, async () => {
      let asked = 0;
      const engine = new FakeEngine(() => answers[asked++] ?? '', chatModel);
      assert.equal(await writeMessage(engine, refactoring, 'diff', never), expected);
      assert.equal(asked, answers.length);
      assert.equal(/fifty words/.test(promptText(engine.requests.at(-1)?.segments ?? [])), asked > 1);
    });
  }

  it('is none where the model says nothing', async () => {
    await assert.rejects(writeMessage(new FakeEngine(() => ' ', chatModel), refactoring, 'diff', never), {
      code: 'inputInvalid',
    });
  });
});
