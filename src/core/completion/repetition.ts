/**
 * Text that has begun to repeat itself. Small models fall into loops, and what follows is never worth showing, nor
 * decoding.
 */

/**
 * Shortest periods first: a text whose last `window` characters repeat with a period of at most `period` characters is a
 * loop. Short periods need many repetitions, since `, 0, 0, 0` is ordinary code.
 */
const loops = [
  { period: 4, window: 48 },
  { period: 40, window: 120 },
  { period: 80, window: 180 },
  { period: 120, window: 240 },
] as const;

/** As many equal lines in a row are a loop, if they have more than brackets in them. */
const maxEqualLines = 3;

/** Longest ruler, as in a comment, that is no loop. */
const maxRulerLength = 120;

/** How far back periods are looked for, in characters. */
const repetitionWindow = 240;

/**
 * Whether the end of `text` is a loop.
 *
 * @returns where the second copy of what repeats begins; of one character over and over, the first. `undefined` where
 * there is no loop.
 */
export function findRepetition(text: string): number | undefined {
  return findEqualLines(text) ?? findPeriod(text);
}

/** `text` up to where it begins to repeat itself: what is good about a loop is its first copy. */
export function cutRepetition(text: string): string {
  for (let rest = text; ; ) {
    const at = findRepetition(rest);
    if (at === undefined) return rest;
    rest = rest.slice(0, at).trimEnd();
  }
}

function findEqualLines(text: string): number | undefined {
  let end = text.length;
  let lineEnd = end;
  const last = lineUpTo(text, end).trim();
  if (!/[\p{L}\p{N}]/u.test(last)) return undefined;
  let count = 0;
  while (end >= 0 && lineUpTo(text, end).trim() === last) {
    count += 1;
    lineEnd = end;
    end = text.lastIndexOf('\n', end - 1);
    if (lineEnd === 0) break;
  }
  // Keeps the first of the equal lines.
  return count >= maxEqualLines ? lineEnd + 1 : undefined;
}

/** The line that ends at `end`. */
function lineUpTo(text: string, end: number): string {
  return end === 0 ? '' : text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
}

/** As {@link findRepetition}, for text whose last line is still growing: three equal lines may turn out different. */
export function findPeriod(text: string): number | undefined {
  const end = text.slice(-repetitionWindow);
  const reversed = end.split('').reverse();
  for (const { period, window } of loops) {
    if (reversed.length < window) return undefined;
    const found = smallestPeriod(reversed.slice(0, window));
    if (found > period || isHarmless(reversed.slice(0, found), text)) continue;
    return startOfSecondCopy(text, found);
  }
  return undefined;
}

/** The smallest number of characters after which the text repeats itself (the failure function of Knuth, Morris, Pratt). */
function smallestPeriod(text: readonly string[]): number {
  const borders = [0];
  for (let at = 1, border = 0; at < text.length; at++) {
    while (border > 0 && text[at] !== text[border]) border = borders[border - 1] ?? 0;
    if (text[at] === text[border]) border++;
    borders.push(border);
  }
  return text.length - (borders.at(-1) ?? 0);
}

/** White space is indentation, and one character over and over is a ruler. */
function isHarmless(unit: readonly string[], text: string): boolean {
  const characters = new Set(unit);
  if (unit.every((char) => /\s/.test(char))) return true;
  if (characters.size > 1) return false;
  const [char = ''] = unit;
  return /[-=*#_~/+.]/.test(char) && text.slice(-maxRulerLength - 1) !== char.repeat(maxRulerLength + 1);
}

function startOfSecondCopy(text: string, period: number): number {
  let at = text.length - 1;
  while (at - period >= 0 && text[at] === text[at - period]) at--;
  // Of one character there is no copy worth keeping, nor the line that it has filled.
  return period === 1 ? Math.max(0, text.lastIndexOf('\n', at)) : at + 1;
}
