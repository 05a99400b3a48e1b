/**
 * Do refactorings keep what code does, where they are offered as checked?
 *
 * Functions of the HumanEval package with their tests. Each refactoring of the table that has to keep behaviour is asked for as
 * the product does it (prompt, placing, checks, one retry), of three answerers: `perfect` writes right refactorings, made
 * from the syntax tree (`scriptedAnswers.py`); `adversarial` writes the same with one mistake in them, again and again; and
 * a model, where one is wanted. What is offered has the function's tests run on it.
 *
 * Offers that the checks have shown to do the same (only comments or types differ, or what was extracted gives the old code
 * when it is put back) are told apart from those that they have not: there, a mistake that loses nothing and makes nothing up
 * is offered too, with the sentence that the tests are to be run. Mistakes that are "held out" were added after the rules of
 * the checks had been written.
 *
 * Usage: node bench/refactor.ts [--json] [--functions N] [--model FILE|default] [--model-functions N] [--minutes N]
 *   [--rows ID,ID] [--details]
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureDefaultModel } from '../test/support/defaultModel.ts';
import { EngineFixture } from '../test/support/engineFixture.ts';
import { printResult } from './support/printResult.ts';
import { humanEval, type TestedFunction } from './support/refactor/humanEval.ts';
import { refactorTrial, scriptedEngine, type Trial } from './support/refactor/refactorTrial.ts';
import { type ScriptedAnswers, scriptedAnswers } from './support/refactor/scriptedAnswers.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    details: { type: 'boolean' },
    functions: { type: 'string', default: '60' },
    model: { type: 'string' },
    'model-functions': { type: 'string', default: '5' },
    minutes: { type: 'string', default: '600' },
    rows: { type: 'string', default: '' },
  },
});
/** Rows that promise to keep what the code does, and that Python has. */
const allRows = [
  ...['addDocumentation', 'translateComments', 'addTypes', 'extractVariable', 'extractFunction', 'splitFunction'],
  ...['addErrorHandling', 'simplify', 'loopToPipeline', 'pipelineToLoop'],
];
const rows = options.rows === '' ? allRows : options.rows.split(',');

/** Of the model, what is asked by then is reported. */
const endMs = performance.now() + Number(options.minutes) * 60_000;

const functions = spread(await humanEval(), Number(options.functions));
const answers = await scriptedAnswers(functions);
const trials: Trial[] = [];
for (const [index, tested] of functions.entries()) {
  const own = answers[index];
  if (own !== undefined) trials.push(...(await scriptedTrials(tested, own)));
  process.stderr.write(`${index + 1} of ${functions.length} functions   \r`);
}
if (options.model !== undefined) await modelTrials(options.model);
report();

/** As many as are wanted, spread over all. */
function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  const wanted = Math.min(count, items.length);
  return Array.from({ length: wanted }, (_, at) => items[Math.floor((at * items.length) / wanted)] as Item);
}

async function scriptedTrials(tested: TestedFunction, own: ScriptedAnswers): Promise<readonly Trial[]> {
  const perfect = rows.flatMap((row) => {
    const answer = own.perfect[row];
    return answer === undefined ? [] : [{ answerer: 'perfect' as const, row, answer }];
  });
  const attacks = own.attacks
    .filter(({ row }) => rows.includes(row))
    .map(({ row, name, answer }) => ({ answerer: 'adversarial' as const, row, mistake: name, answer }));
  const found: Trial[] = [];
  const pending = [...perfect, ...attacks];
  const work = async () => {
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const { answer, ...about } = next;
      found.push(await refactorTrial(scriptedEngine(answer), tested, own, about));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return found;
}

async function modelTrials(model: string): Promise<void> {
  const fixture = await EngineFixture.create();
  try {
    const path = model === 'default' ? await ensureDefaultModel() : model;
    const threads = Math.max(1, availableParallelism() - 1);
    const engine = fixture.client(path, { params: { threads, contextSizeTokens: 4_096 } });
    for (const tested of spread(functions, Number(options['model-functions']))) {
      const lines = answers[functions.indexOf(tested)];
      for (const row of rows) {
        if (performance.now() > endMs) return;
        if (lines !== undefined) trials.push(await refactorTrial(engine, tested, lines, { answerer: 'model', row }));
        process.stderr.write(
          `${trials.filter(({ answerer }) => answerer === 'model').length} answers of the model   \r`,
        );
      }
    }
  } finally {
    await fixture.dispose();
  }
}

function report(): void {
  const of = (answerer: Trial['answerer']) => trials.filter((trial) => trial.answerer === answerer);
  const tables = {
    perfect: rows.map((row) =>
      rowOf(
        row,
        of('perfect').filter((trial) => trial.row === row),
      ),
    ),
    adversarial: rows.map((row) =>
      rowOf(
        row,
        of('adversarial').filter((trial) => trial.row === row),
      ),
    ),
    model: rows.map((row) =>
      rowOf(
        row,
        of('model').filter((trial) => trial.row === row),
      ),
    ),
  };
  for (const [answerer, table] of Object.entries(tables)) {
    const asked = table.filter((row) => row.asked > 0);
    if (asked.length > 0) printTable(`${functions.length} functions, answers: ${answerer}`, asked);
  }
  const mistakes = [...new Set(of('adversarial').map(({ mistake }) => mistake ?? ''))];
  const byMistake = mistakes.map((mistake) => {
    const { row: _, ...counts } = rowOf(
      '',
      of('adversarial').filter((trial) => trial.mistake === mistake),
    );
    return { mistake, ...counts };
  });
  printTable('Adversarial answers by their mistake: what was offered, and with tests that fail', byMistake);
  if (options.details) {
    for (const trial of trials.filter(({ answerer, outcome }) => answerer !== 'adversarial' && outcome === 'failed'))
      console.log(trial);
    for (const trial of trials.filter(({ isPassed }) => isPassed === false)) console.log(trial);
  }
  const sums = (['perfect', 'adversarial', 'model'] as const).map((answerer) => {
    const { row: _, ...counts } = rowOf('', of(answerer));
    return { answerer, ...counts };
  });
  printResult(
    'All',
    sums.filter(({ asked }) => asked > 0),
    { functions: functions.length, ...tables, byMistake, sums },
  );
}

function printTable(title: string, table: readonly object[]): void {
  console.log(title);
  console.table(table);
}

function rowOf(row: string, all: readonly Trial[]) {
  const proven = all.filter(({ isProven }) => isProven === true);
  const unproven = all.filter(({ isProven }) => isProven === false);
  const failing = (some: readonly Trial[]) => some.filter(({ isPassed }) => !isPassed).length;
  return {
    row,
    asked: all.length,
    unchanged: all.filter(({ outcome }) => outcome === 'unchanged').length,
    refused: all.filter(({ outcome }) => outcome === 'failed').length,
    proven: proven.length,
    provenFailing: failing(proven),
    unproven: unproven.length,
    unprovenFailing: failing(unproven),
  };
}
