import { lineLikeness } from './likeness.ts';
import { type Level, levelWithin, type MergeContext, nameOf, textOf } from './mergeContext.ts';
import { isDataLanguage, type Unit } from './outline.ts';
import { reasons } from './reasons.ts';

/** A unit of the block, and what the document has in its stead. */
export interface Match {
  readonly item: Unit;
  /** `undefined`: it is new, or an elision. */
  readonly unit?: Unit;
  /** Where that stands. */
  readonly level: Level;
}

/** Finds the units of the block at a level of the document; those of the outermost one, if not there, anywhere below. */
export function matchUnits(context: MergeContext, level: Level, items: readonly Unit[]): readonly Match[] {
  const byKey = groupBy(level.units, ({ key }) => key);
  const byText = groupBy(level.units, (unit) => textOf(context.document, unit));
  const taken = new Set<Unit>();
  const nested = level.isRoot ? lazily(() => nestedByKey(context, level)) : () => new Map<string, readonly Match[]>();
  const matches = items.map((item): Match => {
    if (item.kind === 'elision') return { item, level };
    const match = find(context, level, item, byKey, byText, nested);
    if (match?.unit === undefined || taken.has(match.unit)) {
      if (match?.unit !== undefined && item.kind === 'definition') {
        context.plan.refuse(reasons.ambiguous(`The block has ${nameOf(context.block, item)} twice: it`, context.path));
      }
      return { item, level };
    }
    taken.add(match.unit);
    return match;
  });
  return besideOthers(context, level, matches, taken);
}

/** What was not found at the level may stand where the others were found, inside a class that the block does not show. */
function besideOthers(
  context: MergeContext,
  level: Level,
  matches: readonly Match[],
  taken: Set<Unit>,
): readonly Match[] {
  const levels = [...new Set(matches.filter(({ unit }) => unit !== undefined).map((match) => match.level))];
  const [only] = levels;
  if (levels.length !== 1 || only === undefined || only === level) return matches;
  return matches.map((match) => {
    const { item } = match;
    if (match.unit !== undefined || item.kind === 'elision') return match;
    const text = textOf(context.block, item);
    const same = only.units.filter(
      (unit) =>
        !taken.has(unit) &&
        (textOf(context.document, unit) === text || (item.key !== undefined && unit.key === item.key)),
    );
    const [unit] = same;
    if (same.length !== 1 || unit === undefined) return match;
    taken.add(unit);
    return { item, unit, level: only };
  });
}

function find(
  context: MergeContext,
  level: Level,
  item: Unit,
  byKey: ReadonlyMap<string, readonly Unit[]>,
  byText: ReadonlyMap<string, readonly Unit[]>,
  nested: () => ReadonlyMap<string, readonly Match[]>,
): Match | undefined {
  const text = textOf(context.block, item);
  const same = byText.get(text) ?? [];
  if (same.length === 1 && same[0] !== undefined) return { item, unit: same[0], level };
  if (item.key === undefined) return undefined;
  // An entry of an object is no function, though it may have the name of one.
  const isEntry =
    item.body === undefined && /^\s*["']?[\w$-]+["']?\??\s*:(?![:=])/.test(context.block.lines[item.head] ?? '');
  const fits = ({ body }: Unit): boolean => !(level.isRoot && isEntry && body !== undefined);
  const here = (byKey.get(item.key) ?? []).filter(fits).map((unit): Match => ({ item, unit, level }));
  const isDeep = here.length === 0 ? isTelling(item, context.document.languageId) : isMethod(context, item);
  const deep = isDeep ? (nested().get(item.key) ?? []) : [];
  const candidates = deep.length > 0 ? deep : here;
  const [only] = candidates;
  if (candidates.length === 1 && only !== undefined) return { ...only, item };
  if (candidates.length === 0) return undefined;
  const equal = candidates.filter((match) => match.unit !== undefined && textOf(context.document, match.unit) === text);
  if (equal.length === 1 && equal[0] !== undefined) return { ...equal[0], item };
  const best = mostAlike(context, item, candidates);
  if (best === undefined) {
    if (item.kind !== 'definition') return undefined;
    context.plan.refuse(reasons.ambiguous(nameOf(context.block, item), context.path));
    return undefined;
  }
  return { ...best, item };
}

/** A function that can only be one of a class. */
function isMethod({ block }: MergeContext, { head, kind }: Unit): boolean {
  const line = block.lines[head] ?? '';
  if (/^\s*(?:async\s+)?def\b/.test(line)) return /\(\s*(?:self|cls)\b/.test(line);
  const isForm = /^\s*(?:(?:public|private|protected|static|async|override|get|set)\s+)*[#\w$]+\s*\(.*\{\s*$/.test(
    line,
  );
  return kind === 'definition' && isForm && !/^\s*function\b/.test(line);
}

/** Units of one name anywhere below the outermost level. */
export function findBelow(context: MergeContext, root: Level): (key: string) => readonly Unit[] {
  const found = lazily(() => nestedByKey(context, root));
  return (key) => (found().get(key) ?? []).flatMap(({ unit }) => (unit === undefined ? [] : [unit]));
}

/** What may be looked for at any depth: no statement, and no single line such as `name = value`, of which there are many. */
function isTelling({ kind, body, end, head }: Unit, languageId: string): boolean {
  return kind === 'definition' && (body !== undefined || end - head > 1 || isDataLanguage(languageId));
}

/** Of several with one name, that which begins the same and is far more alike than the others. */
function mostAlike({ document, block }: MergeContext, item: Unit, candidates: readonly Match[]): Match | undefined {
  const own = block.lines.slice(item.head, item.end);
  const header = headerOf(block.lines, item);
  const likeness = ({ unit }: Match): number =>
    unit === undefined ? 0 : lineLikeness(own, document.lines.slice(unit.head, unit.end));
  const sorted = candidates.toSorted((a, b) => likeness(b) - likeness(a));
  const [best, second] = sorted;
  if (best?.unit === undefined || second === undefined || headerOf(document.lines, best.unit) !== header)
    return undefined;
  return likeness(best) >= 0.5 && likeness(second) < likeness(best) - 0.25 ? best : undefined;
}

function headerOf(lines: readonly string[], { head, body }: Unit): string {
  return lines
    .slice(head, body?.start ?? head + 1)
    .map((line) => line.trim())
    .join(' ');
}

function nestedByKey(context: MergeContext, root: Level): ReadonlyMap<string, readonly Match[]> {
  const found = new Map<string, Match[]>();
  const visit = (units: readonly Unit[], depth: number): void => {
    for (const unit of units) {
      if (unit.body === undefined || depth > 8) continue;
      const level = levelWithin(context, unit);
      for (const inner of level.units) {
        if (inner.key === undefined || !isTelling(inner, context.document.languageId)) continue;
        const list = found.get(inner.key) ?? [];
        list.push({ item: inner, unit: inner, level });
        found.set(inner.key, list);
      }
      visit(level.units, depth + 1);
    }
  };
  visit(root.units, 0);
  return found;
}

function groupBy(
  units: readonly Unit[],
  keyOf: (unit: Unit) => string | undefined,
): ReadonlyMap<string, readonly Unit[]> {
  const groups = new Map<string, Unit[]>();
  for (const unit of units) {
    const key = keyOf(unit);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [unit]);
    else group.push(unit);
  }
  return groups;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
