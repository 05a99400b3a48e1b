/** Tallies by day and language: sums, of which no single completion, no text and no path can be told. */
import { addTallies, emptyTally, type Tally } from './tally.ts';

export interface StatisticsRow {
  /** `2026-11-30`, where the user is. */
  readonly day: string;
  readonly languageId: string;
  readonly tally: Tally;
}

/** A row for each day and language that has any, by day and then by language. */
export type Statistics = readonly StatisticsRow[];

/** As many days are kept, today included. */
export const keptDays = 30;

/** Rows a day; the languages that have been shown least are counted as one more. */
const maxLanguages = 20;

/** Of several languages. No language of VS Code has a space in its name. */
export const otherLanguages = 'other languages';

/** Law: it does not matter which is added to which. */
export function addStatistics(a: Statistics, b: Statistics): Statistics {
  const rows = new Map<string, StatisticsRow>();
  for (const row of [...a, ...b]) {
    const key = JSON.stringify([row.day, row.languageId]);
    const tally = addTallies(rows.get(key)?.tally ?? emptyTally, row.tally);
    rows.set(key, { ...row, tally });
  }
  return [...rows.values()].sort((x, y) => compare(x.day, y.day) || compare(x.languageId, y.languageId));
}

/** What of it is kept: the last days, and of each the languages that matter. */
export function boundStatistics(statistics: Statistics, today: string): Statistics {
  const days = new Map<string, StatisticsRow[]>();
  // A clock that was wrong, or another time zone.
  const recent = statistics.filter(({ day }) => day >= addDays(today, 1 - keptDays) && day <= addDays(today, 1));
  for (const row of recent) days.set(row.day, [...(days.get(row.day) ?? []), row]);
  return addStatistics([...days.values()].flatMap(withFewLanguages), []);
}

/** All of it in one. */
export function sumUp(statistics: Statistics): Tally {
  return statistics.reduce((sum, { tally }) => addTallies(sum, tally), emptyTally);
}

/** The tallies by what `keyOf` gives, in the order in which the keys come first. */
export function sumUpBy(statistics: Statistics, keyOf: (row: StatisticsRow) => string): ReadonlyMap<string, Tally> {
  const sums = new Map<string, Tally>();
  for (const row of statistics) sums.set(keyOf(row), addTallies(sums.get(keyOf(row)) ?? emptyTally, row.tally));
  return sums;
}

/** What was done on a day. */
export type DayTally = Tally & { readonly day: string };

/** The days that are kept, the last of which is today, with those on which nothing was done. */
export function tallyDays(statistics: Statistics, today: string): readonly DayTally[] {
  const sums = sumUpBy(statistics, ({ day }) => day);
  return Array.from({ length: keptDays }, (_, at) => {
    const day = addDays(today, at + 1 - keptDays);
    return { day, ...(sums.get(day) ?? emptyTally) };
  });
}

/** @param day `2026-11-30`. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

function withFewLanguages(rows: readonly StatisticsRow[]): Statistics {
  const ranked = [...rows].sort(
    (x, y) =>
      Number(x.languageId === otherLanguages) - Number(y.languageId === otherLanguages) ||
      y.tally.shown - x.tally.shown ||
      compare(x.languageId, y.languageId),
  );
  return ranked.map((row, rank) => (rank < maxLanguages ? row : { ...row, languageId: otherLanguages }));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
