import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Completer } from '../../src/core/completion/completer.ts';
import { placeOf } from '../../src/core/completion/place.ts';
import { modelFamilies } from '../../src/core/prompt/families.ts';
import { markersOf } from '../../src/core/prompt/fimFormats.ts';
import { parseSettings } from '../../src/shared/settings.ts';
import { EngineFixture, never } from '../support/engineFixture.ts';
import { ggufString } from '../support/ggufWriter.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

const filler = (count: number) =>
  Array.from({ length: count }, (_, line) => `const filler${line} = compute(${line}, 2, 3);\n`).join('');
const document = { uri: 'file:///a.ts', languageId: 'typescript' };
/** Tokens that the longest of the typed pieces may have, a letter each, with those that are healed. */
const longestPiece = 40;
const suffix = `\n}\n${filler(60)}`;

describe('typing on while a new anchor is evaluated, on a tiny model', function () {
  this.timeout(300_000);

  for (const familyName of ['Qwen2.5-Coder', 'Mellum']) {
    it(`costs what was typed and nothing else: ${familyName}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'leeward-rest-'));
      const fixture = await EngineFixture.create();
      try {
        const { fim = assert.fail() } = modelFamilies.find(({ name }) => name === familyName) ?? assert.fail();
        const modelPath = join(folder, 'tiny.gguf');
        await writeTinyModel(modelPath, {
          contextLength: 8_192,
          extraControlTokens: markersOf(fim),
          metadata: { 'general.name': ggufString(`${familyName} tiny`) },
        });
        const engine = fixture.client(modelPath, { params: { contextSizeTokens: 8_192 } });
        const model = await engine.model(never);
        assert.equal(model.keptPrompts, 2);
        let begun = 0;
        const generate = engine.generate.bind(engine);
        engine.generate = (request, ...others) => {
          if (request.maxTokens === 0) begun += 1;
          return generate(request, ...others);
        };
        const costs: number[] = [];
        const completer = new Completer({
          engine,
          clock: { nowMs: () => 0, sleep: () => Promise.resolve() },
          settings: () => parseSettings({ 'completion.multiline': 'never' }).settings.completion,
          log: ({ counts }) => {
            if (counts !== undefined) costs.push(counts.evaluatedTokens);
          },
          background: { loadedModel: () => model, onCounts: () => {}, onBug: (error) => assert.fail(String(error)) },
        });
        let prefix = `${filler(40)}function f() {\n`;
        let [interrupted, evaluated] = [0, 0];
        for (let line = 0; line < 40; line++) {
          for (const insertedText of [`  const total${line} = price * count`, ';\n']) {
            prefix += insertedText;
            completer.noteChange({ uri: document.uri, reason: 'edit', edits: [{ deletedLength: 0, insertedText }] });
            const text = prefix + suffix;
            await completer.complete({ document, text, offset: prefix.length, trigger: 'automatic' }, never);
          }
          const before = (await engine.totals(never)).evaluatedTokens;
          const begunBefore = begun;
          let isOver = false;
          const resting = completer
            .rest(placeOf({ document, text: prefix + suffix, offset: prefix.length }))
            .finally(() => (isOver = true));
          // Every tenth one has the time that it takes; others have just been asked for when the next key comes, or have begun.
          if (line % 10 === 9) await resting;
          else if (line % 2 === 1) await Promise.race([resting, sleep(2)]);
          if (!isOver) interrupted += begun - begunBefore;
          else if ((await engine.totals(never)).evaluatedTokens - before > longestPiece) evaluated += 1;
          void resting;
        }
        completer.reset();
        assert.ok(costs.length > 40 && interrupted > 0 && evaluated > 0, `${costs.length} ${interrupted} ${evaluated}`);
        assert.ok(Math.max(...costs.slice(1)) <= longestPiece, `${costs}`);
      } finally {
        await fixture.dispose();
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
});
