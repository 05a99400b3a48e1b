import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Completer } from '../../src/core/completion/completer.ts';
import type { Engine, GenerateResult, Purpose } from '../../src/shared/engine.ts';
import { isCancelled } from '../../src/shared/errors.ts';
import { parseSettings } from '../../src/shared/settings.ts';
import { EngineFixture, never } from '../support/engineFixture.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const above = 'function other(a, b) {\n  return a + b;\n}\n\n'.repeat(8);
const typed = 'const total = sum(a, b);\n  return total';

describe('looking ahead in a windowed cache', function () {
  this.timeout(120_000);
  let folder: string;
  let modelPath: string;
  let fixture: EngineFixture;
  const cacheBefore = process.env['LEEWARD_CACHE'];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-ahead-'));
    // The engine inherits it.
    process.env['LEEWARD_CACHE'] = join(folder, 'cache');
    modelPath = join(folder, 'tiny.gguf');
    await writeTinyModel(modelPath);
  });
  beforeEach(async () => {
    fixture = await EngineFixture.create();
  });
  afterEach(() => fixture.dispose());
  after(async () => {
    if (cacheBefore === undefined) delete process.env['LEEWARD_CACHE'];
    else process.env['LEEWARD_CACHE'] = cacheBefore;
    await rm(folder, { recursive: true, force: true });
  });

  /** What each keystroke has cost, of somebody who waits until what follows the ghost text is computed, and takes none. */
  async function type(slidingWindow: number) {
    const client = fixture.client(modelPath, { params: { slidingWindow } });
    const model = await client.model(never);
    assert.equal(model.windowTokens, slidingWindow);
    const counted: { readonly purpose: Purpose; readonly counts: GenerateResult['counts'] }[] = [];
    const running = new Set<Promise<unknown>>();
    const engine: Engine = {
      model: (signal) => client.model(signal),
      score: (request, signal) => client.score(request, signal),
      countTokens: (texts, signal) => client.countTokens(texts, signal),
      forget: (signal) => client.forget(signal),
      generate: (request, onDelta, signal) => {
        const answering = client.generate(request, onDelta, signal).then((result) => {
          counted.push({ purpose: request.purpose, counts: result.counts });
          return result;
        });
        const settled = answering.catch((error: unknown) => assert.ok(isCancelled(error), String(error)));
        running.add(settled);
        void settled.then(() => running.delete(settled));
        return answering;
      },
    };
    const { completion } = parseSettings({
      'completion.multiline': 'never',
      'completion.eagerness': 'eager',
    }).settings;
    const completer = new Completer({
      ...{ engine, settings: () => completion, log: () => {} },
      clock: { nowMs: () => 0, sleep: () => Promise.resolve() },
      background: { loadedModel: () => model, onCounts: () => {}, onBug: (error) => assert.fail(String(error)) },
    });
    let text = above;
    let shown = 0;
    for (const letter of typed) {
      text += letter;
      const uri = 'file:///a.ts';
      completer.noteChange({ uri, reason: 'edit', edits: [{ deletedLength: 0, insertedText: letter }] });
      const completions = await completer.complete(
        { document: { uri, languageId: 'typescript' }, text, offset: text.length, trigger: 'automatic' },
        never,
      );
      shown += completions.length;
      // It is begun a few turns of the event loop after the ghost text is shown.
      for (let turn = 0; turn < 10; turn++) await nextTurn();
      await Promise.all(running);
    }
    const of = (wanted: Purpose) => counted.filter(({ purpose }) => purpose === wanted).map(({ counts }) => counts);
    return { shown, keystrokes: of('completion').slice(1), ahead: of('warmUp') };
  }

  it('costs the next keystroke nothing, where all of it is in the window', async () => {
    const { keystrokes, ahead } = await type(1_024);
    assert.ok(keystrokes.length > 10 && ahead.length > 3, `${keystrokes.length} keystrokes, ${ahead.length} ahead`);
    const evaluated = keystrokes.map(({ evaluatedTokens }) => evaluatedTokens);
    assert.ok(Math.max(...evaluated) <= 8, `${evaluated}`);
    assert.ok(ahead.every(({ evaluatedTokens }) => evaluatedTokens < 100));
  });

  it('is left out where the window is passed', async () => {
    const { shown, keystrokes, ahead } = await type(128);
    assert.ok(keystrokes.length > 10 && shown > 3, `${keystrokes.length} keystrokes, ${shown} shown`);
    assert.equal(ahead.length, 0);
    assert.ok(keystrokes.every(({ promptTokens }) => promptTokens > 128));
  });
});
