import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Completer } from '../../src/core/completion/completer.ts';
import type { Place } from '../../src/core/completion/place.ts';
import { chooseFamily, modelFamilies } from '../../src/core/prompt/families.ts';
import { type FimOrder, markersOf } from '../../src/core/prompt/fimFormats.ts';
import type { EngineModel } from '../../src/shared/engine.ts';
import { parseSettings } from '../../src/shared/settings.ts';
import { EngineFixture, never } from '../support/engineFixture.ts';
import { ggufString } from '../support/ggufWriter.ts';
import { writeTinyModel } from '../support/tinyModel.ts';
import { applyKey, type Key } from '../support/typedKeys.ts';

const above = 'import { sum } from "./sum";\n\nfunction other(a, b) {\n  return a + b;\n}\n\n'.repeat(3);
const start: Place = {
  uri: 'file:///a.ts',
  languageId: 'typescript',
  prefix: `${above}function f(a) {\n  `,
  suffix: `\n}\n\n${above}`,
};
const typed: readonly Key[] = [
  ...[...'const b = g(a, [1]);\n  if (b) {\nh("x");'].map((text): Key => ({ kind: 'type', text })),
  { kind: 'over' },
  ...[...'\n  retrun'].map((text): Key => ({ kind: 'type', text })),
  ...Array.from({ length: 4 }, (): Key => ({ kind: 'backspace' })),
  ...[...'turn b;\n'].map((text): Key => ({ kind: 'type', text })),
];

describe('typing in the middle of a file, on a tiny model that fills in the middle', function () {
  this.timeout(120_000);
  let folder: string;
  let fixture: EngineFixture;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-fim-'));
    fixture = await EngineFixture.create();
  });
  after(async () => {
    await fixture.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const orders: readonly (readonly [order: FimOrder, family: string])[] = [
    ['psm', 'Qwen2.5-Coder'],
    ['spm', 'Codestral'],
  ];
  for (const [order, familyName] of orders) {
    it(`evaluates what was typed and nothing else, new lines included: ${order}`, async () => {
      const { fim = assert.fail() } = modelFamilies.find(({ name }) => name === familyName) ?? assert.fail();
      assert.equal(fim.order, order);
      const modelPath = join(folder, `${order}.gguf`);
      await writeTinyModel(modelPath, {
        tokenizer: familyName === 'Codestral' ? 'llama' : 'gpt2',
        extraControlTokens: [
          ...markersOf(fim),
          ...fim.stopTokens.filter((text) => !/^<(?:\/s|\|endoftext\|)>$/.test(text)),
        ],
        metadata: { 'general.name': ggufString(familyName) },
      });
      const engine = fixture.client(modelPath);
      const model: EngineModel = await engine.model(never);
      assert.equal(chooseFamily(model).kind, 'fim');
      const completer = new Completer({
        engine,
        clock: { nowMs: () => 0, sleep: () => Promise.resolve() },
        settings: () => parseSettings({ 'completion.multiline': 'never' }).settings.completion,
        log: () => {},
      });
      let place = start;
      let asked = 0;
      for (const key of typed) {
        const earlier = await engine.totals(never);
        const hadAsked = asked > 0;
        const next = applyKey(place, key);
        const deletedLength = Math.max(0, place.prefix.length - next.prefix.length);
        const insertedText = next.prefix.slice(place.prefix.length);
        place = next;
        completer.noteChange({ uri: place.uri, reason: 'edit', edits: [{ deletedLength, insertedText }] });
        const { uri, languageId, prefix, suffix } = place;
        await completer.complete(
          { document: { uri, languageId }, text: prefix + suffix, offset: prefix.length, trigger: 'automatic' },
          never,
        );
        const { evaluatedTokens, requests } = await engine.totals(never);
        asked += requests - earlier.requests;
        const evaluated = evaluatedTokens - earlier.evaluatedTokens;
        if (hadAsked) assert.ok(evaluated <= 8, `${evaluated} tokens for ${JSON.stringify(prefix.slice(-12))}`);
      }
      assert.ok(asked > typed.length / 3, `only ${asked} of ${typed.length} keystrokes asked the model`);
    });
  }
});
