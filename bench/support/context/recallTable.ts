import { type ContestantName, contestantNames } from './contestant.ts';
import { groupBy } from './groupBy.ts';

/** One question, answered by all contestants. */
export interface Answer {
  readonly languageId: string;
  readonly repository: string;
  readonly hits: Readonly<Record<ContestantName, boolean>>;
}

export type Recall = Readonly<Record<ContestantName, number>>;

/** Share of the questions that each contestant hit, 0 to 1. */
export function recallOf(answers: readonly Answer[]): Recall {
  const share = (name: ContestantName) => answers.filter(({ hits }) => hits[name]).length / answers.length;
  return Object.fromEntries(contestantNames.map((name) => [name, share(name)])) as Recall;
}

export function recallBy(
  answers: readonly Answer[],
  key: 'languageId' | 'repository',
): Readonly<Record<string, Recall & { readonly questions: number }>> {
  const groups = groupBy(answers, (answer) => answer[key]);
  return Object.fromEntries(
    [...groups].map(([name, group]) => [name, { ...recallOf(group), questions: group.length }]),
  );
}

/** The mean of the languages' recalls, whatever their numbers of questions. */
export function macroRecall(byLanguage: Readonly<Record<string, Recall>>): Recall {
  const recalls = Object.values(byLanguage);
  const mean = (name: ContestantName) => recalls.reduce((sum, recall) => sum + recall[name], 0) / recalls.length;
  return Object.fromEntries(contestantNames.map((name) => [name, mean(name)])) as Recall;
}
