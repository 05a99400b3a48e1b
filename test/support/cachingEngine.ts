import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { urgencies } from '../../native/scheduling/scheduler.ts';
import { chunkTokens } from '../../native/sequences/chunkTokens.ts';
import { planRollBack } from '../../native/sequences/rollBack.ts';
import { SequencePool } from '../../native/sequences/sequencePool.ts';
import type { GenerateRequest, GenerateResult, OnDelta } from '../../src/shared/engine.ts';
import { throwIfAborted } from '../../src/shared/errors.ts';
import { FakeEngine, fimModel, piecesOf } from './fakeEngine.ts';

/**
 * An engine that answers with one line, always the same, and counts prompt tokens as ours does: it has our pool of sequences,
 * evaluates in chunks, between which it can be aborted, and heals the last token.
 */
export class CachingEngine extends FakeEngine {
  readonly #pool: SequencePool;
  readonly #window = new AbortController().signal;
  readonly #answer: string;
  /** Of the last request, as far as it has come. */
  evaluatedTokens = 0;
  /** Chunks after which a warm-up stands still, until it is aborted. */
  chunksOfWarmUp = Number.POSITIVE_INFINITY;

  /** @param other the engine as another window has it. */
  constructor(
    sequences: number,
    answer: string,
    model = { ...fimModel, keptPrompts: sequences },
    other?: CachingEngine,
  ) {
    super(() => answer, model);
    this.#answer = answer;
    const places = () => Array.from({ length: sequences }, () => new CountedSequence().asSequence());
    this.#pool = other === undefined ? new SequencePool(places()) : other.#pool;
  }

  override async generate(request: GenerateRequest, onDelta: OnDelta, signal: AbortSignal): Promise<GenerateResult> {
    const prompt = tokensOf(request);
    const { purpose, sparesNewest = false, maxTokens } = request;
    this.evaluatedTokens = 0;
    const stopSignal = new AbortController().signal;
    const lease = await this.#pool.acquire({
      ...{ prompt, urgency: urgencies[purpose], window: this.#window, sparesNewest, signal, stopSignal },
    });
    try {
      const sequence = lease.sequence as unknown as CountedSequence;
      const reusedTokens = planRollBack(lease.sequence, prompt).keptTokens;
      sequence.tokens.length = reusedTokens;
      for (let chunk = 0; sequence.tokens.length < prompt.length; chunk++) {
        while (maxTokens === 0 && chunk >= this.chunksOfWarmUp && !signal.aborted) await nextTurn();
        throwIfAborted(signal);
        const tokens = prompt.slice(sequence.tokens.length).slice(0, chunkTokens);
        sequence.tokens.push(...tokens);
        this.evaluatedTokens += tokens.length;
        await nextTurn();
      }
      throwIfAborted(signal);
      const result = await super.generate(request, onDelta, signal);
      if (maxTokens > 0) sequence.tokens.push(...textTokens(this.#answer));
      return result;
    } finally {
      lease.release();
    }
  }
}

/** What our code asks of a sequence without a window. */
class CountedSequence {
  readonly tokens: Token[] = [];
  readonly model = { fileInsights: {} };
  readonly stateCellsStartIndex = 0;
  readonly needsCheckpoints = false;

  get nextTokenIndex(): number {
    return this.tokens.length;
  }

  compareContextTokens(other: readonly Token[]): { readonly firstDifferentIndex: number } {
    const different = this.tokens.findIndex((token, index) => token !== other[index]);
    return { firstDifferentIndex: different === -1 ? this.tokens.length : different };
  }

  asSequence(): LlamaContextSequence {
    return this as unknown as LlamaContextSequence;
  }
}

const known = new Map<string, Token>();

function tokenOf(text: string): Token {
  const token = known.get(text) ?? (known.size as Token);
  known.set(text, token);
  return token;
}

function textTokens(text: string): Token[] {
  return piecesOf(text).map(tokenOf);
}

function tokensOf({ segments, healTokens }: GenerateRequest): Token[] {
  const tokens = segments.flatMap(({ kind, text }) =>
    kind === 'text' ? textTokens(text) : [tokenOf(`${kind} ${text}`)],
  );
  return healTokens && tokens.length > 1 ? tokens.slice(0, -1) : tokens;
}
