import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { type GenerateHooks, generate } from '../../native/generation/generate.ts';
import { LoadedModel } from '../../native/model/loadedModel.ts';
import type { Turns } from '../../native/scheduling/scheduler.ts';
import { writeWindowedTwin } from '../../native/window/writeWindowedTwin.ts';
import type { GenerateRequest, PromptSegment } from '../../src/shared/engine.ts';
import { continuation, never } from '../support/engineFixture.ts';
import { clearCaches } from '../support/everySequence.ts';
import { randomText } from '../support/randomText.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

/** Everything that happens, in its order: `chat +128` is a chunk, `chat .` a token. */
type Event = string;

describe('a completion beside a chat', function () {
  // Thousands of tokens are evaluated; on a busy machine that takes its time.
  this.timeout(120_000);
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
        const onEvaluated = () => {
          events.push('typed');
          abort.abort();
        };
        const hooks = { onDelta: () => {}, onReused: () => {}, signal: abort.signal, stopSignal: never };
        await assert.rejects(generate(model, completion(keystroke), { ...hooks, onEvaluated }), {
          name: 'CancelledError',
        });
      }
    })();
    const { text } = await run(chat(7, 1000), events);
    isTyping = false;
    await typing;
    const runs = events
      .join()
      .split(/chat [^,]*/)
      .map((between) => between.split('typed').length - 1);
    // It is passed over eight times before it has a turn.
    assert.ok(Math.max(...runs.slice(0, -1)) <= 9, `${runs}`);
    assert.ok(runs.length > 40, `${runs.length} turns of the chat`);
    await clearCaches(model);
    assert.equal(text, (await run(chat(7, 1000), [])).text);
  });

  it('lets a chat go before any amount of work in the background, which is done all the same', async () => {
    await clearCaches(model);
    const events: Event[] = [];
    const background = (seed: number) => run({ ...chat(seed, 3000), purpose: 'background', maxTokens: 4 }, events);
    const all = [background(8), background(9), background(10)];
    await run({ ...chat(11, 1000), maxTokens: 4 }, events);
    const before = events.slice(0, events.lastIndexOf('chat .')).filter((event) => event.startsWith('background'));
    assert.ok(before.length <= 3, `${before}`);
    const texts = (await Promise.all(all)).map(({ text }) => text);
    await clearCaches(model);
    assert.equal((await background(8)).text, texts[0]);
  });

  it('finds evaluated what was warmed up for it, beside a chat that is written meanwhile', async () => {
    await clearCaches(model);
    const events: Event[] = [];
    const chatting = run(chat(14, 1000), events);
    const asked = completion(14);
    await run({ ...asked, purpose: 'warmUp', maxTokens: 0 }, events);
    const { counts } = await run(asked, events);
    assert.ok(counts.evaluatedTokens <= 2, `${counts.evaluatedTokens} evaluated of ${counts.promptTokens}`);
    // Nobody waits for the warm-up, so the chat was all there before it.
    assert.ok(events.indexOf('warmUp +128') > events.lastIndexOf('chat +128'));
    await chatting;
  });

  it('is warmed up beside the prompt that somebody types on with, which stays evaluated', async () => {
    await clearCaches(model);
    assert.equal(model.info.keptPrompts, 2);
    const typed = completion(15);
    const next = continuation(randomText(300, 15).slice(0, 200) + randomText(100, 16), { maxTokens: 12 });
    await run(typed, []);
    await run({ ...next, purpose: 'warmUp', maxTokens: 0, sparesNewest: true }, []);
    for (const asked of [typed, next]) {
      const { counts } = await run(asked, []);
      assert.ok(counts.evaluatedTokens <= 2, `${counts.evaluatedTokens} evaluated of ${counts.promptTokens}`);
    }
  });

  for (const at of ['chat +128', 'chat .']) {
    it(`does not count as the chat's prefill and decoding what that waits for it: at ${at}`, async () => {
      await clearCaches(model);
      let heldMs = 0;
      let holding: Promise<void> | undefined;
      const { scheduler } = model;
      const enter = scheduler.enter.bind(scheduler);
      /** Turns that the chat waits for. */
      let asking = 0;
      const watched = (turns: Turns): Turns => ({
        ...turns,
        take: (call) => {
          asking += 1;
          return turns.take(() => {
            asking -= 1;
            return call();
          });
        },
      });
      mock.method(scheduler, 'enter', (...who: Parameters<typeof enter>) => watched(enter(...who)));
      const startedAtMs = performance.now();
      const { counts } = await run(chat(17, 500), [], (event) => {
        if (event !== at) return;
        holding ??= enter('completion', never).take(async () => {
          while (asking === 0) await nextTurn();
          const sinceMs = performance.now();
          await sleep(30);
          heldMs = performance.now() - sinceMs;
        });
      });
      const wholeMs = performance.now() - startedAtMs;
      mock.restoreAll();
      await holding;
      assert.ok(heldMs > 0 && counts.prefillMs + counts.decodeMs <= wholeMs - heldMs, JSON.stringify(counts));
      assert.ok(counts.prefillMs > 0 && counts.decodeMs > 0);
    });
  }

  it('has work in the background begin again where a chat needs the only sequence', async () => {
    await clearCaches(model);
    const other = { prompt: [], urgency: 1, signal: never, stopSignal: never } as const;
    const { release } = await model.lanes.reading.acquire(other);
    const events: Event[] = [];
    let chatting: ReturnType<typeof run> | undefined;
    const background = run({ ...chat(12, 3000), purpose: 'background', maxTokens: 4 }, events, () => {
      if (events.length === 2) chatting = run({ ...chat(13, 500), maxTokens: 4 }, events);
    });
    const { text } = await background;
    await chatting;
    const before = events.slice(0, events.indexOf('chat .')).filter((event) => event.startsWith('background'));
    assert.ok(before.length > 0 && before.length <= 3, `${before}`);
    release();
    await clearCaches(model);
    assert.equal((await run({ ...chat(12, 3000), maxTokens: 4 }, [])).text, text);
  });
});

describe('a completion beside a chat whose cache has a window', function () {
  this.timeout(120_000);
  let folder: string;
  let model: LoadedModel;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-preemption-'));
    const [plain, modelPath] = [join(folder, 'plain.gguf'), join(folder, 'windowed.gguf')];
    await writeTinyModel(plain, { layers: 3, contextLength: 8192 });
    await writeWindowedTwin(plain, modelPath, 64);
    const params = { modelPath, contextSizeTokens: 8192, slidingWindow: 'auto', gpu: 'cpu', threads: 1 } as const;
    model = await LoadedModel.load(params, () => {}, never);
  });
  after(async () => {
    await model.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const segments = (...texts: readonly string[]) => texts.map((text): PromptSegment => ({ kind: 'text', text }));
  /** Behind its 1,500 stable tokens is a checkpoint, which the next turn goes back to. */
  const chat = (seed: number, turn: number): GenerateRequest =>
    continuation('', {
      purpose: 'chat',
      segments: segments(randomText(1500, seed), randomText(200, seed + turn)),
      stableSegments: 1,
      maxTokens: 80,
      sampling: { temperature: 0.8, topK: 0, topP: 1, seed: 11 },
    });
  const completion = (seed: number): GenerateRequest =>
    continuation('', {
      segments: segments(randomText(200, seed), randomText(150, seed + 7)),
      stableSegments: 1,
      maxTokens: 12,
    });

  const run = (request: GenerateRequest, onEvent: () => void = () => {}) =>
    generate(model, request, {
      onDelta: onEvent,
      onReused: () => {},
      onEvaluated: onEvent,
      signal: never,
      stopSignal: never,
    });

  /** Asks for a completion at the chat's event of that number. */
  async function interrupt(asked: GenerateRequest, at: number, seed: number) {
    let events = 0;
    let completing: ReturnType<typeof run> | undefined;
    const answer = await run(asked, () => {
      events += 1;
      if (events === at) completing = run(completion(seed));
    });
    assert.ok(completing !== undefined, 'the chat was long enough to be interrupted');
    return { answer, completed: await completing };
  }

  // Prefill has 12 chunks to the checkpoint, of which the last is short, and two behind it, which is all that the next turn has.
  for (const [first, second] of [
    [1, 1],
    [12, 2],
    [13, 30],
    [40, 10],
  ] as const) {
    it(`changes no text, asked for at step ${first} and at step ${second} of the next turn`, async () => {
      const seed = 200 + first;
      await clearCaches(model);
      const one = await interrupt(chat(seed, 1), first, seed);
      const two = await interrupt(chat(seed, 2), second, seed + 1);
      assert.deepEqual([one.answer.counts.reusedTokens, two.answer.counts.reusedTokens], [0, 1500]);
      await clearCaches(model);
      assert.equal((await run(chat(seed, 1))).text, one.answer.text);
      assert.equal((await run(chat(seed, 2))).text, two.answer.text);
      await clearCaches(model);
      assert.equal((await run(completion(seed))).text, one.completed.text);
      assert.equal((await run(completion(seed + 1))).text, two.completed.text);
    });
  }
});
