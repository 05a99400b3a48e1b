import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '../../../native/generation/generate.ts';
import { LoadedModel } from '../../../native/model/loadedModel.ts';
import { namesGrammar } from '../../../src/core/refactor/namesGrammar.ts';
import type { GenerateRequest } from '../../../src/shared/engine.ts';
import { continuation, never } from '../../support/engineFixture.ts';
import { writeTinyModel } from '../../support/tinyModel.ts';

describe('an answer with a grammar', () => {
  const modelPath = join(tmpdir(), `leeward-grammar-${process.pid}.gguf`);
  let model: LoadedModel;
  before(async () => {
    await writeTinyModel(modelPath, { contextLength: 2048 });
    const load = { modelPath, contextSizeTokens: 2048, slidingWindow: 'off', gpu: 'cpu', threads: 1 } as const;
    model = await LoadedModel.load(load, () => {}, never);
  });
  after(async () => {
    await model.dispose();
    await rm(modelPath, { force: true });
  });

  const answer = (over: Partial<GenerateRequest>) => {
    const told = { onDelta: () => {}, onReused: () => {}, onEvaluated: () => {}, signal: never, stopSignal: never };
    return generate(model, continuation('Names:\n', over), told);
  };
  const sampling = (seed: number) => ({ temperature: 1, topK: 0, topP: 1, seed });

  for (const name of ['total', 'do_it', 'Pump', 'MAX_SIZE', '_cache']) {
    it(`is one of its sentences, whatever the model would say: ${name}`, async () => {
      const grammar = namesGrammar(name);
      assert.ok(grammar);
      const names = name === 'MAX_SIZE' ? /^[A-Z][A-Z0-9_]+$/ : /^_?[A-Za-z][A-Za-z0-9_]+$/;
      for (let seed = 0; seed < 8; seed++) {
        const { text, finish } = await answer({ grammar, maxTokens: 400, sampling: sampling(seed) });
        const lines = text.split('\n');
        for (const line of lines) assert.match(line, names, JSON.stringify(text));
        assert.ok(finish === 'maxTokens' || (lines.length >= 2 && lines.length <= 5), `${finish}: ${text}`);
      }
    });
  }

  it('would be another one without', async () => {
    const { text } = await answer({ maxTokens: 100, sampling: sampling(1) });
    assert.doesNotMatch(text, /^[A-Za-z0-9_\n]*$/);
  });

  it('begins anew with each request, and guesses nothing', async () => {
    const grammar = 'root ::= "abcabc"';
    for (const copiesPrompt of [false, true]) {
      const { text, finish, counts } = await answer({ grammar, copiesPrompt, maxTokens: 50 });
      assert.deepEqual([text, finish, counts.guessedTokens ?? 0], ['abcabc', 'endOfText', 0]);
    }
  });

  it('is refused where it is no grammar', async () => {
    await assert.rejects(answer({ grammar: 'root ::= (' }));
    const { text } = await answer({ grammar: 'root ::= "a"', maxTokens: 5 });
    assert.equal(text, 'a');
  });
});
