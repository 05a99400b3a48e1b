import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CountedEngine } from '../../bench/support/keystrokes/countedEngine.ts';
import type { InfillRequest } from '../../bench/support/keystrokes/infillServer.ts';
import { byKind, figuresOf, quantile } from '../../bench/support/keystrokes/keystrokeFigures.ts';
import { LlamaVscode } from '../../bench/support/keystrokes/llamaVscode.ts';
import { TypingClock } from '../../bench/support/keystrokes/typingClock.ts';
import { writeTwin } from '../../bench/support/keystrokes/writeTwin.ts';
import { f32 } from '../../native/gguf/ggmlTypes.ts';
import { readHeader } from '../../native/gguf/readHeader.ts';
import { chooseFamily } from '../../src/core/prompt/families.ts';
import { CancelledError } from '../../src/shared/errors.ts';
import { atCursor } from '../support/atCursor.ts';
import { continuation, never } from '../support/engineFixture.ts';
import { FakeEngine } from '../support/fakeEngine.ts';
import { encodeGguf, ggufString, ggufStrings, ggufUint32 } from '../support/ggufWriter.ts';

const hourMs = 3_600_000;

describe('the clock of who types', () => {
  it('passes at once where nothing is computed, and wakes who sleeps in order', async () => {
    const clock = new TypingClock();
    const woken: string[] = [];
    const startMs = clock.nowMs();
    void clock.sleep(2 * hourMs, never).then(() => woken.push('later'));
    void clock.sleep(hourMs, never).then(() => woken.push('sooner'));
    void clock.sleep(4 * hourMs, never).then(() => woken.push('too late'));
    await clock.pass(3 * hourMs);
    assert.deepEqual(woken, ['sooner', 'later']);
    assert.ok(clock.nowMs() - startMs >= 3 * hourMs);
  });

  it('does not jump while something is computed', async () => {
    const clock = new TypingClock();
    let finish = () => {};
    const work = clock.during(new Promise<void>((resolve) => (finish = resolve)));
    const rest = clock.rest();
    let isAwake = false;
    void clock.sleep(hourMs, never).then(() => (isAwake = true));
    await clock.pass(5);
    assert.equal(isAwake, false);
    finish();
    await Promise.all([work, rest]);
    assert.equal(isAwake, false);
    await clock.pass(hourMs);
    assert.equal(isAwake, true);
  });

  it('goes on to an answer through the waits in front of it, and no further', async () => {
    const clock = new TypingClock();
    let isAwake = false;
    void clock.sleep(3 * hourMs, never).then(() => (isAwake = true));
    const answer = async () => {
      await clock.sleep(hourMs, never);
      return await clock.during(Promise.resolve('answer'));
    };
    assert.equal(await clock.until(answer()), 'answer');
    assert.equal(isAwake, false);
    await assert.rejects(clock.until(clock.during(Promise.reject(new Error('no')))), /no/);
  });

  it('stands still while nobody waits', async () => {
    const clock = new TypingClock();
    await clock.pass(hourMs);
    const atMs = clock.nowMs();
    let isAwake = false;
    void clock.sleep(1, never).then(() => (isAwake = true));
    await sleep(5);
    assert.equal(clock.nowMs(), atMs);
    assert.equal(isAwake, false);
  });

  it('lets a sleep end that is aborted', async () => {
    const clock = new TypingClock();
    const abort = new AbortController();
    const sleeping = clock.sleep(hourMs, abort.signal);
    abort.abort();
    await assert.rejects(sleeping, CancelledError);
    await assert.rejects(clock.sleep(hourMs, abort.signal), CancelledError);
  });
});

describe('the engine whose calls are counted', () => {
  it('tells what the completions have cost that an answer was waited for, and of nothing else', async () => {
    const engine = new CountedEngine(new FakeEngine(() => 'answer'), new TypingClock());
    const ask = (purpose: 'completion' | 'warmUp') =>
      engine.generate(continuation('text', { purpose }), () => 'continue', never);
    const first = await engine.countIn(async () => {
      await Promise.all([ask('completion'), ask('warmUp'), ask('completion')]);
      return 'shown';
    });
    const { evaluatedTokens } = (await ask('completion')).counts;
    const second = await engine.countIn(async () => 'known');
    assert.ok(evaluatedTokens > 0);
    assert.deepEqual(first, { answer: 'shown', costs: { calls: 2, evaluatedTokens: 2 * evaluatedTokens } });
    assert.deepEqual(second, { answer: 'known', costs: { calls: 0, evaluatedTokens: 0 } });
  });
});

describe('the request sequence of llama.vscode', () => {
  const lines = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name} ${index}`);

  it('sends 256 lines before the line, the line, and 64 behind', async () => {
    const { requests, ask } = peer(() => 'answer');
    await ask([...lines('above', 300), '  const ‸;', ...lines('below', 100)].join('\n'));
    const [{ input_prefix, prompt, input_suffix, n_indent }] = requests as [InfillRequest];
    assert.equal(input_prefix, `${lines('above', 300).slice(44).join('\n')}\n`);
    assert.equal(prompt, '  const ');
    assert.equal(input_suffix, `;\n${lines('below', 64).join('\n')}\n`);
    assert.equal(n_indent, 2);
  });

  it('leaves indentation away, in the request and in the answer', async () => {
    const { requests, ask } = peer(() => '    answer');
    assert.equal((await ask('a\n    ‸\nb')).shown, 'answer');
    assert.equal(requests[0]?.prompt, '');
  });

  it('asks nothing where more than 8 characters follow', async () => {
    const { requests, ask } = peer(() => 'answer');
    assert.deepEqual(await ask('a‸ is longer'), {});
    assert.equal(requests.length, 0);
  });

  it('answers from what it keeps where the answer is typed, and asks again where it is not', async () => {
    const { requests, ask } = peer(() => 'answer');
    await ask('x ‸');
    assert.deepEqual((await ask('x an‸')).shown, 'swer');
    assert.equal(requests.length, 1);
    await ask('x b‸');
    assert.equal(requests.length, 2);
  });

  it('asks, once something is shown, for what follows it', async () => {
    const { requests, ask } = peer((request) => (request.prompt === 'x ' ? 'one\n  two' : 'three'));
    await (await ask('x ‸\n')).afterwards?.();
    assert.deepEqual(
      requests.map(({ input_prefix, prompt }) => [input_prefix, prompt]),
      [
        ['\n', 'x '],
        ['\nx one\n', '  two'],
      ],
    );
    assert.equal((await ask('x one\n  two‸\n', '\n')).shown, 'three');
  });

  for (const [name, text, answer] of [
    ['nothing', 'x ‸\ny', '  \n'],
    ['the next line', 'x‸\nxyz', 'yz'],
    ['the lines that follow', 'x‸\n\nxy\nz', 'y\nz'],
  ] as const) {
    it(`shows no answer that says ${name}`, async () => {
      const { ask } = peer(() => answer);
      const { shown, evaluatedTokens, afterwards } = await ask(text);
      assert.deepEqual([shown, evaluatedTokens, afterwards], [undefined, 7, undefined]);
    });
  }

  it('adds text around a place far away to the ring, while nobody types', async () => {
    const { requests, ask, assistant } = peer(() => 'answer');
    await (await ask(`x ‸\n${lines('below', 200).join('\n')}`)).afterwards?.();
    const before = requests.length;
    await assistant.tick(2_999);
    assert.equal(requests.length, before);
    await assistant.tick(3_000);
    await assistant.tick(4_000);
    const [added, ...others] = requests.slice(before);
    assert.equal(others.length, 0);
    assert.equal(added?.n_predict, 0);
    assert.match(added?.input_extra[0]?.text ?? '', /^below \d+\n/);
    assert.equal(added?.input_extra[0]?.text.split('\n').length, 33);
  });

  function peer(answer: (request: InfillRequest) => string) {
    const requests: InfillRequest[] = [];
    const infill = async (request: InfillRequest) => {
      requests.push(request);
      return { text: answer(request), evaluatedTokens: 7 };
    };
    const assistant = new LlamaVscode({ infill }, () => 0.5);
    const ask = (marked: string, front = '') => {
      const { text, offset } = atCursor(front + marked);
      return assistant.complete({ path: 'a.ts', text, offset }, 0);
    };
    return { requests, assistant, ask };
  }
});

describe('figures of keystrokes', () => {
  it('a quantile is one of the values', () => {
    assert.deepEqual(
      [0, 0.25, 0.5, 0.95, 1].map((share) => quantile([4, 1, 3, 2], share)),
      [1, 1, 2, 4, 4],
    );
    assert.ok(Number.isNaN(quantile([], 0.5)));
  });

  it('count what asked, and tell what is waited for from what is computed', () => {
    const keys = [
      { kind: 'newline', evaluatedTokens: 9, ghostTextMs: 500, waitedMs: 100 },
      { kind: 'letter', evaluatedTokens: 1, waitedMs: 0 },
      { kind: 'letter', ghostTextMs: 0, waitedMs: 0 },
      { kind: 'letter', waitedMs: 0 },
    ] as const;
    const figures = figuresOf({ keys, backgroundTokens: 8 });
    assert.deepEqual([figures.keystrokes, figures.askedKeystrokes, figures.evaluatedTokens], [4, 2, 10]);
    assert.deepEqual(figures.evaluatedPerKeystroke, { p50: 1, p95: 9, mean: 5 });
    assert.equal(figures.evaluatedPerAnyKeystroke.p50, 0);
    assert.equal(figures.backgroundPerKeystroke, 2);
    assert.deepEqual([figures.ghostTextMs, figures.ghostTextWithoutWaitMs], [500, 400]);
    assert.deepEqual(
      byKind(keys).map((row) => Object.values(row).slice(0, 3)),
      [
        ['newline', 1, 1],
        ['letter', 3, 1],
      ],
    );
  });
});

describe('a twin of a model', () => {
  const vocabulary = ['a', '<jupyter_start>', '<jupyter_text>', '<jupyter_code>', '<file_sep>'];
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-twin-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const dataOf = (seed: number) => Uint8Array.from({ length: 48 }, (_, index) => seed + index);
  const tensorNames = ['blk.0.attn_norm.weight', 'blk.1.attn_norm.weight', 'blk.10.attn_norm.weight', 'output.weight'];
  const write = async (name: string, tokens: readonly string[]) => {
    const path = join(folder, name);
    await writeFile(
      path,
      encodeGguf({
        metadata: [
          ['general.architecture', ggufString('llama')],
          ['tokenizer.ggml.tokens', ggufStrings(tokens)],
        ],
        tensors: tensorNames.map((tensor, index) => ({ name: tensor, shape: [12], type: f32, data: dataOf(index) })),
      }),
    );
    return path;
  };

  it('with markers has the same data, and fills in the middle in the order that its name asks for', async () => {
    const source = await write('model.gguf', vocabulary);
    const target = join(folder, 'twin.gguf');
    await writeTwin(source, target, { isMarked: true });
    const [was, is] = [await readHeader(source), await readHeader(target)];
    assert.deepEqual(is.tensors, was.tensors);
    assert.deepEqual(
      (await readFile(target)).subarray(is.dataOffset),
      (await readFile(source)).subarray(was.dataOffset),
    );
    const tokens = is.metadata.get('tokenizer.ggml.tokens');
    assert.ok(tokens?.type === 'array' && tokens.items.type === 'string');
    const traits = { title: '', architecture: 'llama', controlTokens: [...tokens.items.values] };
    const orders = ['marked', 'mellum-marked'].map((name) => {
      const mode = chooseFamily({ name, ...traits });
      return mode.kind === 'fim' ? mode.fim.order : mode.kind;
    });
    assert.deepEqual(orders, ['psm', 'spm']);
  });

  it('of some layers has their data, and that of what is no layer', async () => {
    const source = await write('deep.gguf', vocabulary);
    const target = join(folder, 'shallow.gguf');
    await writeTwin(source, target, { isMarked: false, layers: 1 });
    const { tensors, dataOffset, metadata } = await readHeader(target);
    assert.deepEqual(
      tensors.map(({ name }) => name),
      ['blk.0.attn_norm.weight', 'output.weight'],
    );
    const data = (await readFile(target)).subarray(dataOffset);
    const found = tensors.map(({ offset, sizeBytes }) => data.subarray(offset, offset + sizeBytes));
    assert.deepEqual(found, [Buffer.from(dataOf(0)), Buffer.from(dataOf(3))]);
    assert.deepEqual(metadata.get('llama.block_count'), ggufUint32(1));
  });

  it('has no markers where the model has no tokens to spare', async () => {
    const source = await write('other.gguf', vocabulary.slice(0, 2));
    await assert.rejects(
      writeTwin(source, join(folder, 'none.gguf'), { isMarked: true }),
      /<jupyter_text>, <jupyter_code>/,
    );
  });
});
