import { isBlank } from '../../completion/lines.ts';
import type { AlignRange } from './alignEdge.ts';
import { alignLines } from './alignLines.ts';
import { hasInnerElision } from './elision.ts';
import type { LineChange } from './lineChange.ts';
import { isTrivialLine } from './lineSearch.ts';
import { isLeftOut, type MergeContext } from './mergeContext.ts';
import { reasons } from './reasons.ts';

/**
 * Plans lines of the block between which others are left out: each run of lines must have one certain place in `range`,
 * and all of them in the same order. Without an elision there is one run.
 */
export function placeElided(context: MergeContext, range: AlignRange, body: AlignRange, isFixed = true): void {
  const { document, block, plan, path } = context;
  const runs = runsOf(context, body);
  let from = range.start;
  for (const [index, run] of runs.entries()) {
    const lines = block.lines.slice(run.start, run.end);
    if (lines.every(isBlank)) continue;
    if (lines.some((line) => hasInnerElision(line) && !context.documentLines.has(line.trim()))) {
      plan.refuse(reasons.unclearElision(path));
      return;
    }
    const change = alignLines(
      trimmed(lines),
      document.lines,
      { start: from, end: range.end },
      {
        isStartFixed: isFixed && index === 0,
        isEndFixed: isFixed && index === runs.length - 1,
      },
    );
    if (typeof change === 'string' || (runs.length > 1 && repeats(context, change, range))) {
      plan.refuse(
        typeof change !== 'string' || runs.length > 1 ? reasons.unclearElision(path) : reasonOf(change, path),
      );
      return;
    }
    const isLast = index === runs.length - 1;
    if (!isFixed && isLast && runs.length > 1 && addsInFront(context, change, range, body)) {
      plan.refuse(reasons.similar('the end', path));
      return;
    }
    plan.replace(change.start, change.end, change.lines);
    from = change.end;
  }
}

/**
 * Whether a block that begins as the document does, and so may end as it does, would end in new lines in front of some that
 * it does not show: those may be what was there in their stead.
 */
function addsInFront(
  { document, block }: MergeContext,
  change: LineChange,
  range: AlignRange,
  body: AlignRange,
): boolean {
  const first = (lines: readonly string[], { start, end }: AlignRange): string | undefined =>
    lines
      .slice(start, end)
      .find((line) => !isBlank(line))
      ?.trim();
  if (first(block.lines, body) !== first(document.lines, range)) return false;
  const last = change.lines.findLast((line) => !isBlank(line))?.trim();
  const isNew = !document.lines.slice(change.start, change.end).some((line) => line.trim() === last);
  return isNew && document.lines.slice(change.end, range.end).some((line) => !isBlank(line));
}

/** Whether lines would come that stand elsewhere in the document: what is left out is then more than it seems to be. */
function repeats({ document }: MergeContext, { start, end, lines }: LineChange, range: AlignRange): boolean {
  const within = new Set(document.lines.slice(range.start, range.end).map((line) => line.trim()));
  const there = new Set(document.lines.slice(start, end).map((line) => line.trim()));
  return lines.some((line) => {
    const text = line.trim();
    return (
      !isTrivialLine(line) && text.length > 12 && !there.has(text) && !within.has(text) && isIn(document.lines, text)
    );
  });
}

function isIn(lines: readonly string[], text: string): boolean {
  return lines.some((line) => line.trim() === text);
}

function reasonOf(change: 'nowhere' | 'ambiguous' | 'similar' | 'indentation', path: string): string {
  if (change === 'ambiguous') return reasons.ambiguous('The block', path);
  if (change === 'similar') return reasons.similar('lines', path);
  return change === 'indentation' ? reasons.indentation() : reasons.nowhere(path);
}

/** The lines between elisions; before the first and behind the last there may be none. */
function runsOf(context: MergeContext, { start, end }: AlignRange): readonly AlignRange[] {
  const runs: AlignRange[] = [];
  let from = start;
  for (let at = start; at < end; at++) {
    if (!isLeftOut(context, context.block.lines[at] ?? '')) continue;
    runs.push({ start: from, end: at });
    from = at + 1;
  }
  return [...runs, { start: from, end }];
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  return lines.slice(first, lines.findLastIndex((line) => !isBlank(line)) + 1);
}
