import { printResult } from '../printResult.ts';
import type { Answerer, Trial } from './refactorTrial.ts';

export interface TrialReport {
  readonly trials: readonly Trial[];
  /** Of each source, how many. */
  readonly functions: Readonly<Record<string, number>>;
  readonly rows: readonly string[];
  /** Functions that were drawn and have no tests that tell anything, by the reason. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** What tells most is shown whole. */
  readonly isDetailed: boolean;
}

const answerers: readonly Answerer[] = ['perfect', 'adversarial', 'model'];

/** Tables: by refactoring, by source, by mistake, and all. */
export function reportTrials({ trials, functions, rows, leftOut, isDetailed }: TrialReport): void {
  const of = (answerer: Answerer) => trials.filter((trial) => trial.answerer === answerer);
  const asked = answerers.filter((answerer) => of(answerer).length > 0);
  const tables = Object.fromEntries(asked.map((answerer) => [answerer, tableOf('row', rows, of(answerer))]));
  for (const [answerer, table] of Object.entries(tables)) printTable(`Answers: ${answerer}`, table);
  const mistakes = [...new Set(of('adversarial').map(({ mistake }) => mistake ?? ''))];
  const byMistake = tableOf('mistake', mistakes, of('adversarial'));
  if (byMistake.length > 0) printTable('Adversarial answers, by their mistake', byMistake);
  const sources = Object.keys(functions);
  const bySource = asked.flatMap((answerer) => tableOf('source', sources, of(answerer), { answerer }));
  printTable('By source', bySource);
  if (isDetailed) for (const trial of trials.filter(isTelling)) console.log(trial);
  if (Object.keys(leftOut).length > 0) console.log('Functions drawn and left out:', leftOut);
  printResult(
    'All',
    asked.map((answerer) => ({ answerer, ...countsOf(of(answerer)) })),
    {
      functions,
      leftOut,
      ...tables,
      byMistake,
      bySource,
      telling: trials.filter(isTelling),
    },
  );
}

/** What was shown to do the same and fails; and of right answers and those of a model, all that was refused or fails. */
function isTelling(trial: Trial): boolean {
  const { answerer, outcome, isPassed } = trial;
  return isWronglyProven(trial) || (answerer !== 'adversarial' && (outcome === 'failed' || isPassed === false));
}

/** It was shown to do the same, and does not. */
export function isWronglyProven({ isPassed, isProven }: Trial): boolean {
  return isProven === true && isPassed !== true;
}

function printTable(title: string, table: readonly object[]): void {
  console.log(title);
  console.table(table);
}

/** A line for each value of which there are trials. */
function tableOf(
  key: 'row' | 'mistake' | 'source',
  values: readonly string[],
  trials: readonly Trial[],
  about: Readonly<Record<string, string>> = {},
) {
  return values
    .map((value) => ({
      ...about,
      [key]: value,
      ...countsOf(trials.filter((trial) => trial[key] === value)),
    }))
    .filter(({ asked }) => asked > 0);
}

function countsOf(all: readonly Trial[]) {
  const proven = all.filter(({ isProven }) => isProven === true);
  const unproven = all.filter(({ isProven }) => isProven === false);
  const failing = (some: readonly Trial[]) => some.filter(({ isPassed }) => !isPassed).length;
  return {
    functions: new Set(all.map(({ source, functionId }) => `${source} ${functionId}`)).size,
    asked: all.length,
    refused: all.filter(({ outcome }) => outcome === 'failed').length,
    unchanged: all.filter(({ outcome }) => outcome === 'unchanged').length,
    offeredPercent: all.length === 0 ? 0 : Math.round((100 * (proven.length + unproven.length)) / all.length),
    proven: proven.length,
    provenFailing: failing(proven),
    unproven: unproven.length,
    unprovenFailing: failing(unproven),
  };
}
