import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { FileHash, pieceBytes } from '../../native/states/fileHash.ts';
import { restoreIfCheaper } from '../../native/states/restoreIfCheaper.ts';
import type { RunCall } from '../../native/states/runCall.ts';
import type { StateStore } from '../../native/states/stateStore.ts';
import { CancelledError, isCancelled } from '../../src/shared/errors.ts';
import { exactCache, type LoadedTiny, StateFixture, slowPrefill } from '../support/stateFixture.ts';

describe('StateStore', function () {
  this.timeout(60_000);
  let fixture: StateFixture;
  let loaded: LoadedTiny;
  let sequence: LlamaContextSequence;
  before(async () => {
    fixture = await StateFixture.create();
    loaded = await fixture.load('plain');
    sequence = loaded.context.getSequence();
  });
  beforeEach(() => fixture.clear());
  after(() => fixture.dispose());

  async function save(store: StateStore, tokens: readonly Token[], speed = slowPrefill) {
    await sequence.clearHistory();
    await sequence.evaluateWithoutGeneratingNewTokens([...tokens]);
    await store.save(sequence, { prefillTokensPerSecond: speed });
  }

  const states = async () => (await fixture.files()).filter((file) => file.endsWith('.state'));
  const bytesOf = async () => {
    const files = (await readdir(fixture.directory)).map((file) => stat(join(fixture.directory, file)));
    return (await Promise.all(files)).reduce((sum, { size }) => sum + size, 0);
  };
  const knows = (store: StateStore, tokens: readonly Token[]) =>
    store.best([...tokens, 1 as Token])?.sharedTokens === tokens.length;

  it('shows nobody else what the user wrote', async () => {
    // Windows has no such bits: there the user's folder is what protects it.
    if (process.platform === 'win32') return;
    await save(loaded.store(), fixture.tokens(100));
    const mode = async (path: string) => (await stat(path)).mode & 0o777;
    assert.equal(await mode(fixture.directory), 0o700);
    for (const file of await fixture.files()) assert.equal(await mode(join(fixture.directory, file)), 0o600);
    await chmod(fixture.directory, 0o755);
    await save(loaded.store(), fixture.tokens(100, 2));
    assert.equal(await mode(fixture.directory), 0o700);
  });

  it('forgets every state, those of other models too, and nothing that is not its own', async () => {
    const store = loaded.store();
    await save(store, fixture.tokens(100));
    const [name = ''] = await states();
    const other = name.replace(/^[0-9a-f]{16}/, '0123456789abcdef');
    await copyFile(join(fixture.directory, name), join(fixture.directory, other));
    await writeFile(join(fixture.directory, 'notes.txt'), 'mine');
    await store.forget();
    assert.deepEqual(await fixture.files(), ['notes.txt']);
    assert.ok(!knows(store, fixture.tokens(100)));
    await save(store, fixture.tokens(100));
    assert.equal((await states()).length, 1);
  });

  it('a longer state takes the place of its beginnings, which are not saved again', async () => {
    const store = loaded.store();
    const tokens = fixture.tokens(300);
    await save(store, tokens.slice(0, 100));
    await save(store, fixture.tokens(150, 2));
    assert.equal((await states()).length, 2);
    await save(store, tokens);
    assert.equal((await states()).length, 2);
    for (const length of [100, 250, 300]) await save(store, tokens.slice(0, length));
    assert.equal((await states()).length, 2);
    assert.ok(knows(loaded.store(), tokens) && knows(loaded.store(), fixture.tokens(150, 2)));
  });

  it('of a windowed cache beginnings stay, since a longer state can not serve them', async () => {
    const windowed = await fixture.load('windowed');
    const other = windowed.context.getSequence();
    const store = windowed.store();
    const tokens = fixture.tokens(300);
    for (const [start, end] of [
      [0, 20],
      [20, 30],
      [30, 150],
      [150, 300],
    ] as const) {
      await other.evaluateWithoutGeneratingNewTokens(tokens.slice(start, end));
      await store.save(other, { prefillTokensPerSecond: slowPrefill });
    }
    // Inside the window the second serves the first.
    const lengths = [30, 150, 300];
    assert.equal((await states()).length, lengths.length);
    assert.ok(lengths.every((length) => knows(store, tokens.slice(0, length))));
    loaded = await fixture.load('plain');
    sequence = loaded.context.getSequence();
  });

  it('the least recently used states go when there are too many bytes, of other models too', async () => {
    const [first, second, third] = [1, 2, 3].map((seed) => fixture.tokens(200, seed)) as [Token[], Token[], Token[]];
    await save(loaded.store(), first);
    const oneState = await bytesOf();
    const limited = (modelKey = loaded.modelKey) => fixture.store(modelKey, { maxBytes: 2.5 * oneState });
    const foreign = limited('fedcba9876543210');
    await save(foreign, second);
    // Used, so that the other model's is older.
    const store = limited();
    const used = store.best([...first, 1 as Token]);
    assert.ok(used !== undefined && (await store.restore(sequence, used.entry)));
    await save(store, third);
    assert.ok((await bytesOf()) <= 2.5 * oneState);
    assert.deepEqual([knows(limited(), first), knows(limited(), third)], [true, true]);
    assert.equal(limited('fedcba9876543210').best([...second, 1 as Token]), undefined);
    // The other engine, whose state has gone, goes on without it.
    const gone = foreign.best([...second, 1 as Token]);
    assert.ok(gone !== undefined);
    assert.equal(await foreign.restore(sequence, gone.entry), false);
    assert.deepEqual(fixture.logged, []);
  });

  it('a state too large for the store is not kept, and drives out no other', async () => {
    const store = loaded.store();
    await save(store, fixture.tokens(50));
    const limited = loaded.store({ maxBytes: 2 * (await bytesOf()) });
    await save(limited, fixture.tokens(900, 2));
    assert.equal((await states()).length, 1);
    assert.ok(knows(loaded.store(), fixture.tokens(50)));
    assert.deepEqual(fixture.logged, []);
  });

  it('states that nobody used for two weeks go', async () => {
    const store = loaded.store();
    await save(store, fixture.tokens(100));
    const longAgo = new Date(Date.now() - 15 * 24 * 60 * 60 * 1000);
    for (const file of await fixture.files()) await utimes(join(fixture.directory, file), longAgo, longAgo);
    await save(store, fixture.tokens(100, 2));
    assert.deepEqual([knows(loaded.store(), fixture.tokens(100)), (await states()).length], [false, 1]);
  });

  it('is not saved: nothing, what evaluates quickly, and what nobody has measured', async () => {
    const store = loaded.store();
    await sequence.clearHistory();
    await store.save(sequence, { prefillTokensPerSecond: slowPrefill });
    await save(store, fixture.tokens(100), 1e9);
    await store.save(sequence);
    assert.deepEqual([await fixture.files(), fixture.logged], [[], []]);
    await save(store, fixture.tokens(100, 2));
    // By what the earlier state says of the model's speed.
    await sequence.clearHistory();
    await sequence.evaluateWithoutGeneratingNewTokens(fixture.tokens(100, 3));
    await store.save(sequence);
    assert.equal((await states()).length, 2);
  });

  it('two engines save and restore in one folder at the same time', async () => {
    const ours = loaded.store();
    const same = loaded.store();
    const foreign = fixture.store('fedcba9876543210');
    const second = loaded.context.getSequence();
    for (let round = 0; round < 5; round++) {
      await Promise.all([sequence.clearHistory(), second.clearHistory()]);
      await sequence.evaluateWithoutGeneratingNewTokens(fixture.tokens(100, 10 + round));
      await second.evaluateWithoutGeneratingNewTokens(fixture.tokens(100, 20 + round));
      const stores = [ours, same, foreign];
      const saving = stores.flatMap((store) => [
        store.save(sequence, { prefillTokensPerSecond: slowPrefill }),
        store.save(second, { prefillTokensPerSecond: slowPrefill }),
      ]);
      await Promise.all(saving);
      const match = ours.best(fixture.tokens(101, 10 + round));
      assert.ok(match !== undefined);
      const evicting = same.save(sequence, { prefillTokensPerSecond: slowPrefill });
      assert.equal(await ours.restore(second, match.entry), true);
      await evicting;
      assert.deepEqual(second.contextTokens, fixture.tokens(100, 10 + round));
    }
    await second.dispose();
    assert.deepEqual(fixture.logged, []);
    assert.ok(knows(loaded.store(), fixture.tokens(100, 10)) && knows(loaded.store(), fixture.tokens(100, 24)));
    assert.ok(!(await fixture.files()).some((file) => file.endsWith('.part')));
  });

  it('a request that is cancelled while it waits for its turn costs no state, and no later one', async () => {
    const store = loaded.store();
    const tokens = fixture.tokens(100);
    const refuse = () => Promise.reject(new CancelledError());
    await sequence.clearHistory();
    await sequence.evaluateWithoutGeneratingNewTokens(tokens);
    await store.save(sequence, { prefillTokensPerSecond: slowPrefill, run: refuse });
    assert.deepEqual([await fixture.files(), fixture.logged], [[], []]);
    await save(store, tokens);
    const prompt = [...tokens, ...fixture.tokens(10, 2)];
    await sequence.clearHistory();
    await assert.rejects(restoreIfCheaper(store, sequence, prompt, { run: refuse }), { name: 'CancelledError' });
    assert.equal(await restoreIfCheaper(store, sequence, prompt), true);
  });

  it('a check that was cancelled goes on where it was cut off, and is made once', async () => {
    const path = join(fixture.folder, 'large');
    const bytes = Buffer.alloc(2 * pieceBytes + 1000, 'state');
    await writeFile(path, bytes);
    const hash = new FileHash(path);
    let turns = 0;
    const upTo =
      (most: number): RunCall =>
      (call) => {
        if (turns === most) return Promise.reject(new CancelledError());
        turns += 1;
        return call();
      };
    // Each time it opens the file; it reads two pieces, which no later one reads again.
    for (const most of [0, 1, 3, 5]) await assert.rejects(hash.digest(upTo(most)), { name: 'CancelledError' });
    const expected = createHash('sha256').update(bytes).digest('hex');
    assert.equal(await hash.digest(upTo(8)), expected);
    assert.equal(await hash.digest(upTo(8)), expected);
    const another = new FileHash(path);
    assert.deepEqual(await Promise.all([another.digest(), another.digest()]), [expected, expected]);
  });

  it('a restoring that is cancelled at any of its calls costs no state, and the next ones check no byte again', async () => {
    const store = loaded.store();
    const tokens = fixture.tokens(100);
    await save(store, tokens);
    const prompt = [...tokens, ...fixture.tokens(10, 2)];
    const callsOf = async (most: number) => {
      let calls = 0;
      const run: RunCall = (call) => (++calls > most ? Promise.reject(new CancelledError()) : call());
      await sequence.clearHistory();
      return (await restoreIfCheaper(store, sequence, prompt, { run }).catch(rethrowOthers)) ? calls : undefined;
    };
    const found: (number | undefined)[] = [];
    for (const most of [0, 1, 2, 3, 9, 9]) found.push(await callsOf(most));
    // Size, opening, the bytes, their end, the library's own; then without the bytes; then without all of the file.
    assert.deepEqual(found, [undefined, undefined, undefined, undefined, 4, 2]);
    assert.deepEqual(sequence.contextTokens, tokens);
    assert.equal((await states()).length, 1);
  });

  it('a state that another engine evicts before it is finished is not saved, and later ones are', async () => {
    const store = loaded.store();
    const small = fixture.store('fedcba9876543210', { maxBytes: 1000 });
    const empty = loaded.context.getSequence();
    await sequence.clearHistory();
    await sequence.evaluateWithoutGeneratingNewTokens(fixture.tokens(100));
    const run: RunCall = async (call) => {
      const result = await call();
      assert.equal((await states()).length, 0);
      await small.save(empty);
      return result;
    };
    await store.save(sequence, { prefillTokensPerSecond: slowPrefill, run });
    await empty.dispose();
    assert.deepEqual([await fixture.files(), fixture.logged], [[], []]);
    await save(store, fixture.tokens(100));
    assert.equal((await states()).length, 1);
  });

  it('a folder that can not be written to: one log line, no error', async () => {
    const directory = join(fixture.folder, 'a-file');
    await writeFile(directory, '');
    const store = loaded.store({ directory });
    await save(store, fixture.tokens(100));
    await save(store, fixture.tokens(100, 2));
    assert.equal(store.best(fixture.tokens(200)), undefined);
    assert.equal(fixture.logged.length, 1);
    assert.match(fixture.logged[0] ?? '', /^Evaluated prompts are no longer kept in .*: E/);
  });

  // The last bytes of a state of 60 tokens find no room, which the library does not notice; a longer one has far too little.
  for (const { room, lengths, restores } of [
    { room: 16, lengths: [60, 60], restores: false },
    { room: 100, lengths: [60, 900, 900], restores: true },
  ]) {
    it(`a disk with room for ${room} KiB: one log line, nothing half-written, and the rest is restored`, async () => {
      // Windows has no such limit to set.
      if (process.platform === 'win32') return;
      const program = fileURLToPath(new URL('../support/saveStates.ts', import.meta.url));
      const modelPath = join(fixture.folder, 'plain.gguf');
      const command = [process.execPath, program, modelPath, fixture.directory, ...lengths.map(String)];
      const { stdout } = await promisify(execFile)('bash', ['-c', `ulimit -f ${room}; exec "$0" "$@"`, ...command]);
      const [log = '', done = '', ...more] = stdout.trim().split('\n');
      assert.match(log, /^log: Evaluated prompts are no longer kept in .*: /);
      assert.deepEqual([done, ...more], [`done, restores: ${restores}`]);
      assert.equal((await fixture.files()).length, restores ? 2 : 0);
    });
  }

  it('the key changes with the file, what is in its place, and how the cache is made', async () => {
    const path = join(fixture.folder, 'plain.gguf');
    const keys = new Set([loaded.modelKey]);
    keys.add((await fixture.load('plain', { contextSize: 1024 })).modelKey);
    keys.add((await fixture.load('plain', { cache: { ...exactCache, experimentalKvCacheKeyType: 'F16' } })).modelKey);
    keys.add((await fixture.load('plain', { cache: { ...exactCache, flashAttention: true } })).modelKey);
    keys.add((await fixture.load('windowed')).modelKey);
    const { modelKey } = loaded;
    loaded = await fixture.load('plain');
    assert.equal(loaded.modelKey, modelKey);
    await copyFile(path, `${path}.copy`);
    await copyFile(`${path}.copy`, path);
    loaded = await fixture.load('plain');
    keys.add(loaded.modelKey);
    sequence = loaded.context.getSequence();
    assert.equal(keys.size, 6);
  });
});

function rethrowOthers(error: unknown): undefined {
  if (!isCancelled(error)) throw error;
}
