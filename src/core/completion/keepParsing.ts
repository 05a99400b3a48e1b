import type { InsertionQuery } from '../../shared/syntaxQuery.ts';
import { closedForms } from './closedForms.ts';
import { isBlank } from './lines.ts';
import type { Candidate, Place } from './place.ts';

/**
 * The index of the first of the query's texts that adds no syntax error to the document, or -1. `undefined`: that can't be
 * told, or not in the time that somebody at the cursor has.
 */
export type FirstParsing = (query: InsertionQuery, signal: AbortSignal) => Promise<number | undefined>;

/**
 * Cuts a candidate back to the lines with which the document has no syntax error more than without it. What it opens may
 * still be closed: it is looked at as it will be then, too.
 *
 * @returns `undefined` where not even its first line is one of them.
 */
export async function keepParsing(
  firstParsing: FirstParsing,
  { languageId, prefix, suffix }: Place,
  candidate: Candidate,
  signal: AbortSignal,
): Promise<Candidate | undefined> {
  if (prefix.length + suffix.length > maxCheckedLength) return candidate;
  const { text, replaceLength } = candidate;
  const tried = [text, ...shorterTexts(text)].flatMap((kept) =>
    [kept, ...closedForms(kept, languageId)].map((form) => ({ kept, form })),
  );
  const range = { start: prefix.length, end: prefix.length + replaceLength };
  const variants = tried.slice(0, maxVariants).map(({ form }) => form);
  const fitting = await firstParsing({ languageId, text: prefix + suffix, range, variants }, signal);
  if (fitting === undefined) return candidate;
  const kept = tried[fitting]?.kept;
  return kept === undefined ? undefined : { ...candidate, text: kept };
}

/** Each is parsed while somebody waits. */
const maxVariants = 24;

/** UTF-16 code units. The text of a larger document would travel for longer than it may take. */
const maxCheckedLength = 300_000;

/** The text without its last line, without its last two, and so on. */
function shorterTexts(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines
    .slice(1)
    .map((_, dropped) =>
      lines
        .slice(0, lines.length - 1 - dropped)
        .join('\n')
        .trimEnd(),
    )
    .filter((shorter, index, all) => !isBlank(shorter) && shorter !== all[index - 1]);
}
