import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '../../native/generation/generate.ts';
import { LoadedModel } from '../../native/model/loadedModel.ts';
import { isCancelled } from '../../src/shared/errors.ts';
import { continuation, never } from '../support/engineFixture.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

describe('LoadedModel.forget', () => {
  const modelPath = join(tmpdir(), `leeward-forget-${process.pid}.gguf`);
  let model: LoadedModel;
  before(async () => {
    await writeTinyModel(modelPath);
    const params = { modelPath, contextSizeTokens: 2048, slidingWindow: 'off', gpu: 'cpu', threads: 1 } as const;
    model = await LoadedModel.load(params, () => {}, never);
  });
  after(async () => {
    await model.dispose();
    await rm(modelPath, { force: true });
  });

  /** Begins an answer, cancels it after some deltas, and calls `whileItEnds` before it has ended. Gives its text. */
  const cancelled = async (whileItEnds: () => Promise<void>): Promise<string> => {
    const cancel = new AbortController();
    let text = '';
    let meanwhile: Promise<void> | undefined;
    const onDelta = (delta: string) => {
      text += delta;
      if (text.length < 8) return;
      cancel.abort();
      meanwhile ??= whileItEnds();
    };
    const request = { ...continuation('a secret question', { maxTokens: 100 }), purpose: 'chat' as const };
    const hooks = { onDelta, onReused: () => {}, onEvaluated: () => {}, signal: cancel.signal, stopSignal: never };
    await assert.rejects(generate(model, request, hooks), isCancelled);
    await meanwhile;
    return text;
  };

  it('lets go of an answer that is cancelled at that moment', async () => {
    const kept = await cancelled(async () => {});
    assert.ok(model.writtenAnswers.tokensOf(kept) !== undefined, 'one that was cancelled is read again');
    const forgotten = await cancelled(() => model.forget(never));
    assert.equal(model.writtenAnswers.tokensOf(forgotten), undefined);
  });
});
