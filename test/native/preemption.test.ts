import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GenerateHooks, generate } from '../../native/generation/generate.ts';
import { LoadedModel } from '../../native/model/loadedModel.ts';
import type { GenerateRequest } from '../../src/shared/engine.ts';
import { continuation, never } from '../support/engineFixture.ts';
import { clearCaches } from '../support/everySequence.ts';
import { randomText } from '../support/randomText.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

/** Everything that happens, in its order: `chat +128` is a chunk, `chat .` a token. */
type Event = string;

describe('a completion beside a chat', () => {
  const modelPath = join(tmpdir(), `leeward-preemption-${process.pid}.gguf`);
  let model: LoadedModel;
  before(async () => {
    await writeTinyModel(modelPath, { contextLength: 8192 });
    const params = { modelPath, contextSizeTokens: 8192, slidingWindow: 'off', gpu: 'cpu', threads: 1 } as const;
    model = await LoadedModel.load(params, () => {}, never);
  });
  after(async () => {
    await model.dispose();
    await rm(modelPath, { force: true });
  });

  const chat = (seed: number, promptTokens = 4000): GenerateRequest =>
    continuation(randomText(promptTokens, seed), {
      purpose: 'chat',
      maxTokens: 40,
      sampling: { temperature: 0.8, topK: 0, topP: 1, seed: 11 },
    });
  const completion = (seed: number): GenerateRequest => continuation(randomText(300, seed), { maxTokens: 12 });

  const run = (request: GenerateRequest, events: Event[], onEvent: (event: Event) => void = () => {}) => {
    const tell = (event: Event) => {
      events.push(event);
      onEvent(event);
    };
    const hooks: GenerateHooks = {
      onDelta: () => tell(`${request.purpose} .`),
      onReused: () => {},
      onEvaluated: (tokens) => tell(`${request.purpose} +${tokens}`),
      signal: never,
      stopSignal: never,
    };
    return generate(model, request, hooks);
  };

  /** Asks for a completion when the chat has come to its event of that number. */
  async function interrupt(chatSeed: number, at: number) {
    await clearCaches(model);
    const events: Event[] = [];
    let asked: ReturnType<typeof run> | undefined;
    let askedAt = 0;
    const chatAnswer = await run(chat(chatSeed), events, (event) => {
      if (asked !== undefined || !event.startsWith('chat') || events.length !== at) return;
      askedAt = events.length;
      asked = run(completion(chatSeed), events);
    });
    assert.ok(asked !== undefined, 'the chat was long enough to be interrupted');
    return { chatAnswer, completionAnswer: await asked, since: events.slice(askedAt) };
  }

  // Prefill has some 30 chunks of 128 tokens, then 40 tokens follow.
  for (const at of [1, 20, 50]) {
    it(`waits for one chunk or one token of the chat, and changes no text, asked for at step ${at}`, async () => {
      const { chatAnswer, completionAnswer, since } = await interrupt(100 + at, at);
      const beforeFirstToken = since.slice(0, since.indexOf('completion .'));
      const ofChat = beforeFirstToken.filter((event) => event.startsWith('chat'));
      assert.ok(ofChat.length <= 1, `${ofChat}`);
      await clearCaches(model);
      assert.equal((await run(chat(100 + at), [])).text, chatAnswer.text);
      assert.equal((await run(completion(100 + at), [])).text, completionAnswer.text);
    });
  }

  it('lets the chat move on while somebody types for minutes', async () => {
    await clearCaches(model);
    const events: Event[] = [];
    let isTyping = true;
    const typing = (async () => {
      for (let keystroke = 0; isTyping; keystroke++) {
        const abort = new AbortController();
        // Each keystroke cancels the completion before, which is in its prefill.
        const hooks = { onDelta: () => {}, onReused: () => {}, signal: abort.signal, stopSignal: never };
        const asked = generate(model, completion(keystroke), { ...hooks, onEvaluated: () => abort.abort() });
        await assert.rejects(asked, { name: 'CancelledError' });
      }
    })();
    const { text } = await run(chat(7, 1000), events);
    isTyping = false;
    await typing;
    await clearCaches(model);
    assert.equal(text, (await run(chat(7, 1000), [])).text);
  });

  it('does the same for work in the background, which a chat goes before', async () => {
    const events: Event[] = [];
    const background = run({ ...chat(8, 1000), purpose: 'background', maxTokens: 4 }, events);
    await run({ ...chat(9, 1000), maxTokens: 4 }, events);
    await background;
    const firstChat = events.indexOf('chat +128');
    const chatEnd = events.lastIndexOf('chat .');
    const between = events.slice(firstChat, chatEnd).filter((event) => event.startsWith('background'));
    assert.ok(firstChat <= 2 && between.length <= 2, `${events.slice(0, chatEnd)}`);
  });
});
