import { median } from '../median.ts';
import { printResult } from '../printResult.ts';
import type { ContestantName } from './contestant.ts';
import { type Answer, type Recall, type RecallFigures, recallBy, recallFigures } from './recallTable.ts';
import { type Stability, stabilityOf } from './stabilityTable.ts';
import type { Pace, TypedFunction } from './typing.ts';

export interface ContextResult {
  readonly answers: readonly Answer[];
  readonly leftOut: ReadonlyMap<string, number>;
  /** Repositories whose registry did not give them. */
  readonly missing: readonly string[];
  readonly budgetTokens: number;
  /** For each line, by the default model's vocabulary. Empty: the model is not there. */
  readonly realTokens: ReadonlyMap<ContestantName, readonly number[]>;
  readonly typed: ReadonlyMap<Pace, readonly TypedFunction[]>;
}

/** Prints the tables of bench/context.ts. */
export function reportContext(result: ContextResult): void {
  const { answers, leftOut, missing, budgetTokens, realTokens, typed } = result;
  const all = recallFigures(answers);
  const heldOut = answers.filter(({ isHeldOut }) => isHeldOut);
  const byRepository = recallBy(answers, 'repository');
  console.log('Left out, since simple rules do not tell what they mean:', Object.fromEntries(leftOut));
  const stability = Object.fromEntries(
    [...typed]
      .filter(([, functions]) => functions.length > 0)
      .map(([pace, functions]) => [pace, stabilityOf(functions)]),
  );
  const tokens = Object.fromEntries(
    [...realTokens].filter(([, counts]) => counts.length > 0).map(([name, counts]) => [name, tokenSpread(counts)]),
  );
  console.log('Tokens by the vocabulary of the default model:', tokens);
  console.log(
    'Typing 200 keystrokes in a function; wanted: at most 1 snippet moved, at most 5 % evaluated for the context',
  );
  console.table(Object.entries(stability).map(([pace, figures]) => stabilityRow(pace, figures)));
  const unseen = new Set(heldOut.map(({ repository }) => repository));
  console.table(
    Object.entries(byRepository).map(([name, figures]) => ({
      ...recallRow(name, figures, figures.questions),
      'held out': unseen.has(name) ? 'yes' : '',
    })),
  );
  if (heldOut.length > 0 && heldOut.length < answers.length) {
    console.log('Of repositories that no weight of the ranking was fitted on:');
    console.table(recallRows(recallFigures(heldOut)));
  }
  printResult(
    `Definitions of other files that the masked line needs, in the prompt at ${budgetTokens} estimated tokens`,
    recallRows(all),
    {
      ...all,
      ...(heldOut.length > 0 && { heldOut: recallFigures(heldOut) }),
      byRepository,
      leftOut: Object.fromEntries(leftOut),
      stability,
      realTokens: tokens,
      missing,
      budgetTokens,
    },
  );
}

function recallRows({ recall, macro, worst, byLanguage, questions }: RecallFigures): readonly object[] {
  return [
    ...Object.entries(byLanguage).map(([name, figures]) => recallRow(name, figures, figures.questions)),
    recallRow('all questions', recall, questions),
    recallRow('mean of languages', macro, questions),
    { name: 'wanted: all at least 85 %, worst language at least 75 %', leeward: `worst ${percent(worst)}` },
  ];
}

function recallRow(name: string, { leeward, ring, bm25 }: Recall, questions: number) {
  return { name, questions, leeward: percent(leeward), ring: percent(ring), bm25: percent(bm25) };
}

function tokenSpread(counts: readonly number[]): { readonly median: number; readonly greatest: number } {
  return { median: median(counts), greatest: Math.max(...counts) };
}

function stabilityRow(pace: string, stability: Stability) {
  const { functions, moved, replaced, changes, evaluatedShare, recallWhileTyping, questions } = stability;
  return {
    'chosen at': pace,
    functions,
    'moved (mean, most)': `${moved.mean.toFixed(2)}, ${moved.greatest}`,
    'replaced (mean)': replaced.mean.toFixed(2),
    'changes (mean)': changes.mean.toFixed(2),
    'recall while typing': `${percent(recallWhileTyping)} of ${questions}`,
    'evaluated per 100 keystrokes (mean, median, most)': [
      evaluatedShare.mean,
      evaluatedShare.median,
      evaluatedShare.greatest,
    ]
      .map(percent)
      .join(', '),
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
