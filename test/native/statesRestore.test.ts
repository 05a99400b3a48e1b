import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LlamaContextOptions, LlamaContextSequence, Token } from 'node-llama-cpp';
import { exactFrom } from '../../native/sequences/exactFrom.ts';
import { goBackToStable } from '../../native/sequences/goBackToStable.ts';
import { planRollBack, rollBack } from '../../native/sequences/rollBack.ts';
import { pieceBytes } from '../../native/states/fileHash.ts';
import { restoreIfCheaper } from '../../native/states/restoreIfCheaper.ts';
import { nextLogProbabilities } from '../support/nextLogProbabilities.ts';
import { greatestDifference } from '../support/referenceMath.ts';
import type { RestoredBesideChat } from '../support/restoreBesideChat.ts';
import { type LoadedTiny, StateFixture, slowPrefill, type TinyKind } from '../support/stateFixture.ts';
import { windowTokens } from '../support/tinyMistral.ts';

/** Between two evaluations of the same tokens whose cells lie elsewhere in the cache. */
const limit = 1e-3;
const chunk = 100;

describe('sequence states, saved and restored', function () {
  this.timeout(60_000);
  let fixture: StateFixture;
  before(async () => {
    fixture = await StateFixture.create();
  });
  beforeEach(() => fixture.clear());
  after(() => fixture.dispose());

  for (const kind of ['plain', 'windowed', 'mixed'] as const) {
    for (const length of [windowTokens - 4, windowTokens + 1, 10 * windowTokens]) {
      it(`${kind}, ${length} tokens: goes on as if it had been evaluated, all loaded anew`, () =>
        assertGoesOn(kind, length, limit));
    }

    it(`${kind}: so it does with the cache that the engine has, but for its rounding`, () =>
      assertGoesOn(kind, 10 * windowTokens, 5e-2, {}));
  }

  it('plain: serves every prompt that shares a beginning, rolled back to it', async () => {
    const saved = fixture.tokens(200);
    await saveAndForget('plain', saved);
    const loaded = await fixture.load('plain');
    const store = loaded.store();
    for (const shared of [40, 120, 200]) {
      const sequence = loaded.context.getSequence();
      const prompt = [...saved.slice(0, shared), ...otherThan(saved, shared, 30)];
      assert.equal(store.best(prompt)?.sharedTokens, shared);
      assert.equal(await restoreIfCheaper(store, sequence, prompt), true);
      assert.equal(await rollBack(sequence, prompt), shared);
      const found = await nextLogProbabilities(sequence, prompt.slice(shared));
      assert.ok(difference(found, await fresh(loaded, prompt, shared)) <= limit);
      await sequence.dispose();
    }
  });

  it('windowed: serves only prompts that can go on exactly where they leave it', async () => {
    const saved = fixture.tokens(300);
    await saveAndForget('windowed', saved);
    const loaded = await fixture.load('windowed');
    const store = loaded.store();
    const sequence = loaded.context.getSequence();
    const sharing = (shared: number) => [...saved.slice(0, shared), ...otherThan(saved, shared, 30)];
    assert.equal(store.best(sharing(298)), undefined);
    assert.equal(await restoreIfCheaper(store, sequence, sharing(298)), false);
    assert.equal(sequence.nextTokenIndex, 0);

    const match = store.best(sharing(299));
    assert.ok(match !== undefined && (await store.restore(sequence, match.entry)));
    // What is said of the state without loading it is what is true of the cache once it is loaded.
    assert.equal(exactFrom(sequence), match.entry.exactFrom);
    assert.deepEqual(planRollBack(sequence, sharing(298)), { kind: 'clear', keptTokens: 0 });
    assert.equal(await rollBack(sequence, sharing(299)), 299);
    const found = await nextLogProbabilities(sequence, sharing(299).slice(299));
    assert.ok(difference(found, await fresh(loaded, sharing(299), 299)) <= limit);
  });

  it('windowed: going back further than that would be wrong', async () => {
    const saved = fixture.tokens(300);
    await saveAndForget('windowed', saved);
    const loaded = await fixture.load('windowed');
    const store = loaded.store();
    const sequence = loaded.context.getSequence();
    const match = store.best([...saved, ...saved]);
    assert.ok(match !== undefined && (await store.restore(sequence, match.entry)));
    await sequence.eraseContextTokenRanges([{ start: 285, end: 300 }]);
    const prompt = [...saved.slice(0, 285), ...otherThan(saved, 285, 30)];
    const found = await nextLogProbabilities(sequence, prompt.slice(285));
    assert.ok(difference(found, await fresh(loaded, prompt, 285)) > 10 * limit);
  });

  it('the same prompt again: all but its last token comes from the state', async () => {
    for (const kind of ['plain', 'windowed'] as const) {
      await fixture.clear();
      const saved = fixture.tokens(200);
      await saveAndForget(kind, saved);
      const loaded = await fixture.load(kind);
      const sequence = loaded.context.getSequence();
      assert.equal(await restoreIfCheaper(loaded.store(), sequence, saved), true);
      assert.equal(await rollBack(sequence, saved), 199);
    }
  });

  it('is left alone where the cache has it already, and where evaluating is as quick', async () => {
    const saved = fixture.tokens(200);
    await saveAndForget('plain', saved);
    const loaded = await fixture.load('plain');
    const store = loaded.store();
    const sequence = loaded.context.getSequence();
    const prompt = [...saved, ...fixture.tokens(5, 3)];
    await sequence.evaluateWithoutGeneratingNewTokens(saved);
    assert.equal(await restoreIfCheaper(store, sequence, prompt), false);
    await sequence.clearHistory();
    assert.equal(await restoreIfCheaper(store, sequence, prompt, { prefillTokensPerSecond: 1e9 }), false);
    assert.equal(await restoreIfCheaper(store, sequence, fixture.tokens(200, 4)), false);
    assert.equal(await restoreIfCheaper(store, sequence, prompt), true);
  });

  it('takes the place of what the sequence held, checkpoints included', async () => {
    const saved = fixture.tokens(200);
    await saveAndForget('windowed', saved);
    const loaded = await fixture.load('windowed');
    const sequence = loaded.context.getSequence({ checkpoints: { interval: false } });
    const other = fixture.tokens(150, 5);
    await sequence.evaluateWithoutGeneratingNewTokens(other.slice(0, 100));
    await sequence.takeCheckpoint();
    await sequence.evaluateWithoutGeneratingNewTokens(other.slice(100));
    assert.equal(await restoreIfCheaper(loaded.store(), sequence, [...saved, ...other]), true);
    assert.equal(sequence.checkpointsMemoryUsage, 0);
    const found = await nextLogProbabilities(sequence, other.slice(0, 60));
    assert.ok(difference(found, await fresh(loaded, [...saved, ...other.slice(0, 60)], 200)) <= limit);
  });

  for (const kind of ['windowed', 'mixed'] as const) {
    it(`${kind}: taken back to a checkpoint before it is saved, goes on as if nothing had followed that`, async () => {
      const [stable, answer] = [fixture.tokens(200), fixture.tokens(120, 6)];
      const before = await fixture.load(kind);
      const sequence = before.context.getSequence({ checkpoints: { interval: false } });
      await evaluate(sequence, stable);
      await sequence.takeCheckpoint();
      await evaluate(sequence, answer);
      await goBackToStable(sequence);
      await before.store().save(sequence, { prefillTokensPerSecond: slowPrefill });
      assert.deepEqual(sequence.contextTokens, stable);

      const loaded = await fixture.load(kind);
      const restored = loaded.context.getSequence();
      const prompt = [...stable, ...fixture.tokens(60, 2)];
      assert.equal(await restoreIfCheaper(loaded.store(), restored, prompt), true);
      assert.equal(await rollBack(restored, prompt), 200);
      const found = await nextLogProbabilities(restored, prompt.slice(200));
      assert.ok(difference(found, await fresh(loaded, prompt, 200)) <= limit);
    });
  }

  it('a completion waits for one chunk of a chat at most, however large the state is', async () => {
    const program = fileURLToPath(new URL('../support/restoreBesideChat.ts', import.meta.url));
    const env = { ...process.env, UV_THREADPOOL_SIZE: '1' };
    const { stdout } = await promisify(execFile)(process.execPath, [program, fixture.folder], { env });
    const { stateBytes, reusedTokens, chatChunks } = JSON.parse(stdout) as RestoredBesideChat;
    assert.ok(stateBytes > 2 * pieceBytes, `${stateBytes} bytes`);
    assert.equal(reusedTokens, 1499);
    assert.ok(chatChunks <= 1, `${chatChunks} chunks`);
  });

  async function assertGoesOn(kind: TinyKind, length: number, most: number, cache?: LlamaContextOptions) {
    const saved = fixture.tokens(length);
    await saveAndForget(kind, saved, cache);
    const loaded = await fixture.load(kind, { cache });
    const sequence = loaded.context.getSequence();
    const prompt = [...saved, ...fixture.tokens(60, 2)];
    assert.equal(await restoreIfCheaper(loaded.store(), sequence, prompt), true);
    assert.deepEqual(sequence.contextTokens, saved);

    const found = await nextLogProbabilities(sequence, prompt.slice(length));
    const expected = await fresh(loaded, prompt, length);
    assert.ok(difference(found, expected) <= most, `differs by ${difference(found, expected)}`);
    // The comparison is one that can fail: what the state holds matters.
    await sequence.clearHistory();
    const without = await nextLogProbabilities(sequence, prompt.slice(length));
    assert.ok(difference(without, expected) > 2 * most);
  }

  /** As an engine does that is about to end. */
  async function saveAndForget(kind: TinyKind, tokens: readonly Token[], cache?: LlamaContextOptions) {
    const { context, store } = await fixture.load(kind, { cache });
    const sequence = context.getSequence();
    await evaluate(sequence, tokens);
    await store().save(sequence, { prefillTokensPerSecond: slowPrefill });
    assert.deepEqual(fixture.logged, []);
    assert.equal((await fixture.files()).length, 2);
  }
});

async function evaluate(sequence: LlamaContextSequence, tokens: readonly Token[]): Promise<void> {
  for (let start = 0; start < tokens.length; start += chunk) {
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(start, start + chunk));
  }
}

/** Log-probabilities from `start` on, with nothing restored. */
async function fresh({ context }: LoadedTiny, tokens: readonly Token[], start: number) {
  const sequence = context.getSequence();
  try {
    await evaluate(sequence, tokens.slice(0, start));
    return await nextLogProbabilities(sequence, tokens.slice(start));
  } finally {
    await sequence.dispose();
  }
}

function difference(found: readonly Float64Array[], expected: readonly Float64Array[]): number {
  return Math.max(...found.map((row, index) => greatestDifference(row, expected[index] as Float64Array)));
}

/** Tokens that part from the saved ones at once. */
function otherThan(saved: readonly Token[], shared: number, count: number): Token[] {
  return Array.from({ length: count }, (_, index) => (((saved[shared] ?? 0) + 1 + index) % 200) as Token);
}
