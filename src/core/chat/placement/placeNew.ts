import { indentOf, isBlank } from '../../completion/lines.ts';
import { commentText } from './elision.ts';
import { lineLikeness, subjectOf, wordLikeness } from './likeness.ts';
import { findLines } from './lineSearch.ts';
import { namesOf } from './lostUnits.ts';
import { findBelow, type Match } from './matchUnits.ts';
import { atIndentOf, type Level, leavesOut, type MergeContext, nameOf } from './mergeContext.ts';
import type { Unit } from './outline.ts';
import { reasons } from './reasons.ts';

/** A new unit and where in the document it goes. */
interface Spot {
  /** It stands behind this one... */
  readonly after?: Unit;
  /** ...or in front of it. */
  readonly before?: Unit;
  readonly level: Level;
}

/** Plans what the block has and the document has not: beside the units that stand beside it in the block. */
export function placeNew(context: MergeContext, level: Level, matches: readonly Match[]): void {
  const { plan, path, block, document } = context;
  const below = findBelow(context, { units: document.units, start: 0, end: document.lines.length, isRoot: true });
  // What another class has just so came here by an elision that leaves out more than it seems to.
  const isElsewhere = ({ key, body, head, end }: Unit): boolean =>
    body !== undefined &&
    key !== undefined &&
    below(key).some(
      (unit) => lineLikeness(block.lines.slice(head, end), document.lines.slice(unit.head, unit.end)) >= 0.6,
    );
  for (let at = 0; at < matches.length; at++) {
    if (!isNew(matches[at])) continue;
    let end = at;
    while (isNew(matches[end + 1])) end++;
    const items = withoutRemarks(
      context,
      matches.slice(at, end + 1).map(({ item }) => item),
    );
    const spot = findSpot(matches, at, end, level);
    at = end;
    if (items.length === 0) continue;
    const isIncomplete = items.some((item) => leavesOut(context, item.start, item.end));
    if (spot === undefined || isIncomplete) {
      plan.refuse(reasons.unclearElision(path));
      return;
    }
    const shown = new Set(matches.map(({ unit }) => unit));
    const rival = items
      .map((item) => ({
        item,
        like: spot.level.units.find((unit) => !shown.has(unit) && mayReplace(context, item, unit)),
      }))
      .find(({ like }) => like !== undefined);
    if (rival?.like !== undefined) {
      const isShort = rival.like.end - rival.like.head <= rival.item.end - rival.item.head;
      const isStatement = rival.like.kind !== 'import' && rival.item.kind !== 'comment';
      if (items.length === 1 && isStatement && isShort && isBetween(rival.like, matches, spot)) {
        replaceStatement(context, rival.item, rival.like);
        continue;
      }
      plan.refuse(reasons.similar(nameOf(context.document, rival.like), path));
      return;
    }
    if (items.some((item) => takesLead(context, item, spot.level) || isElsewhere(item))) {
      plan.refuse(reasons.unclearElision(path));
      return;
    }
    if (items.some((item) => isExample(block.lines.slice(item.start, item.head + 1)))) {
      plan.refuse(reasons.nowhere(path));
      return;
    }
    insert(context, items, spot);
  }
}

function isNew(match: Match | undefined): boolean {
  if (match === undefined || match.unit !== undefined) return false;
  return match.item.kind !== 'elision' && match.item.kind !== 'import' && match.item.kind !== 'preamble';
}

/** Without comments at either end that are there already, or that tell a reader what to do with the code. */
function withoutRemarks({ block, document }: MergeContext, items: readonly Unit[]): readonly Unit[] {
  const isPart = ({ kind, start, end }: Unit): boolean => {
    if (kind !== 'comment') return true;
    const lines = block.lines.slice(start, end);
    if (findLines(lines, document.lines, (line) => line.trim()).length > 0) return false;
    return lines.length > 1 || !instruction.test(commentText(lines[0] ?? '') ?? '');
  };
  const first = items.findIndex(isPart);
  return first === -1 ? [] : items.slice(first, items.findLastIndex(isPart) + 1);
}

const instruction =
  /^(?:add|put|insert|place|replace|update|change|modify|use|paste|in (?:the |your )?(?:file|class|function)|inside|then|and|before|after|old|new|fixed|updated|changed|modified)\b(?:.*:|.{0,60})$/i;

function findSpot(matches: readonly Match[], first: number, last: number, level: Level): Spot | undefined {
  const previous = matches[first - 1];
  const next = matches[last + 1];
  const gap = (above: Unit | undefined, below: Unit | undefined): number => (below?.start ?? 0) - (above?.end ?? 0);
  const isCloser = gap(matches[last]?.item, next?.item) < gap(previous?.item, matches[first]?.item);
  if (isPlace(previous) && isPlace(next) && isCloser && isNextTo(previous, next)) {
    return { before: next.unit, level: next.level };
  }
  if (isPlace(previous)) return { after: previous.unit, level: previous.level };
  if (isPlace(next)) return { before: next.unit, level: next.level };
  const body = level.units.filter(({ kind }) => kind !== 'import' && kind !== 'preamble' && kind !== 'comment');
  const [top, bottom] = [body[0], level.units.at(-1)];
  // Behind all that is left out, or in front of it.
  if (previous?.item.kind === 'elision' && next === undefined && bottom !== undefined) return { after: bottom, level };
  const isFirst = matches.slice(0, first).every(({ item }) => item.kind === 'import' || item.kind === 'preamble');
  if (next?.item.kind === 'elision' && isFirst && top !== undefined) return { before: top, level };
  const [above, below] = [matches[first - 2], matches[last + 2]];
  const isOne = isPlace(above) && isPlace(below) && isNextTo(above, below);
  return isOne ? { after: above.unit, level: above.level } : undefined;
}

function isNextTo({ unit, level }: Match & { readonly unit: Unit }, below: Match): boolean {
  return level === below.level && level.units[level.units.indexOf(unit) + 1] === below.unit;
}

function isPlace(match: Match | undefined): match is Match & { readonly unit: Unit } {
  return match?.unit !== undefined && (match.item.kind === 'definition' || match.item.kind === 'statement');
}

/** A new unit that resembles one that the block does not show may be meant to replace it. */
function mayReplace(context: MergeContext, item: Unit, unit: Unit): boolean {
  const { document, block } = context;
  if (item.kind === 'comment') {
    const end = unit.kind === 'comment' ? unit.end : unit.head;
    const [own, lead] = [block.lines.slice(item.start, item.end), document.lines.slice(unit.start, end)];
    return lead.length > 0 && wordLikeness(own.join('\n'), lead.join('\n')) >= 0.6;
  }
  if (unit.kind === 'import') return item.body === undefined && takesNames(context, item, unit);
  if (unit.kind === 'comment') return false;
  const [own, other] = [block.lines.slice(item.head, item.end), document.lines.slice(unit.head, unit.end)];
  if (own.length > 1 && other.length > 1 && lineLikeness(own, other) >= 0.5) return true;
  if ((item.key !== undefined && unit.key !== undefined) || (own.length > 3 && other.length > 3)) return false;
  const [line = '', there = ''] = [own[0], other[0]];
  if (own.length === 1 && other.length === 1 && subjectOf(line) !== undefined && subjectOf(line) === subjectOf(there))
    return true;
  return wordLikeness(own.join('\n'), other.join('\n')) >= 0.6;
}

/** Whether a statement gives names to what the document imports under them. */
function takesNames({ document, block }: MergeContext, item: Unit, unit: Unit): boolean {
  const [own, other] = [block.lines.slice(item.head, item.end), document.lines.slice(unit.head, unit.end)];
  if (wordLikeness(own.join('\n'), other.join('\n')) >= 0.6) return true;
  const names = new Set(namesOf(document.lines, unit));
  return namesOf(block.lines, item).some((name) => names.has(name));
}

/** Whether it is all that the document has between the neighbours of what is new. */
function isBetween(unit: Unit, matches: readonly Match[], { after, before, level }: Spot): boolean {
  const index = level.units.indexOf(unit);
  const [above, below] = [level.units[index - 1], level.units[index + 1]];
  const shown = (other: Unit | undefined): boolean =>
    other === undefined || matches.some((match) => match.unit === other);
  // Where the block begins or ends with what is new, nothing is known of the other side.
  const isAbove = isNew(matches[0]) || shown(above);
  const isBelow = isNew(matches.at(-1)) || shown(below);
  return isAbove && isBelow && (after === undefined ? before === below : after === above);
}

function replaceStatement(context: MergeContext, item: Unit, unit: Unit): void {
  const near = context.document.lines.slice(unit.start, unit.end);
  context.plan.replace(unit.head, unit.end, atIndentOf(context, { ...item, start: item.head }, unit.head, near));
}

/** Whether what is new stands under a comment that belongs to something else in the document. */
function takesLead({ document, block }: MergeContext, { start, head }: Unit, level: Level): boolean {
  const lead = block.lines.slice(start, head).map((line) => line.trim());
  if (lead.length === 0) return false;
  return level.units.some((unit) => {
    const other = document.lines.slice(unit.start, unit.head).map((line) => line.trim());
    return other.length > 0 && other.join('\n') === lead.join('\n');
  });
}

/** Code that only shows how to use what is above. */
function isExample(lines: readonly string[]): boolean {
  return lines.some((line) =>
    /^\s*(?:\/\/|#|--|\/\*)\s*(?:example\b|usage\b|example usage|how to use|test (?:it|the)\b|try it)/i.test(line),
  );
}

function insert(context: MergeContext, items: readonly Unit[], { after, before, level }: Spot): void {
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
