import { indentOf, isBlank } from '../../completion/lines.ts';
import type { EditPlan } from './editPlan.ts';
import { type Hunk, type HunkRow, newSide, oldSide, readHunks } from './hunks.ts';
import { findLines, isTrivialLine } from './lineSearch.ts';
import { reasons } from './reasons.ts';
import { indentUnit } from './reindent.ts';

/**
 * Plans what a unified diff of one file says, in one part or several. Its line numbers count only where the whole diff is exact; else each hunk must
 * fit one place, white space at line ends aside, and failing that indentation aside. All hunks or none.
 */
export function placeDiff(parts: readonly string[], lines: readonly string[], path: string, plan: EditPlan): void {
  const own = new Set(lines.map((line) => line.trim()));
  const hunks = parts.flatMap((part) => readHunks(part, (line) => own.has(line.trim())));
  if (hunks.length === 0) {
    plan.refuse(reasons.diffBroken());
    return;
  }
  if (placeExactly(hunks, lines, plan)) return;
  for (const [index, hunk] of hunks.entries()) {
    const reason = placeHunk(hunk, lines, plan);
    if (reason !== undefined) {
      plan.refuse(reasons[reason](index + 1, path));
      return;
    }
  }
}

/** Where the diff was made of this very text, or what it gives is this text: by its line numbers. */
function placeExactly(hunks: readonly Hunk[], lines: readonly string[], plan: EditPlan): boolean {
  const isOld = hunks.map(({ rows, place }) => {
    const side = oldSide(rows);
    return place !== undefined && (side.length > 0 || lines.length === 0) && fits(rows, side, lines, place.oldStart);
  });
  const isNew = hunks.map(({ rows, place }) => {
    const side = newSide(rows);
    return place !== undefined && (side.length > 0 || lines.length === 0) && fits(rows, side, lines, place.newStart);
  });
  if (isNew.every(Boolean) && isOld.includes(false)) return true;
  if (isOld.includes(false) || isNew.includes(true)) return false;
  const places = hunks.map(({ place }) => place?.oldStart);
  for (const [index, { rows }] of hunks.entries())
    planRows(
      rows,
      rows.map(({ text }) => text),
      places[index] ?? 0,
      lines,
      plan,
    );
  return true;
}

/** Less context on one side than on the other says that the text ends there. */
function fits(rows: readonly HunkRow[], side: readonly HunkRow[], lines: readonly string[], start: number): boolean {
  const above = rows.findIndex(({ kind }) => kind !== 'context');
  const below = rows.length - 1 - rows.findLastIndex(({ kind }) => kind !== 'context');
  if (start < 0 || start + side.length > lines.length || (side.length === 0 && lines.length > 0)) return false;
  if (above < below && start !== 0) return false;
  if (below < above && start + side.length !== lines.length) return false;
  return side.every(({ text }, at) => text.trimEnd() === lines[start + at]?.trimEnd());
}

function placeHunk(
  { rows }: Hunk,
  lines: readonly string[],
  plan: EditPlan,
): 'hunkNowhere' | 'hunkAmbiguous' | undefined {
  const old = oldSide(rows);
  // Nothing says where it goes.
  if (old.length === 0 && lines.length > 0) return 'hunkNowhere';
  for (const reading of readings) {
    const places = findLines(old.map(reading.text), lines, reading.normal);
    const written = rows.map(reading.text);
    const isApplied = appliedPlaces(rows, written, lines, reading.normal);
    if (
      isApplied.length > 0 &&
      places.every((place) => isApplied.some((at) => at <= place && place + old.length <= at + newSide(rows).length))
    ) {
      return undefined;
    }
    if (places.length > 1) return 'hunkAmbiguous';
    const [place] = places;
    if (place === undefined) continue;
    if (old.every(({ text }) => isTrivialLine(text))) return 'hunkAmbiguous';
    return planRows(rows, written, place, lines, plan) ? undefined : 'hunkNowhere';
  }
  return 'hunkNowhere';
}

/** Where the document has what the hunk would make of it. What only removes lines leaves no trace. */
function appliedPlaces(
  rows: readonly HunkRow[],
  written: readonly string[],
  lines: readonly string[],
  normal: (line: string) => string,
): readonly number[] {
  const after = written.filter((_, at) => rows[at]?.kind !== 'removed');
  const hasWords = rows.some(({ kind, text }) => kind === 'added' && !isTrivialLine(text));
  const isLong = after.filter((text) => !isTrivialLine(text)).length > 1;
  return hasWords || isLong ? findLines(after, lines, normal) : [];
}

interface Reading {
  text(row: HunkRow): string;
  normal(line: string): string;
}

/** As it should be; with the first column of context forgotten; at another indentation. */
const readings: readonly Reading[] = [
  { text: ({ text }) => text, normal: (line) => line.trimEnd() },
  { text: ({ kind, text, raw }) => (kind === 'context' ? raw : text), normal: (line) => line.trimEnd() },
  { text: ({ text }) => text, normal: (line) => line.trim() },
];

/** @returns whether the indentation of what is added could be told. */
function planRows(
  rows: readonly HunkRow[],
  written: readonly string[],
  place: number,
  lines: readonly string[],
  plan: EditPlan,
): boolean {
  const pairs = new Map<string, string>();
  let at = place;
  for (const [index, { kind }] of rows.entries()) {
    if (kind === 'added') continue;
    const [from, to] = [written[index] ?? '', lines[at++] ?? ''];
    if (isBlank(from)) continue;
    const indent = indentOf(from);
    if (pairs.has(indent) && pairs.get(indent) !== indentOf(to)) return false;
    pairs.set(indent, indentOf(to));
  }
  const move = indentMover(pairs, indentUnit(lines), indentUnit(written));
  at = place;
  for (let index = 0; index < rows.length; ) {
    const added: string[] = [];
    const start = at;
    for (; index < rows.length && rows[index]?.kind !== 'context'; index++) {
      if (rows[index]?.kind === 'removed') at++;
      else {
        const moved = move(written[index] ?? '');
        if (moved === undefined) return false;
        added.push(moved);
      }
    }
    if (at > start || added.length > 0) plan.replace(start, at, added);
    index++;
    at++;
  }
  return true;
}

/** What is indented as a line that is known goes where that is; what is deeper, as much deeper in the document's own way. */
function indentMover(
  pairs: ReadonlyMap<string, string>,
  unit: string | undefined,
  blockUnit: string | undefined,
): (line: string) => string | undefined {
  if ([...pairs].every(([from, to]) => from === to)) return (line) => line;
  const known = [...pairs.keys()].sort((a, b) => b.length - a.length);
  return (line) => {
    if (isBlank(line)) return '';
    const indent = indentOf(line);
    const base = known.find((from) => indent.startsWith(from));
    if (base !== undefined) {
      const extra = indent.slice(base.length);
      const to = (pairs.get(base) ?? '') + deeper(extra, unit, blockUnit);
      return to + line.slice(indent.length);
    }
    return undefined;
  };
}

function deeper(extra: string, unit: string | undefined, blockUnit: string | undefined): string {
  if (extra === '' || unit === undefined || unit === blockUnit || blockUnit === undefined) return extra;
  if (extra.length % blockUnit.length !== 0) return extra;
  return unit.repeat(extra.length / blockUnit.length);
}
