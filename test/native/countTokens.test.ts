import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countTokens } from '../../native/generation/countTokens.ts';
import { tokenizeText } from '../../native/generation/tokenizeText.ts';
import { LoadedModel } from '../../native/model/loadedModel.ts';
import { isCancelled } from '../../src/shared/errors.ts';
import { never } from '../support/engineFixture.ts';
import { randomText } from '../support/randomText.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

describe('countTokens', () => {
  let folder: string;
  let model: LoadedModel;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-count-'));
    const modelPath = join(folder, 'tiny.gguf');
    await writeTinyModel(modelPath);
    const params = { modelPath, contextSizeTokens: 1024, slidingWindow: 'auto', gpu: 'cpu', threads: 1 } as const;
    model = await LoadedModel.load(params, () => {}, never);
  });
  after(async () => {
    await model.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('counts what a prompt would have of each text', async () => {
    const texts = ['', 'a', 'const a = 1;\n', randomText(500, 3)];
    const expected = texts.map((text) => tokenizeText(model, text).length);
    assert.deepEqual(await countTokens(model, texts, never), expected);
  });

  it('counts texts longer than any context, with and without line ends', async () => {
    const line = 'some words of a line, and some more of them\n';
    const [lines = 0, one = 0] = await countTokens(model, [line.repeat(4000), `${'😀'.repeat(20_000)}`], never);
    assert.equal(lines, 4000 * tokenizeText(model, line).length);
    assert.equal(one, 20_000 * tokenizeText(model, '😀').length);
  });

  it('ends when it is cancelled', async () => {
    const asking = new AbortController();
    const counting = countTokens(model, ['word '.repeat(100_000)], asking.signal);
    asking.abort();
    await assert.rejects(counting, isCancelled);
  });
});
