/**
 * Do completions get better by what the prompt says of other files? On the masked lines of bench/context.ts the model
 * writes the line, greedily, once with Leeward's context and once without; all else is the same. The prompts are the
 * product's, in the mode that it has for the model: the default one has no markers to fill in the middle, so it sees only
 * the text before the cursor. Only the differences tell something: the models have seen these repositories in training.
 *
 * Usage: node bench/completionGain.ts [--json] [--repo DIR]... [--only NAME,NAME] [--lines N] [--seed N] [--model FILE]
 *   [--minutes N]
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { maxLineTokens } from '../src/core/completion/blockMode.ts';
import type { Snippet } from '../src/core/context/snippet.ts';
import { chooseFamily } from '../src/core/prompt/families.ts';
import type { Engine, EngineModel } from '../src/shared/engine.ts';
import { ensureDefaultModel } from '../test/support/defaultModel.ts';
import { EngineFixture, never } from '../test/support/engineFixture.ts';
import { freshPrompt } from '../test/support/freshPrompt.ts';
import { bootstrapInterval, type Interval } from './support/bootstrapInterval.ts';
import { LeewardContestant } from './support/context/leewardContestant.ts';
import { loadRepository } from './support/context/loadRepository.ts';
import { type MaskedLine, sampleLines } from './support/context/questions.ts';
import { repositories } from './support/context/repositories.ts';
import { seededRandom } from './support/context/seededRandom.ts';
import { editSimilarity } from './support/editSimilarity.ts';
import { median } from './support/median.ts';
import { printResult } from './support/printResult.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    repo: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', default: '' },
    lines: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    budget: { type: 'string', default: '1024' },
    minutes: { type: 'string', default: '600' },
    model: { type: 'string' },
    threads: { type: 'string', default: `${Math.max(1, availableParallelism() - 1)}` },
  },
});
const contextSizeTokens = 4096;
/** What is asked by then is reported. */
const endMs = performance.now() + Number(options.minutes) * 60_000;

interface WrittenLine {
  readonly isExact: number;
  readonly similarity: number;
  readonly promptTokens: number;
}

const fixture = await EngineFixture.create();
const modelPath = options.model ?? (await ensureDefaultModel());
const engine: Engine = fixture.client(modelPath, { params: { threads: Number(options.threads), contextSizeTokens } });
const pairs: { readonly without: WrittenLine; readonly with: WrittenLine }[] = [];
try {
  const model = await engine.model(never);
  const only = options.only.split(',').filter((name) => name !== '');
  const choice = { folders: options.repo, only };
  for (const repository of await repositories(choice, (name, why) => console.error(`${name} is left out: ${why}`))) {
    const { lines } = sampleLines(await loadRepository(repository), Number(options.lines), Number(options.seed));
    const leeward = await LeewardContestant.create(repository.root, Number(options.budget));
    for (const line of lines) {
      if (performance.now() > endMs) break;
      const { snippets } = await leeward.decide(line);
      pairs.push({
        without: await write(model, repository.name, line, []),
        with: await write(model, repository.name, line, snippets),
      });
      process.stderr.write(`${repository.name}: ${pairs.length} lines   \r`);
    }
    leeward.close();
  }
} finally {
  await fixture.dispose();
}
report();

async function write(
  model: EngineModel,
  repoName: string,
  line: MaskedLine,
  snippets: readonly Snippet[],
): Promise<WrittenLine> {
  const { context, ...prompt } = freshPrompt({
    mode: chooseFamily(model),
    prefix: line.text.slice(0, line.offset),
    suffix: line.text.slice(line.offset),
    contextSizeTokens: model.contextSizeTokens,
    languageId: line.languageId,
    ...(snippets.length > 0 && { repo: { repoName, path: line.path, snippets } }),
  });
  const { text, counts } = await engine.generate(
    {
      ...prompt,
      stop: [...prompt.stop, '\n'],
      purpose: 'background',
      maxTokens: maxLineTokens,
      sampling: { temperature: 0, topK: 0, topP: 1 },
      logProbabilities: false,
    },
    () => 'continue',
    never,
  );
  const [written, wanted] = [text.trim(), line.original.trim()];
  return {
    isExact: written === wanted ? 1 : 0,
    similarity: editSimilarity(written, wanted),
    promptTokens: counts.promptTokens,
  };
}

function report(): void {
  const random = seededRandom(`${options.seed} bootstrap`);
  const gain = (figure: 'isExact' | 'similarity'): Interval =>
    bootstrapInterval(
      pairs.map((pair) => pair.with[figure] - pair.without[figure]),
      random,
    );
  const mean = (arm: 'with' | 'without', figure: keyof WrittenLine) =>
    pairs.reduce((sum, pair) => sum + pair[arm][figure], 0) / pairs.length;
  const figures = {
    lines: pairs.length,
    exactMatch: { with: mean('with', 'isExact'), without: mean('without', 'isExact'), gain: gain('isExact') },
    editSimilarity: {
      with: mean('with', 'similarity'),
      without: mean('without', 'similarity'),
      gain: gain('similarity'),
    },
    better: pairs.filter((pair) => pair.with.similarity > pair.without.similarity).length,
    worse: pairs.filter((pair) => pair.with.similarity < pair.without.similarity).length,
    promptTokens: {
      with: median(pairs.map((pair) => pair.with.promptTokens)),
      without: median(pairs.map((pair) => pair.without.promptTokens)),
    },
  };
  const row = (name: string, { with: w, without, gain: { mean: by, low, high } }: typeof figures.exactMatch) => ({
    figure: name,
    without: percent(without),
    with: percent(w),
    gain: `${percent(by)} (95 %: ${percent(low)} to ${percent(high)})`,
  });
  printResult(
    `What the model writes with context and without: ${pairs.length} masked lines, greedy; ` +
      `better on ${figures.better}, worse on ${figures.worse}; prompt tokens, median: ` +
      `${figures.promptTokens.without} without, ${figures.promptTokens.with} with`,
    [row('exact match', figures.exactMatch), row('edit similarity', figures.editSimilarity)],
    figures,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
