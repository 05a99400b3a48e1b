import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import type { EngineClient } from '../../src/host/engine/engineClient.ts';
import type { AnswerMessage } from '../../src/shared/conversation.ts';
import type { LoadParams } from '../../src/shared/engineProtocol.ts';
import { ChatOnEngine } from '../support/chatOnEngine.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { EngineFixture, never } from '../support/engineFixture.ts';

const caches: readonly (readonly [name: string, params: Partial<LoadParams>])[] = [
  ['a full cache', { contextSizeTokens: 8192 }],
  ['a windowed cache', { slidingWindow: 512 }],
];

for (const [name, params] of caches) {
  describe(`a follow-up question, on the real default model with ${name}`, function () {
    // 3,000 tokens are evaluated once, which takes a minute on a busy machine.
    this.timeout(600_000);
    let fixture: EngineFixture;
    let engine: EngineClient;
    let chat: ChatOnEngine;
    before(async () => {
      fixture = await EngineFixture.create();
      engine = fixture.client(await ensureDefaultModel(), { params });
      const paths = ['src/core/chat/conversationTree.ts', 'src/core/chat/answerQuestion.ts'];
      const texts = paths.map((path) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8'));
      const files = new Map((await Promise.all(texts)).map((text, index) => [paths[index] ?? '', text]));
      chat = new ChatOnEngine(engine, { files, answerTokens: 24 });
      for (const path of paths) await chat.ask('What does this file do?', [path]);
      assert.ok((chat.lastAnswer.counts?.promptTokens ?? 0) >= 3_000);
    });
    after(() => fixture.dispose());

    /** Of what stands in the last prompt behind the answer before. */
    async function newTurnTokens(answerBefore: AnswerMessage): Promise<number> {
      const { segments = [] } = chat.requests.at(-1) ?? {};
      const index = segments.findLastIndex(({ kind, text }) => kind === 'text' && text.trim() === answerBefore.text);
      assert.ok(index > 0, 'the answer is in the prompt');
      const behind = segments.slice(index + 1);
      const texts = behind.filter(({ kind }) => kind !== 'control').map(({ text }) => text);
      const counts = await engine.countTokens(texts, never);
      return counts.reduce((sum, count) => sum + count, behind.length - texts.length);
    }

    /** The law: the new turn, and of the answer before it the last token, which nothing was asked behind yet. */
    async function assertOnlyTheTurn(ask: () => Promise<AnswerMessage>): Promise<void> {
      const before = chat.lastAnswer;
      const { counts } = await ask();
      const allowed = (await newTurnTokens(before)) + 1;
      assert.ok(allowed < 60, `${allowed} tokens`);
      assert.ok(counts !== undefined && counts.promptTokens > 3_000);
      assert.ok(counts.evaluatedTokens <= allowed, `${counts.evaluatedTokens} of ${allowed} tokens`);
    }

    for (const question of [
      'List the exported functions as a Markdown list.',
      'Write a test of one of them in TypeScript.',
      'Say all of that in Chinese, please: 谢谢。',
      'Thanks. Anything else?',
    ]) {
      it(`evaluates at most the new turn: ${question}`, () => assertOnlyTheTurn(() => chat.ask(question)));
    }

    it('evaluates at most the new turn behind an answer that was stopped', async () => {
      const stopping = new ChatOnEngine(engine, {
        answerTokens: 200,
        onDelta: () => {
          if (stopping.lastAnswer.text.length > 20) stopping.session.stop();
        },
      });
      stopping.session.open(chat.session.conversation);
      assert.equal((await stopping.ask('Count from one to a hundred, in words.')).status, 'stopped');
      chat.session.open(stopping.session.conversation);
      await assertOnlyTheTurn(() => chat.ask('Go on.'));
    });

    it('evaluates at most the words of a question that is answered anew, or asked otherwise', async () => {
      await chat.ask('Go on.');
      // Behind the words: the end of the turn, a line end, and the three tokens that begin an answer in this format.
      const allowed = async (question: string) => 5 + ((await engine.countTokens([question], never))[0] ?? 0);
      await chat.session.regenerate(chat.lastAnswer.id);
      const again = chat.lastAnswer.counts?.evaluatedTokens ?? assert.fail();
      assert.ok(again <= (await allowed('Go on.')), `${again} tokens`);
      await chat.session.edit(chat.session.shown().messages.at(-2)?.message.id ?? '', 'Go back.');
      const edited = chat.lastAnswer.counts?.evaluatedTokens ?? assert.fail();
      assert.ok(edited <= (await allowed('Go back.')), `${edited} tokens`);
    });
  });
}
