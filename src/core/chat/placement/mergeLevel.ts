import { isBlank } from '../../completion/lines.ts';
import { isCut } from './isCut.ts';
import { lineLikeness, wordLikeness } from './likeness.ts';
import { findLines } from './lineSearch.ts';
import { fateOf } from './lostUnits.ts';
import { type Match, matchUnits } from './matchUnits.ts';
import {
  atIndentOf,
  blockUnitsWithin,
  type Level,
  leavesOut,
  levelWithin,
  type MergeContext,
  textOf,
} from './mergeContext.ts';
import type { Outlined, Unit } from './outline.ts';
import { placeImports } from './placeImports.ts';
import { placeNew } from './placeNew.ts';
import { reasons } from './reasons.ts';

/** Replaces one unit of the document by one of the block. */
export type ReplaceUnit = (context: MergeContext, unit: Unit, item: Unit, level: Level) => void;

/**
 * Plans what units of the block make of one level of the document: the whole level, where they are all of it; else units
 * that replace those of the same name, and new ones beside them.
 *
 * @returns whether the block has anything to do with the outermost level. If not, nothing was planned.
 */
export function mergeLevel(
  context: MergeContext,
  level: Level,
  items: readonly Unit[],
  replaceUnit: ReplaceUnit,
): boolean {
  const { plan } = context;
  const matches = matchUnits(context, level, items);
  const matched = matches.filter(({ unit }) => unit !== undefined);
  if (level.isRoot && !matched.some(({ item }) => isAnchor(item))) return mergeImports(context, level, matches);
  const extent = extentOf(context, level, matches);
  if (typeof extent !== 'string') plan.refuse(reasons.leavesOut(extent.unclear, context.path));
  if (extent === 'whole') replaceLevel(context, level, items);
  if (extent !== 'parts') return true;
  for (const { item, unit, level: place } of matched) {
    if (unit !== undefined) replaceUnit(context, unit, item, place);
  }
  if (level.isRoot) placeImports(context, level, matches);
  placeNew(context, level, matches);
  return true;
}

/** Imports alone belong to the others. */
function mergeImports(context: MergeContext, level: Level, matches: readonly Match[]): boolean {
  const isOnly = matches.every(
    ({ item }) => item.kind === 'import' || item.kind === 'comment' || item.kind === 'elision',
  );
  if (!isOnly || ![matches.map(({ item }) => item), level.units].every((units) => units.some(isImportUnit)))
    return false;
  placeImports(context, level, matches);
  return true;
}

function isImportUnit({ kind }: Unit): boolean {
  return kind === 'import';
}

/** What may say where a block belongs: not what many files begin with. */
function isAnchor({ kind }: Unit): boolean {
  return kind === 'definition' || kind === 'statement';
}

type Extent = 'whole' | 'parts' | { readonly unclear: string };

/** How much of the level the block shows: all of it, parts, or nobody knows. */
function extentOf(context: MergeContext, level: Level, matches: readonly Match[]): Extent {
  const items = matches.map(({ item }) => item);
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined || leavesOut(context, first.start, last.end)) return 'parts';
  if (matches.some(({ unit, level: place }) => unit !== undefined && place !== level)) return 'parts';
  return shownOf(context, level, items);
}

/** The same, down into what the level holds. */
function shownOf(context: MergeContext, level: Level, items: readonly Unit[]): Extent {
  const idOf = (outlined: Outlined, unit: Unit): string => unit.key ?? textOf(outlined, unit);
  const shown = new Map(items.map((item) => [idOf(context.block, item), item]));
  const itemOf = (unit: Unit): Unit | undefined => shown.get(idOf(context.document, unit));
  const units = level.units.filter(({ kind }) => kind !== 'comment');
  const isThere = (item: Unit): boolean => {
    const id = idOf(context.block, item);
    return units.some((unit) => idOf(context.document, unit) === id);
  };
  const isRenamed = (unit: Unit, at: number): boolean => {
    const [above, below] = [units[at - 1], units[at + 1]].map((other) =>
      other === undefined ? undefined : itemOf(other),
    );
    if ((at > 0 && above === undefined) || (at < units.length - 1 && below === undefined)) return false;
    const between = items.slice(above === undefined ? 0 : items.indexOf(above) + 1, below && items.indexOf(below));
    return between.some((item) => !isThere(item) && item.kind === unit.kind && isAlike(context, item, unit));
  };
  const lost = withoutChanged(
    units.filter((unit, at) => itemOf(unit) === undefined && !isRenamed(unit, at)),
    items,
    isThere,
  );
  const [first, last] = [items[0], items.at(-1)];
  if (lost.length > 0) {
    if (first === undefined || last === undefined) return 'parts';
    if (level.isRoot && !looksWhole(units, new Set(units.filter((unit) => !lost.includes(unit))))) return 'parts';
    const added = items.filter((item) => (item.body === undefined || item.kind === 'statement') && !isThere(item));
    const text = added.flatMap(({ head, end }) => context.block.lines.slice(head, end)).join('\n');
    const fate = fateOf(context, level, lost, context.block.lines.slice(first.start, last.end), text);
    if (fate !== 'go') return fate === 'stay' ? 'parts' : fate;
  }
  if (units.some((unit) => last !== undefined && itemOf(unit) === last && isCut(context, unit, last))) return 'parts';
  const inner = units.flatMap((unit): readonly Extent[] => {
    const item = itemOf(unit);
    if (!unit.isContainer || item?.body === undefined) return [];
    return [shownOf(context, levelWithin(context, unit), blockUnitsWithin(context, item))];
  });
  return inner.find((extent) => typeof extent !== 'string') ?? (inner.includes('parts') ? 'parts' : 'whole');
}

/** Whether one may be the other under another name. */
function isAlike({ document, block }: MergeContext, item: Unit, unit: Unit): boolean {
  const [own, other] = [block.lines.slice(item.head, item.end), document.lines.slice(unit.head, unit.end)];
  return lineLikeness(own, other) >= 0.5 || wordLikeness(own.join('\n'), other.join('\n')) >= 0.6;
}

/** Statements and items without a name count as changed, as long as there are as many new ones. */
function withoutChanged(
  lost: readonly Unit[],
  items: readonly Unit[],
  isThere: (item: Unit) => boolean,
): readonly Unit[] {
  const isNameless = ({ kind }: Unit): boolean => kind === 'statement';
  const added = items.filter((item) => isNameless(item) && !isThere(item)).length;
  return lost.filter(isNameless).length <= added ? lost.filter((unit) => !isNameless(unit)) : lost;
}

/** The block begins and ends as the file does, and shows how it begins or most of it. */
function looksWhole(units: readonly Unit[], shown: ReadonlySet<Unit>): boolean {
  const first = units[0];
  const last = units.at(-1);
  if (first === undefined || last === undefined || !shown.has(first) || !shown.has(last) || first === last)
    return false;
  return (
    first.kind === 'import' ||
    first.kind === 'preamble' ||
    units.filter((unit) => shown.has(unit)).length * 4 >= units.length * 3
  );
}

/** The level becomes the block's lines, but for comments at its start that the block does not show. */
function replaceLevel(context: MergeContext, level: Level, items: readonly Unit[]): void {
  const { document, block, plan } = context;
  const first = items[0];
  const last = items.at(-1);
  const top = level.units.find(({ kind }) => kind !== 'comment');
  const bottom = level.units.at(-1);
  if (first === undefined || last === undefined || top === undefined || bottom === undefined) return;
  const lead = document.lines.slice(level.units[0]?.start ?? top.head, top.head).filter((line) => !isBlank(line));
  const own = block.lines.filter((line) => !isBlank(line));
  const isShown = findLines(lead, own, (line) => line.trim()).length > 0;
  const hasComment = first.kind === 'comment' || first.start < first.head;
  const start = hasComment || isShown ? (level.units[0]?.start ?? top.start) : top.head;
  const near = document.lines.slice(start, bottom.end);
  const lines = atIndentOf(context, { start: first.start, end: last.end, head: first.head }, top.head, near);
  if (lines.every(isBlank)) return;
  plan.replace(start, bottom.end, lines);
}
