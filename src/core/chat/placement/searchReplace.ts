import { indentOf, isBlank } from '../../completion/lines.ts';
import type { EditPlan } from './editPlan.ts';
import { findLines, isTrivialLine } from './lineSearch.ts';
import { reasons } from './reasons.ts';
import { indentUnit, reindent } from './reindent.ts';

interface SearchReplace {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

/** The parts between `<<<<<<< SEARCH`, `=======` and `>>>>>>> REPLACE`; `undefined` where there are none or one is broken off. */
export function readSearchReplace(code: string): readonly SearchReplace[] | 'broken' | undefined {
  const lines = code.split('\n');
  if (!lines.some((line) => /^<{5,9} ?(?:SEARCH|ORIGINAL|HEAD)\b/i.test(line))) return undefined;
  const parts: SearchReplace[] = [];
  let search: string[] | undefined;
  let replace: string[] | undefined;
  for (const line of lines) {
    if (/^<{5,9} ?\w+/.test(line)) {
      if (search !== undefined) return 'broken';
      search = [];
    } else if (/^={5,9}\s*$/.test(line) && search !== undefined && replace === undefined) replace = [];
    else if (/^>{5,9} ?\w*/.test(line)) {
      if (search === undefined || replace === undefined) return 'broken';
      parts.push({ search, replace });
      search = undefined;
      replace = undefined;
    } else (replace ?? search)?.push(line);
  }
  return search === undefined ? parts : 'broken';
}

/** Plans replacements of texts that must each stand in one place, white space at line ends aside, failing that indentation aside. */
export function placeSearchReplace(
  parts: readonly SearchReplace[],
  lines: readonly string[],
  path: string,
  plan: EditPlan,
): void {
  for (const [index, part] of parts.entries()) {
    const search = withoutBlankEnds(part.search);
    // Nothing is often written as an empty line.
    const isNothing = part.replace.every(isBlank) && search.length === part.search.length;
    const replace = isNothing ? [] : part.replace;
    if (search.length === 0) {
      if (lines.some((line) => !isBlank(line))) {
        plan.refuse(reasons.hunkNowhere(index + 1, path));
        return;
      }
      plan.replace(0, lines.length, replace);
      continue;
    }
    const isAsIs = findLines(part.search, lines, withoutEnd).length > 0;
    const reason = isAsIs
      ? placePart(part.search, replace, lines, plan)
      : placePart(search, withoutBlankEnds(replace), lines, plan);
    if (reason !== undefined) {
      plan.refuse(reasons[reason](index + 1, path));
      return;
    }
  }
}

function placePart(
  search: readonly string[],
  replace: readonly string[],
  lines: readonly string[],
  plan: EditPlan,
): 'hunkNowhere' | 'hunkAmbiguous' | undefined {
  for (const normal of [withoutEnd, (line: string) => line.trim()]) {
    const places = findLines(search, lines, normal);
    const done = replace.every(isTrivialLine) ? [] : findLines(replace, lines, normal);
    const isDone = (place: number): boolean =>
      done.some((at) => at <= place && place + search.length <= at + replace.length);
    if (done.length > 0 && places.every(isDone)) return undefined;
    if (places.length > 1) return 'hunkAmbiguous';
    const [place] = places;
    if (place === undefined) continue;
    if (search.every(isTrivialLine)) return 'hunkAmbiguous';
    const near = lines.slice(place, place + search.length);
    const first = search.findIndex((line) => !isBlank(line));
    const moved = reindent(replace, {
      from: indentOf(search[first] ?? ''),
      to: indentOf(near[first] ?? ''),
      near,
      unit: indentUnit(lines),
      blockUnit: indentUnit([...search, ...replace]),
    });
    if (moved === undefined) return 'hunkNowhere';
    plan.replace(place, place + search.length, search.join('\n') === near.join('\n') ? replace : moved);
    return undefined;
  }
  return 'hunkNowhere';
}

function withoutEnd(line: string): string {
  return line.trimEnd();
}

function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex((line) => !isBlank(line)) + 1);
}
