import { type ContestantName, contestantNames } from './contestant.ts';
import { groupBy } from './groupBy.ts';

/** One question, answered by all contestants. */
export interface Answer {
  readonly languageId: string;
  readonly repository: string;
  /** Of a repository that no weight was fitted on. */
  readonly isHeldOut: boolean;
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
function macroRecall(byLanguage: Readonly<Record<string, Recall>>): Recall {
  const recalls = Object.values(byLanguage);
  const mean = (name: ContestantName) => recalls.reduce((sum, recall) => sum + recall[name], 0) / recalls.length;
  return Object.fromEntries(contestantNames.map((name) => [name, mean(name)])) as Recall;
}

export interface RecallFigures {
  /** Of all questions. */
  readonly recall: Recall;
  readonly macro: Recall;
  /** Leeward's, in its worst language. */
  readonly worst: number;
  readonly byLanguage: Readonly<Record<string, Recall & { readonly questions: number }>>;
  readonly questions: number;
}

export function recallFigures(answers: readonly Answer[]): RecallFigures {
  const byLanguage = recallBy(answers, 'languageId');
  return {
    recall: recallOf(answers),
    macro: macroRecall(byLanguage),
    worst: Math.min(...Object.values(byLanguage).map(({ leeward }) => leeward)),
    byLanguage,
    questions: answers.length,
  };
}
