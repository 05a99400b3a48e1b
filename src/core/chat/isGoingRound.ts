/**
 * Whether the end of an answer repeats itself over and over, as small models do until they are stopped: what follows is
 * never worth reading. Lists, tables and tests resemble each other from line to line, and are not equal.
 */
export function isGoingRound(answer: string): boolean {
  const end = answer.slice(-lookedAt).split('').reverse();
  if (end.length < leastCharacters) return false;
  const borders = [0];
  for (let at = 1, border = 0; at < end.length; at++) {
    while (border > 0 && end[at] !== end[border]) border = borders[border - 1] ?? 0;
    if (end[at] === end[border]) border++;
    borders.push(border);
    const length = at + 1;
    const period = length - border;
    // A short unit (`0, 0, 0`) may be data.
    const least = period < shortPeriod ? 2 * leastCharacters : leastCharacters;
    if (length >= least && period * copies <= length && hasLetter(end.slice(0, period))) return true;
  }
  return false;
}

/** Characters. Four copies of a paragraph of some 400. */
const lookedAt = 1_600;
const leastCharacters = 240;
const copies = 4;
const shortPeriod = 12;

function hasLetter(characters: readonly string[]): boolean {
  return characters.some((character) => /\p{L}|\p{N}/u.test(character));
}
