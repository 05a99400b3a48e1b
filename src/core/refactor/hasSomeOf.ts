import { hunksBetween } from './hunks.ts';

/**
 * Whether a text is what another one becomes where any of its changes are made, all of them or none, and nothing else is.
 * How lines end makes no difference: an editor has its own way.
 *
 * @param before the text that was changed.
 * @param after the text with all changes.
 */
export function hasSomeOf(text: string, before: string, after: string): boolean {
  const [now, from] = [withoutReturns(text), withoutReturns(before)];
  // Where in `now` what has been looked at of `from` may end: more than one place where lines repeat.
  let places: ReadonlySet<number> = new Set([0]);
  let start = 0;
  for (const { range, oldText, newText } of hunksBetween(from, withoutReturns(after))) {
    places = behind(now, places, [from.slice(start, range.start)]);
    places = behind(now, places, [oldText, newText]);
    start = range.end;
  }
  return behind(now, places, [from.slice(start)]).has(now.length);
}

function behind(text: string, places: ReadonlySet<number>, parts: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const place of places)
    for (const part of parts) if (text.startsWith(part, place)) found.add(place + part.length);
  return found;
}

function withoutReturns(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
