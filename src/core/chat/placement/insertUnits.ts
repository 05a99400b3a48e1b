import { indentOf, isBlank } from '../../completion/lines.ts';
import type { Spot } from './findSpot.ts';
import { atIndentOf, type Level, type MergeContext } from './mergeContext.ts';
import type { Unit } from './outline.ts';
import { reasons } from './reasons.ts';

export function insertUnits(context: MergeContext, items: readonly Unit[], { after, before, level }: Spot): void {
  const { document, block, plan, path } = context;
  const anchor = after ?? before;
  const first = items[0];
  const last = items.at(-1);
  if (anchor === undefined || first === undefined || last === undefined) return;
  if (!level.isRoot && !items.every((item) => isAlikeForm(context, item, anchor))) {
    plan.refuse(reasons.nowhere(path));
    return;
  }
  const indent = indentOf(block.lines[first.head] ?? '');
  if (items.some(({ head }) => indentOf(block.lines[head] ?? '') !== indent)) {
    plan.refuse(reasons.indentation());
    return;
  }
  const range = { start: first.start, end: last.end, head: first.head };
  const near = document.lines.slice(level.start, level.end);
  const lines = separated(context, atIndentOf(context, range, anchor.head, near), anchor, after !== undefined, level);
  const gap = gapBetween(context, first, last, anchor, after !== undefined, level);
  const blanks = Array.from({ length: gap }, () => '');
  if (after !== undefined) plan.insert(after.end, [...blanks, ...lines]);
  else plan.insert(anchor.start, [...lines, ...blanks]);
}

/** A method goes beside a method, not a function of its own; where the text does not tell, it is neither. */
function isAlikeForm({ document, block }: MergeContext, item: Unit, anchor: Unit): boolean {
  const formOf = (line: string): string =>
    /^(?:export\s+)?(?:default\s+)?(?:async\s+)?(function|class|const|let|var|interface|type)\b/.exec(
      line.trim(),
    )?.[1] ?? 'member';
  const [own, other] = [block.lines[item.head] ?? '', document.lines[anchor.head] ?? ''];
  if (/^\s*(?:async\s+)?def\b/.test(own) && /^\s*(?:async\s+)?def\b/.test(other)) {
    const isMethod = (line: string, lines: readonly string[]): boolean =>
      /\(\s*(?:self|cls)\b/.test(line) || lines.some((lead) => /@staticmethod/.test(lead));
    return (
      isMethod(own, block.lines.slice(item.start, item.head)) ===
      isMethod(other, document.lines.slice(anchor.start, anchor.head))
    );
  }
  return (formOf(own) === 'member') === (formOf(other) === 'member');
}

/** Blank lines between the new and the old: none where the block has none, else as many as the document has there. */
function gapBetween(
  context: MergeContext,
  first: Unit,
  last: Unit,
  anchor: Unit,
  isAfter: boolean,
  level: Level,
): number {
  const { block, document } = context;
  const own = isAfter
    ? blanksAbove(block.lines, first.start)
    : blanksAbove(block.lines, nextLine(block.lines, last.end));
  const isFirstLine = isAfter ? first.start === 0 : false;
  const index = level.units.indexOf(anchor);
  const below = level.units[index + 1];
  const above = level.units[index - 1];
  const there =
    below !== undefined && isAfter
      ? below.start - anchor.end
      : above !== undefined
        ? anchor.start - above.end
        : below !== undefined
          ? below.start - anchor.end
          : undefined;
  if (own === 0 && !isFirstLine && first.body === undefined) return 0;
  const isLong = first.end - first.head > 1;
  if (there !== undefined && isLong === anchor.end - anchor.head > 1) return Math.min(there, 3);
  return isLong && there !== undefined && document.languageId === 'python' && level.isRoot ? Math.max(there, own) : own;
}

function blanksAbove(lines: readonly string[], at: number): number {
  let count = 0;
  while (count < at && isBlank(lines[at - 1 - count] ?? '')) count++;
  return count;
}

function nextLine(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && isBlank(lines[at] ?? '')) at++;
  return at;
}

/** In a list or an object, the commas between items. */
function separated(
  { document, plan }: MergeContext,
  lines: readonly string[],
  anchor: Unit,
  isAfter: boolean,
  level: Level,
): readonly string[] {
  if (level.isRoot) return lines;
  const at = anchor.end - 1;
  const before = document.lines[at] ?? '';
  const isLast = level.units.at(-1) === anchor;
  const isList =
    level.units.length > 1 &&
    level.units.slice(0, -1).every(({ end }) => (document.lines[end - 1] ?? '').endsWith(','));
  const last = lines.at(-1) ?? '';
  if (!isList && !(isLast && level.units.length === 1 && ['json', 'jsonc'].includes(document.languageId))) return lines;
  if (isAfter && isLast && !before.endsWith(',')) {
    plan.replace(at, at + 1, [`${before},`]);
    return last.endsWith(',') ? [...lines.slice(0, -1), last.slice(0, -1)] : lines;
  }
  return last.endsWith(',') ? lines : [...lines.slice(0, -1), `${last},`];
}
