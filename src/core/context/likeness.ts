import type { Surroundings } from '../../shared/contextQuery.ts';

/** Lines with names, above and below a place, that are looked at. */
const linesAbove = 3;
const linesBelow = 2;
/** What each of them counts, the nearest first. */
const weightsAbove = [0.45, 0.2, 0.1];
const weightsBelow = [0.2, 0.05];

/** The lines around a place. `lines`: names by line; the place is in front of line `index`, or is that line. */
export function surroundingsOf(lines: readonly (readonly string[])[], index: number, isOwnLine: boolean): Surroundings {
  const first = isOwnLine ? index + 1 : index;
  return {
    above: lines.slice(Math.max(0, index - linesAbove), index).reverse(),
    below: lines.slice(first, first + linesBelow),
  };
}

/**
 * For each line, how much the lines around it resemble those around a place: what stands behind lines like these is a
 * good guess for what is about to stand here.
 *
 * @param lines names by line, without lines that have none.
 * @returns 0 to 1, by line.
 */
export function likenessOfLines(lines: readonly (readonly string[])[], place: Surroundings): readonly number[] {
  const above = place.above.map((names) => shares(lines, names));
  const below = place.below.map((names) => shares(lines, names));
  return lines.map((_, index) => {
    let sum = 0;
    for (const [step, alike] of above.entries()) sum += (weightsAbove[step] ?? 0) * (alike[index - 1 - step] ?? 0);
    for (const [step, alike] of below.entries()) sum += (weightsBelow[step] ?? 0) * (alike[index + 1 + step] ?? 0);
    return sum;
  });
}

/** Of each line, the share of names that it has in common with `names`. */
function shares(lines: readonly (readonly string[])[], names: readonly string[]): readonly number[] {
  const wanted = new Set(names);
  return lines.map((line) => {
    let common = 0;
    for (const name of line) if (wanted.has(name)) common++;
    return common === 0 ? 0 : common / Math.max(line.length, names.length);
  });
}
