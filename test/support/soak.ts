import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../../bench/support/median.ts';
import { seededRandom } from '../../native/generation/seededRandom.ts';
import type { EngineClient } from '../../src/host/engine/engineClient.ts';
import type { GenerateRequest, Prompt, PromptSegment, Purpose } from '../../src/shared/engine.ts';
import { isCancelled, UserError } from '../../src/shared/errors.ts';
import { continuation, type EngineFixture, never } from './engineFixture.ts';
import { randomText } from './randomText.ts';

export interface SoakResult {
  readonly requests: { [purpose in Purpose]: number };
  readonly answered: number;
  readonly cancelled: number;
  /** Warm-ups that would have taken another window's sequence. */
  readonly refused: number;
  /** Had not settled after a minute. */
  readonly stuck: number;
  /** Answers that are another prompt's rather than their own. */
  readonly crossed: number;
  readonly failures: readonly string[];
  /** The engine's memory, as time goes on. */
  readonly residentMib: readonly number[];
}

/**
 * Two windows ask one engine for everything there is, with prompts of which a part is to stay, cancel many requests, and
 * close and open again now and then.
 *
 * @param modelPath of a tiny model, with a window or without.
 * @param isOverAfter asked before each request, with their number so far.
 * @param watchMs how often to look at the engine's memory.
 */
export async function soak(
  fixture: EngineFixture,
  modelPath: string,
  isOverAfter: (requests: number) => boolean,
  watchMs: number,
): Promise<SoakResult> {
  const probe = fixture.client(modelPath);
  const prompts = await telltalePrompts(probe);
  const state = new Soak(prompts);
  const isOver = () => isOverAfter(state.requestCount);

  const residentMib: number[] = [];
  const watching = (async () => {
    while (!isOver()) {
      await sleep(watchMs);
      residentMib.push((await probe.totals(never)).residentBytes / 2 ** 20);
    }
  })();
  const windows = [1, 2].map(async (number) => {
    const random = seededRandom(number);
    let client = fixture.client(modelPath);
    const loops = purposes.map(async (purpose, index) => {
      const choose = seededRandom(10 * number + index);
      while (!isOver()) {
        await state.ask(client, purpose, choose);
        if (purpose === 'completion' || purpose === 'warmUp') await sleep(20 + 60 * choose());
      }
    });
    const reopening = (async () => {
      while (!isOver()) {
        await sleep(1000 + 3000 * random());
        const closed = client;
        client = fixture.client(modelPath);
        closed.dispose();
      }
    })();
    await Promise.all([...loops, reopening]);
  });
  await Promise.all([...windows, watching]);
  return { ...state.result, residentMib };
}

/** Of the engine's memory: medians of the second and of the last quarter of a soak, when all is loaded and warm. */
export function memoryQuarters({ residentMib }: Pick<SoakResult, 'residentMib'>) {
  const quarter = residentMib.length / 4;
  return {
    secondQuarterMib: median(residentMib.slice(quarter, 2 * quarter)),
    lastQuarterMib: median(residentMib.slice(3 * quarter)),
  };
}

const purposes: readonly Purpose[] = ['completion', 'chat', 'background', 'refactor', 'warmUp'];

/** A prompt, and the text that a model without other company continues it with. */
interface Telltale {
  readonly prompt: string;
  readonly answer: string;
}

class Soak {
  readonly #prompts: readonly Telltale[];
  readonly result = {
    requests: { completion: 0, chat: 0, refactor: 0, background: 0, warmUp: 0 },
    answered: 0,
    cancelled: 0,
    refused: 0,
    stuck: 0,
    crossed: 0,
    failures: [] as string[],
  };

  constructor(prompts: readonly Telltale[]) {
    this.#prompts = prompts;
  }

  get requestCount(): number {
    return Object.values(this.result.requests).reduce((sum, count) => sum + count, 0);
  }

  async ask(client: EngineClient, purpose: Purpose, random: () => number): Promise<void> {
    const { result } = this;
    result.requests[purpose] += 1;
    const asked = this.#prompts[Math.floor(random() * this.#prompts.length)] as Telltale;
    const abort = new AbortController();
    const stopsAfter = random() < 0.2 ? 1 + Math.floor(4 * random()) : Number.POSITIVE_INFINITY;
    if (random() < 0.3) setTimeout(() => abort.abort(), 100 * random()).unref();
    let deltas = '';
    let count = 0;
    const onDelta = (delta: string) => {
      deltas += delta;
      count += 1;
      return count < stopsAfter ? 'continue' : 'stop';
    };
    try {
      const prompt = inTwo(asked.prompt, random());
      if (purpose === 'background' && random() < 0.5) return await this.#score(client, asked, prompt, abort.signal);
      const sparesNewest = purpose === 'warmUp' && random() < 0.5;
      const request = continuation('', { ...prompt, purpose, sparesNewest, ...optionsOf[purpose] });
      const settled = await this.#settle(client.generate(request, onDelta, abort.signal));
      if (settled === undefined) return;
      if (purpose === 'warmUp') result.answered += 1;
      else this.#judge(asked, settled.finish === 'stopped' ? deltas : settled.text);
    } catch (error) {
      // A window that has closed cancels what it had asked for.
      if (isCancelled(error)) result.cancelled += 1;
      else if (error instanceof UserError && error.code === 'nothingToSpare') result.refused += 1;
      else result.failures.push(String(error));
    }
  }

  /** @returns `undefined` where the answer is stuck. */
  async #settle<Result>(answer: Promise<Result>): Promise<Result | undefined> {
    const settled = await Promise.race([answer, sleep(stuckMs, undefined, { ref: false })]);
    if (settled === undefined) this.result.stuck += 1;
    return settled ?? undefined;
  }

  /** Its own beginning must be likelier than the others'. */
  async #score(client: EngineClient, asked: Telltale, { segments }: Prompt, signal: AbortSignal): Promise<void> {
    const options = this.#prompts.map(({ answer }) => answer.slice(0, 1));
    const settled = await this.#settle(client.score({ purpose: 'background', segments, options }, signal));
    if (settled === undefined) return;
    const { logProbabilities } = settled;
    this.result.answered += 1;
    const likeliest = logProbabilities.indexOf(Math.max(...logProbabilities));
    if (this.#prompts[likeliest] !== asked) this.result.crossed += 1;
  }

  #judge(asked: Telltale, text: string): void {
    this.result.answered += 1;
    const own = commonLength(asked.answer, text);
    if (this.#prompts.some((other) => commonLength(other.answer, text) > own)) this.result.crossed += 1;
  }
}

const answerTokens = 12;
const stuckMs = 60_000;

const optionsOf: { readonly [purpose in Purpose]: Partial<GenerateRequest> } = {
  completion: { maxTokens: answerTokens },
  chat: { maxTokens: 60 },
  background: { maxTokens: answerTokens },
  refactor: { maxTokens: 60, copiesPrompt: true },
  warmUp: { maxTokens: 0 },
};

/** The part before the place, from 0 to 1, is to stay. */
function inTwo(text: string, place: number): Pick<GenerateRequest, 'segments' | 'stableSegments'> {
  const middle = Math.floor(place * text.length);
  const parts = [text.slice(0, middle), text.slice(middle)].filter((part) => part !== '');
  return { segments: parts.map((part): PromptSegment => ({ kind: 'text', text: part })), stableSegments: 1 };
}

/** Prompts whose answers begin differently, each with a first token that no rounding changes. */
async function telltalePrompts(client: EngineClient): Promise<Telltale[]> {
  const found = new Map<string, Telltale>();
  for (let seed = 0; found.size < telltales && seed < 500; seed++) {
    const prompt = randomText(40 + ((seed * 37) % 400), seed);
    const request = continuation(prompt, { maxTokens: answerTokens, logProbabilities: true });
    const deltas: string[] = [];
    const onDelta = (delta: string) => {
      deltas.push(delta);
      return 'continue' as const;
    };
    const { text, logProbabilities = [] } = await client.generate(request, onDelta, never);
    // A letter of its own: so it is one token as an option of `score` too.
    const [first = ''] = deltas;
    if ((logProbabilities[0] ?? Number.NEGATIVE_INFINITY) > surelyLog && first.length === 1 && !found.has(first)) {
      found.set(first, { prompt, answer: text });
    }
  }
  assert.ok(found.size >= 3, 'there are prompts whose answers can be told apart');
  return [...found.values()];
}

const telltales = 6;
/** More than half: no other token comes near. */
const surelyLog = Math.log(0.6);

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}
