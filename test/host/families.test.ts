import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RepoContext } from '../../src/core/context/snippet.ts';
import { chooseFamily, modelFamilies } from '../../src/core/prompt/families.ts';
import { markersOf, repoMarkersOf } from '../../src/core/prompt/fimFormats.ts';
import { continuation, EngineFixture, never } from '../support/engineFixture.ts';
import { freshPrompt } from '../support/freshPrompt.ts';
import { ggufString } from '../support/ggufWriter.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

/** Families whose vocabularies are SentencePiece. */
const sentencePiece = ['Code Llama', 'Codestral', 'CodeGemma'];

const repo: RepoContext = {
  ...{ repoName: 'shop', path: 'a.ts' },
  snippets: [
    {
      ...{ path: 'sum.ts', languageId: 'typescript', lines: { start: 0, end: 1 }, text: 'function sum();' },
      ...{ kind: 'definition', reason: 'imported', score: 1, tokens: 8 },
    },
  ],
};

const inEveryTinyModel = ['</s>', '<|endoftext|>'];

describe('each model family, on a tiny model with its markers', () => {
  let folder: string;
  let fixture: EngineFixture;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-families-'));
    fixture = await EngineFixture.create();
  });
  after(async () => {
    await fixture.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  // What names a row where others have the same markers.
  const titles: ReadonlyMap<string, string> = new Map([['Qwen2.5-Coder', 'Qwen2.5 Coder 7B']]);
  for (const [index, { name, fim }] of modelFamilies.entries()) {
    if (fim === undefined) continue;
    const { markers, repo: repoFormat, stopTokens } = fim;
    it(`${name} (${markers.prefix}) fills in the middle`, async () => {
      const modelPath = join(folder, `${name.replace(' ', '-')}-${index}.gguf`);
      // The others' separators would make a generic model one of theirs.
      const extra = name === 'generic' ? [] : stopTokens.filter((text) => !inEveryTinyModel.includes(text));
      await writeTinyModel(modelPath, {
        tokenizer: sentencePiece.includes(name) ? 'llama' : 'gpt2',
        extraControlTokens: [
          ...new Set([...markersOf(fim), ...(repoFormat ? repoMarkersOf(repoFormat) : []), ...extra]),
        ],
        metadata: { 'general.name': ggufString(titles.get(name) ?? name) },
      });
      const client = fixture.client(modelPath);
      const model = await client.model(never);
      const mode = chooseFamily(model);
      assert.ok(mode.kind === 'fim', mode.kind === 'prefix' ? mode.reason : '');
      assert.equal(mode.family.name, name);
      assert.deepEqual(mode.fim.repo, repoFormat);

      const place = { languageId: 'typescript', prefix: 'const a = ', suffix: ';\nconst b = 1;\n' };
      const { context: used, ...prompt } = freshPrompt({
        ...{ ...place, mode, contextSizeTokens: model.contextSizeTokens, repo },
      });
      assert.equal(used?.snippets, 1);
      const request = { ...continuation(''), ...prompt };
      const { counts } = await client.generate(request, () => 'continue', never);
      const again = await client.generate(request, () => 'continue', never);
      assert.ok(counts.promptTokens > markersOf(fim).length);
      assert.equal(again.counts.evaluatedTokens, 1);
    });
  }
});
