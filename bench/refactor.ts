/**
 * Do refactorings keep what code does, where they are offered as checked?
 *
 * Functions with their tests: of the HumanEval package, and of real packages whose archives have their tests
 * (`pinnedPackages.ts`), drawn by a seed among those whose tests notice when the function is empty and when it has a small
 * mistake. Each refactoring of the table that has to keep behaviour is asked for as the product does it (scope, prompt, placing,
 * checks, one retry), of three answerers: `perfect` writes right refactorings, made from the syntax tree
 * (`scriptedAnswers.py`, `perfectJavaScript.ts`); `adversarial` writes the same with one mistake in them, again and again; and a
 * model, where one is wanted. What is offered has the function's tests run on it.
 *
 * Offers that the checks have shown to do the same (only comments or types differ, or what was extracted gives the old code
 * when it is put back) are told apart from those that they have not: there, a mistake that loses nothing and makes nothing up
 * is offered too, with the sentence that the tests are to be run. Mistakes that are "held out" were added after the rules of
 * the checks had been written, and so were all the real packages.
 *
 * Of a folder of one's own (`--repo`), functions are taken whose tests the command of `--tests` runs; it runs in a copy.
 *
 * Ends with 1 where anything that was shown to do the same fails its tests.
 *
 * Usage: node bench/refactor.ts [--json] [--functions N] [--only SOURCE,SOURCE] [--share SHARE] [--repo DIR --tests COMMAND]
 *   [--model FILE|default] [--model-functions N] [--minutes N] [--rows ID,ID] [--answerers perfect,adversarial] [--details]
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureDefaultModel } from '../test/support/defaultModel.ts';
import { EngineFixture } from '../test/support/engineFixture.ts';
import { ToolError } from '../tools/toolError.ts';
import { seededRandom, shuffled } from './support/context/seededRandom.ts';
import type { ChosenFunction } from './support/refactor/chooseFunctions.ts';
import { humanEval } from './support/refactor/humanEval.ts';
import { RealFunctions } from './support/refactor/realFunctions.ts';
import { refactorTrial, scriptedEngine, type Trial } from './support/refactor/refactorTrial.ts';
import { isWronglyProven, reportTrials } from './support/refactor/reportTrials.ts';
import { scriptedAnswers } from './support/refactor/scriptedAnswers.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    details: { type: 'boolean' },
    functions: { type: 'string', default: '60' },
    only: { type: 'string', default: '' },
    share: { type: 'string', default: '1' },
    repo: { type: 'string' },
    tests: { type: 'string' },
    model: { type: 'string' },
    'model-functions': { type: 'string', default: '5' },
    minutes: { type: 'string', default: '600' },
    rows: { type: 'string', default: '' },
    answerers: { type: 'string', default: 'perfect,adversarial' },
  },
});
/** Rows that promise to keep what the code does. */
const allRows = [
  ...['addDocumentation', 'translateComments', 'addTypes', 'extractVariable', 'extractFunction', 'splitFunction'],
  ...['addErrorHandling', 'simplify', 'loopToPipeline', 'pipelineToLoop'],
];
const listOf = (text: string) => text.split(',').filter((one) => one !== '');
const rows = options.rows === '' ? allRows : listOf(options.rows);
const only = listOf(options.only);
const scripted = listOf(options.answerers);

/** What is asked by then is reported. */
const endMs = performance.now() + Number(options.minutes) * 60_000;

const real = new RealFunctions();
const trials: Trial[] = [];
try {
  const functions = await choose();
  for (const [index, chosen] of functions.entries()) {
    if (performance.now() > endMs) break;
    trials.push(...(await scriptedTrials(chosen)));
    process.stderr.write(`${index + 1} of ${functions.length} functions   \r`);
  }
  if (options.model !== undefined) await modelTrials(options.model, functions);
  const counts: Record<string, number> = {};
  for (const { tested } of functions) counts[tested.source] = (counts[tested.source] ?? 0) + 1;
  const leftOut = Object.fromEntries(real.leftOut);
  reportTrials({ trials, functions: counts, rows, leftOut, isDetailed: options.details === true });
  if (trials.some(isWronglyProven)) process.exitCode = 1;
} finally {
  await real.dispose();
}

async function choose(): Promise<readonly ChosenFunction[]> {
  if (options.repo !== undefined) {
    if (options.tests === undefined)
      throw new ToolError('Say with --tests which command runs the tests of the folder.');
    await real.addFolder(options.repo, options.tests, Number(options.functions));
    return real.chosen;
  }
  const isWanted = only.length === 0 || only.includes('HumanEval');
  const own = isWanted ? spread(await humanEval(), Number(options.functions)) : [];
  const answers = await scriptedAnswers(own);
  const packages = only.filter((name) => name !== 'HumanEval');
  if (only.length === 0 || packages.length > 0) {
    await real.addPinned(packages, Number(options.share), (name, reason) =>
      console.error(`${name} is left out: ${reason}`),
    );
  }
  return [...own.flatMap((tested, at) => (answers[at] ? [{ tested, answers: answers[at] }] : [])), ...real.chosen];
}

/** As many as are wanted, spread over all. */
function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  const wanted = Math.min(count, items.length);
  return Array.from({ length: wanted }, (_, at) => items[Math.floor((at * items.length) / wanted)] as Item);
}

async function scriptedTrials({ tested, answers }: ChosenFunction): Promise<readonly Trial[]> {
  const perfect = Object.entries(answers.perfect).map(([row, answer]) => ({
    answerer: 'perfect' as const,
    row,
    answer,
  }));
  const attacks = answers.attacks.map(({ row, name, answer }) => ({
    answerer: 'adversarial' as const,
    row,
    mistake: name,
    answer,
  }));
  const pending = [...perfect, ...attacks].filter(
    ({ answerer, row }) => scripted.includes(answerer) && rows.includes(row),
  );
  const found: Trial[] = [];
  const work = async () => {
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const { answer, ...about } = next;
      found.push(await refactorTrial(scriptedEngine(answer), tested, about));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return found;
}

async function modelTrials(model: string, functions: readonly ChosenFunction[]): Promise<void> {
  const fixture = await EngineFixture.create();
  try {
    const path = model === 'default' ? await ensureDefaultModel() : model;
    const threads = Math.max(1, availableParallelism() - 1);
    const engine = fixture.client(path, { params: { threads, contextSizeTokens: 4_096 } });
    // Of all sources, however early it ends.
    const drawn = shuffled(spread(functions, Number(options['model-functions'])), seededRandom('model'));
    for (const { tested } of drawn) {
      // A language without types of its own has none to add.
      for (const row of rows.filter((one) => one !== 'addTypes' || tested.languageId !== 'javascript')) {
        if (performance.now() > endMs) return;
        trials.push(await refactorTrial(engine, tested, { answerer: 'model', row }));
        const count = trials.filter(({ answerer }) => answerer === 'model').length;
        process.stderr.write(`${count} answers of the model   \r`);
      }
    }
  } finally {
    await fixture.dispose();
  }
}
