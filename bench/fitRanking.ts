/**
 * Fits the weights of `src/core/context/rankingWeights.ts` to the bench's questions, and prints them in its form.
 *
 * `node bench/fitRanking.ts [--lines 60] [--seed 11]`. Repositories that are held out are not read. First each half of
 * the others is fitted and judged on the other half: what that says of the fit, not of the figures of `bench:context`.
 */
import { parseArgs } from 'node:util';
import { featureContext } from '../src/core/context/featureContext.ts';
import { featureNames } from '../src/core/context/features.ts';
import { type Situation, situationOf, situations } from '../src/core/context/situationOf.ts';
import { symbolFeatures } from '../src/core/context/symbolFeatures.ts';
import { fitLogistic, lossOf, type Observation } from './support/context/fitLogistic.ts';
import { LeewardContestant } from './support/context/leewardContestant.ts';
import { loadRepository } from './support/context/loadRepository.ts';
import { pinnedRepositories } from './support/context/pinnedRepositories.ts';
import { type MaskedLine, sampleLines } from './support/context/questions.ts';
import { repositories } from './support/context/repositories.ts';

const { values } = parseArgs({ options: { lines: { type: 'string' }, seed: { type: 'string' } } });
const lineCount = Number(values.lines ?? 60);
const seed = Number(values.seed ?? 11);

type BySituation = ReadonlyMap<Situation, readonly Observation[]>;
const columns = ['bias', ...featureNames];

const only = pinnedRepositories.filter(({ isHeldOut }) => isHeldOut !== true).map(({ name }) => name);
const observed: BySituation[] = [];
for (const local of await repositories({ folders: [], only }, (name, reason) => console.error(`${name}: ${reason}`))) {
  const { lines } = sampleLines(await loadRepository(local), lineCount, seed);
  const contestant = await LeewardContestant.create(local.root, 1_024);
  observed.push(await observe(contestant, lines));
  contestant.close();
}

const even = observed.filter((_, index) => index % 2 === 0);
const odd = observed.filter((_, index) => index % 2 === 1);
console.log('Nats a needed definition, fitted on one half of the repositories and judged on the other:');
for (const situation of situations) {
  const [a, b] = [gather(even, situation), gather(odd, situation)];
  console.log(`  ${situation.padEnd(9)} ${judge(a, b)} ${judge(b, a)}`);
}
for (const situation of situations) {
  const weights = fitLogistic(gather(observed, situation), columns.length);
  const rounded = columns.map((name, index) => [name, (weights[index] ?? 0).toFixed(2)] as const);
  const shown = rounded.filter(([, weight]) => Number(weight) !== 0).map(([name, weight]) => `    ${name}: ${weight},`);
  console.log(`  ${situation}: {\n${shown.join('\n')}\n  },`);
}

async function observe(contestant: LeewardContestant, lines: readonly MaskedLine[]): Promise<BySituation> {
  const bySituation = new Map<Situation, Observation[]>(situations.map((situation) => [situation, []]));
  for (const line of lines) {
    const { facts, candidates } = await contestant.decide(line, [], Number.POSITIVE_INFINITY);
    if (facts === undefined) continue;
    const needed = new Set(
      line.questions.flatMap(({ definitions }) => definitions.map((one) => `${one.path}#${one.name}`)),
    );
    const context = featureContext(facts, candidates.symbols);
    for (const candidate of candidates.symbols) {
      const found = Object.entries(symbolFeatures(candidate, context)).filter(([, value]) => value !== 0);
      bySituation.get(situationOf(candidate, context))?.push({
        features: [0, ...found.map(([name]) => columns.indexOf(name))],
        values: [1, ...found.map(([, value]) => value)],
        isNeeded: needed.has(`${candidate.path}#${candidate.symbol.name}`),
        // Each repository counts the same.
        weight: 100 / lines.length,
      });
    }
  }
  return bySituation;
}

function gather(some: readonly BySituation[], situation: Situation): readonly Observation[] {
  return some.flatMap((one) => one.get(situation) ?? []);
}

function judge(train: readonly Observation[], test: readonly Observation[]): string {
  const needed = test.filter(({ isNeeded }) => isNeeded).reduce((sum, { weight }) => sum + weight, 0);
  return (lossOf(test, fitLogistic(train, columns.length)) / Math.max(1, needed)).toFixed(2).padStart(6);
}
