import { strict as assert } from 'node:assert';
import { copyFile, open, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { FileHash } from '../../native/states/fileHash.ts';
import type { StateEntry } from '../../native/states/stateFiles.ts';
import { decodeSidecar, encodeSidecar } from '../../native/states/stateSidecar.ts';
import type { StateStore } from '../../native/states/stateStore.ts';
import { nextLogProbabilities } from '../support/nextLogProbabilities.ts';
import { greatestDifference } from '../support/referenceMath.ts';
import { type LoadedTiny, StateFixture, slowPrefill } from '../support/stateFixture.ts';

describe('damaged sequence states', function () {
  this.timeout(60_000);
  let fixture: StateFixture;
  let loaded: LoadedTiny;
  let sequence: LlamaContextSequence;
  let saved: Token[];
  let prompt: Token[];
  let statePath: string;
  let sidecarPath: string;
  before(async () => {
    fixture = await StateFixture.create();
    // Windowed, so that native code has two caches to restore.
    loaded = await fixture.load('windowed');
    sequence = loaded.context.getSequence();
    saved = fixture.tokens(200);
    prompt = [...saved, ...fixture.tokens(20, 2)];
  });
  beforeEach(async () => {
    await fixture.clear();
    await sequence.clearHistory();
    await sequence.evaluateWithoutGeneratingNewTokens(saved);
    await loaded.store().save(sequence, { prefillTokensPerSecond: slowPrefill });
    const files = (await fixture.files()).map((file) => join(fixture.directory, file));
    [sidecarPath = '', statePath = ''] = files;
    assert.match(`${sidecarPath} ${statePath}`, /\.json .*\.state$/);
    await sequence.clearHistory();
  });
  after(() => fixture.dispose());

  /** Before the store is opened, or between its look into the folder and the restoring. */
  const faults: readonly { readonly name: string; readonly harm: () => Promise<void>; readonly isSeen: boolean }[] = [
    { name: 'a state cut short', harm: () => truncate(statePath, 5000), isSeen: true },
    { name: 'an empty state', harm: () => truncate(statePath, 0), isSeen: true },
    {
      name: 'a state grown longer',
      harm: async () => truncate(statePath, (await sizeOf(statePath)) + 1),
      isSeen: true,
    },
    { name: 'no state', harm: () => rm(statePath), isSeen: true },
    { name: 'a flipped bit among the tokens', harm: () => flipBit(statePath, 40), isSeen: false },
    { name: 'a flipped bit in the middle', harm: () => flipBit(statePath, 5000), isSeen: false },
    { name: 'a flipped bit at the end', harm: () => flipBit(statePath, -1), isSeen: false },
  ];
  for (const { name, harm, isSeen } of faults) {
    it(`${name}: is not restored, and deleted`, async () => {
      const store = loaded.store();
      await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, 3));
      await harm();
      // What can be seen without reading the state is never offered.
      assert.equal(loaded.store().best(prompt) === undefined, isSeen);
      assert.equal(await store.restore(sequence, entryOf(store)), false);
      // Native code never saw it.
      assert.equal(sequence.nextTokenIndex, 3);
      assert.equal(store.best(prompt), undefined);
      assert.deepEqual(await fixture.files(), []);
    });
  }

  it('the folder removed while the engine runs: evaluated as ever, and saved again', async () => {
    const store = loaded.store();
    await fixture.clear();
    assert.equal(await store.restore(sequence, entryOf(store)), false);
    await sequence.evaluateWithoutGeneratingNewTokens(saved);
    await store.save(sequence);
    assert.deepEqual([await fixture.files(), fixture.logged], [[], []]);
    await store.save(sequence, { prefillTokensPerSecond: slowPrefill });
    assert.equal((await fixture.files()).length, 2);
  });

  it('a state removed by another engine is saved again', async () => {
    const store = loaded.store();
    await fixture.clear();
    await sequence.evaluateWithoutGeneratingNewTokens(saved);
    await store.save(sequence, { prefillTokensPerSecond: slowPrefill });
    assert.equal((await fixture.files()).length, 2);
    assert.equal(await store.restore(sequence, entryOf(store)), true);
  });

  it('a sidecar that is missing, cut or changed: there is no state', async () => {
    const text = await readFile(sidecarPath, 'utf8');
    assert.ok(loaded.store().best(prompt));
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.nat(255), async (place, byte) => {
        const changed = `${text.slice(0, place)}${String.fromCharCode(byte)}${text.slice(place + 1)}`;
        await writeFile(sidecarPath, changed);
        assert.equal(loaded.store().best(prompt) === undefined, changed !== text);
        await writeFile(sidecarPath, text.slice(0, place));
        assert.equal(loaded.store().best(prompt), undefined);
      }),
      { numRuns: 60 },
    );
    await rm(sidecarPath);
    assert.equal(loaded.store().best(prompt), undefined);
  });

  it('a state of another key is not looked at, under our name neither', async () => {
    const foreign = '0123456789abcdef';
    assert.equal(fixture.store(foreign).best(prompt), undefined);
    for (const path of [statePath, sidecarPath]) await copyFile(path, path.replace(loaded.modelKey, foreign));
    assert.equal(fixture.store(foreign).best(prompt), undefined);
    assert.ok(loaded.store().best(prompt));
  });

  it('a state that native code refuses, though it is what was written, leaves a sequence that computes rightly', async () => {
    const emptyBytes = loaded.context.stateSize;
    // Cut in the tokens, in the cache of the layers without a window, and in that of the others.
    for (const bytes of [100, 2500, 12_000, (await sizeOf(statePath)) - 100]) {
      const [state, sidecar] = [statePath, sidecarPath].map((path) =>
        path.replace(/-[0-9a-f]{16}\./, `-${hex(bytes)}.`),
      );
      assert.ok(state !== undefined && sidecar !== undefined);
      await copyFile(statePath, state);
      await truncate(state, bytes);
      const record = decodeSidecar(await readFile(sidecarPath, 'utf8'));
      assert.ok(record !== undefined);
      await writeFile(
        sidecar,
        encodeSidecar({ ...record, sizeBytes: bytes, sha256: await new FileHash(state).digest() }),
      );

      await sequence.clearHistory();
      await sequence.evaluateWithoutGeneratingNewTokens(fixture.tokens(30, 7));
      const store = loaded.store();
      const match = store.best(prompt);
      assert.equal(match?.entry.sizeBytes, bytes);
      assert.equal(await store.restore(sequence, match.entry), false);
      // Of both caches: the index of the first cell is that of one of them.
      assert.equal(loaded.context.stateSize, emptyBytes);
      assert.deepEqual([sequence.nextTokenIndex, sequence.stateCellsStartIndex], [0, -1]);
      const other = loaded.context.getSequence();
      const [found, expected] = [
        await nextLogProbabilities(sequence, fixture.tokens(60, 8)),
        await nextLogProbabilities(other, fixture.tokens(60, 8)),
      ];
      await other.dispose();
      for (const [index, row] of found.entries()) {
        assert.ok(greatestDifference(row, expected[index] as Float64Array) <= 1e-3);
      }
    }
  });

  it('a state of other tokens than its sidecar says is not kept in the sequence', async () => {
    const record = decodeSidecar(await readFile(sidecarPath, 'utf8'));
    assert.ok(record !== undefined);
    const tokens = Uint32Array.from(prompt.slice(0, 199));
    await writeFile(sidecarPath, encodeSidecar({ ...record, tokens, exactFrom: 0 }));
    const store = loaded.store();
    assert.equal(await store.restore(sequence, entryOf(store)), false);
    assert.deepEqual([sequence.nextTokenIndex, sequence.stateCellsStartIndex], [0, -1]);
    assert.deepEqual(await fixture.files(), []);
  });

  it('what a killed engine has left goes in time, and what is not ours stays', async () => {
    const name = statePath.replace(/\.state$/, '');
    await rename(statePath, `${name}.state.part`);
    await writeFile(join(fixture.directory, 'notes.json'), 'mine');
    const store = loaded.store();
    assert.equal(store.best(prompt), undefined);
    await sequence.evaluateWithoutGeneratingNewTokens(fixture.tokens(50, 3));
    await store.save(sequence, { prefillTokensPerSecond: slowPrefill });
    const before = await fixture.files();
    // It may be another engine's that is still being written.
    assert.ok(before.some((file) => file.endsWith('.state.part')));

    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    for (const path of [`${name}.state.part`, `${name}.json`]) await setTime(path, longAgo);
    await sequence.evaluateWithoutGeneratingNewTokens(fixture.tokens(50, 4));
    await store.save(sequence, { prefillTokensPerSecond: slowPrefill });
    const after = await fixture.files();
    assert.ok(after.includes('notes.json') && !after.some((file) => name.endsWith(file.split('.')[0] ?? '')));
  });

  function entryOf(store: StateStore): StateEntry {
    const entry = store.best(prompt)?.entry;
    assert.ok(entry !== undefined);
    return entry;
  }
});

const hex = (value: number) => value.toString(16).padStart(16, '0');

async function sizeOf(path: string): Promise<number> {
  return (await readFile(path)).length;
}

async function setTime(path: string, time: Date): Promise<void> {
  const file = await open(path, 'r+');
  await file.utimes(time, time);
  await file.close();
}

/** @param place from the end where it is negative. */
async function flipBit(path: string, place: number): Promise<void> {
  const bytes = await readFile(path);
  const index = (place + bytes.length) % bytes.length;
  bytes[index] = (bytes[index] ?? 0) ^ 16;
  await writeFile(path, bytes);
}
