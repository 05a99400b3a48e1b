import { commentText } from './elision.ts';
import { findSpot, type Spot } from './findSpot.ts';
import { insertUnits } from './insertUnits.ts';
import { lineLikeness } from './likeness.ts';
import { findLines } from './lineSearch.ts';
import { findBelow, type Match } from './matchUnits.ts';
import { atIndentOf, type Level, leavesOut, type MergeContext, nameOf } from './mergeContext.ts';
import type { Unit } from './outline.ts';
import { reasons } from './reasons.ts';
import { mayReplace, takesLead } from './rivalUnits.ts';

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
        like: nearestFirst(spot).find((unit) => !shown.has(unit) && mayReplace(context, item, unit)),
      }))
      .find(({ like }) => like !== undefined);
    if (rival?.like !== undefined) {
      const isShort = rival.like.end - rival.like.head <= rival.item.end - rival.item.head;
      const isOfKind = rival.item.kind === 'comment' ? rival.like.kind === 'comment' : rival.like.kind !== 'import';
      if (items.length === 1 && isOfKind && isShort && isBetween(rival.like, matches, spot)) {
        replaceStatement(context, rival.item, rival.like);
        continue;
      }
      plan.refuse(reasons.similar(nameOf(context.document, rival.like), path));
      return;
    }
    if (items.some((item) => takesLead(context, item) || isElsewhere(item))) {
      plan.refuse(reasons.unclearElision(path));
      return;
    }
    if (items.some((item) => isExample(block.lines.slice(item.start, item.head + 1)))) {
      plan.refuse(reasons.nowhere(path));
      return;
    }
    insertUnits(context, items, spot);
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
    return lines.length > 1 || !instruction.test(commentText(lines[0] ?? '', block.languageId) ?? '');
  };
  const first = items.findIndex(isPart);
  return first === -1 ? [] : items.slice(first, items.findLastIndex(isPart) + 1);
}

const instruction =
  /^(?:add|put|insert|place|replace|update|change|modify|use|paste|in (?:the |your )?(?:file|class|function)|inside|then|and|before|after|old|new|fixed|updated|changed|modified)\b(?:.*:|.{0,60})$/i;

/** The units of its level, that which stands directly at the place first. */
function nearestFirst({ after, before, level: { units } }: Spot): readonly Unit[] {
  const near = units.find((_, at) => (before === undefined ? units[at - 1] === after : units[at + 1] === before));
  return near === undefined ? units : [near, ...units];
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
  const start = item.kind === 'comment' ? item.start : item.head;
  const from = item.kind === 'comment' ? unit.start : unit.head;
  context.plan.replace(from, unit.end, atIndentOf(context, { ...item, start }, unit.head, near));
}

/** Code that only shows how to use what is above. */
function isExample(lines: readonly string[]): boolean {
  return lines.some((line) =>
    /^\s*(?:\/\/|#|--|\/\*)\s*(?:example\b|usage\b|example usage|how to use|test (?:it|the)\b|try it)/i.test(line),
  );
}
