/** White space at the beginning of a completion's lines, as the document has it. Lines end with `\n`. */
import { opensBlock } from './blockMode.ts';
import { indentOf, indentWidth, isBlank, lineBefore, previousLine } from './lines.ts';
import type { Place } from './place.ts';

/** Lines above the cursor that say how the document is indented. */
const sampleLength = 20_000;

/** Tabs where the document has tabs, spaces where it has spaces. A document with neither, or with both, says nothing. */
export function matchIndentUnit(text: string, prefix: string): string {
  const unit = indentUnit(prefix);
  if (unit === undefined || !text.includes('\n')) return text;
  const [first = '', ...rest] = text.split('\n');
  const textUnit = alignedIndent(first, rest, prefix) ?? (smallestIndent(rest) || unit.length);
  const convert = (line: string): string => {
    const indent = indentOf(line);
    if (unit === '\t') {
      return line.replace(indent, indent.replace(new RegExp(` {${textUnit}}`, 'g'), '\t'));
    }
    return line.replace(indent, indent.replaceAll('\t', unit));
  };
  return [first, ...rest.map(convert)].join('\n');
}

/**
 * Spaces for one tab, if the line below the first is where it should be: as deep as the cursor's line, one level deeper
 * below a line that opens something, one less deep where it closes.
 */
function alignedIndent(first: string, rest: readonly string[], prefix: string): number | undefined {
  const before = lineBefore(prefix);
  const below = rest.find((line) => !isBlank(line));
  if (below === undefined) return undefined;
  const opens = /[{([:]\s*$/.test(before + first) ? 1 : 0;
  const level = indentOf(before).split('\t').length - 1 + opens - (closesLess(below) ? 1 : 0);
  const unit = (/^ *(?=\S)/.exec(below)?.[0].length ?? 0) / level;
  const isUnit = (width: number): boolean => Number.isInteger(unit) && width % unit === 0;
  return unit >= 2 && unit <= 8 && spaceIndents(rest).every(isUnit) ? unit : undefined;
}

/**
 * The first line begins where the cursor is. Where that is indented enough already, white space in front of it would be
 * indentation twice, and the same goes for the lines after it as far as they are aligned with it.
 */
export function removeDoubleIndent(text: string, { prefix, languageId }: Pick<Place, 'prefix' | 'languageId'>): string {
  const before = lineBefore(prefix);
  const extra = indentOf(text);
  if (extra === '' || before === '' || !isBlank(before)) return text;
  const previous = previousLine(prefix);
  const needsMore =
    previous !== undefined && opensBlock(previous, languageId) && indentWidth(before) <= indentWidth(previous);
  if (needsMore) return text;
  const doubled = before + extra;
  const [first = '', ...rest] = text.split('\n');
  const isAligned = rest.every(
    (line) => isBlank(line) || !line.startsWith(before) || line.startsWith(doubled) || closesLess(line),
  );
  const shifted = isAligned
    ? rest.map((line) => (line.startsWith(doubled) ? before + line.slice(doubled.length) : line))
    : rest;
  return [first.slice(extra.length), ...shifted].join('\n');
}

function closesLess(line: string): boolean {
  return /^\s*[)\]}]/.test(line);
}

/** A tab, or as many spaces as the document's smallest indentation has. */
function indentUnit(prefix: string): string | undefined {
  const lines = prefix.slice(-sampleLength).split('\n');
  const hasTabs = lines.some((line) => line.startsWith('\t'));
  const spaces = smallestIndent(lines);
  if (hasTabs === spaces > 0) return undefined;
  return hasTabs ? '\t' : ' '.repeat(spaces);
}

/** In spaces, 2 to 8; 0: no line is indented with spaces. One space is the `*` of a comment. */
function smallestIndent(lines: readonly string[]): number {
  const widths = spaceIndents(lines);
  return widths.length === 0 ? 0 : Math.min(8, ...widths);
}

function spaceIndents(lines: readonly string[]): readonly number[] {
  return lines.map((line) => /^ {2,}(?=\S)/.exec(line)?.[0].length ?? 0).filter((width) => width > 0);
}
