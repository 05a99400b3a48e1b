import type { Match } from './matchUnits.ts';
import type { Level } from './mergeContext.ts';
import type { Unit } from './outline.ts';

/** A new unit and where in the document it goes. */
export interface Spot {
  /** It stands behind this one... */
  readonly after?: Unit;
  /** ...or in front of it. */
  readonly before?: Unit;
  readonly level: Level;
}

export function findSpot(matches: readonly Match[], first: number, last: number, level: Level): Spot | undefined {
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
