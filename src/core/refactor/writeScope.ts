import { applyEdits } from '../../shared/text.ts';
import { commentedPath } from '../chat/blockPath.ts';
import { documentLines } from '../chat/placement/documentLines.ts';
import { hasInnerElision, isElision, soundsElided } from '../chat/placement/elision.ts';
import { lexLines } from '../chat/placement/lexLines.ts';
import { outline } from '../chat/placement/outline.ts';
import { placeBlock } from '../chat/placement/placeBlock.ts';
import { dedent, indentUnit, reindent, sharedIndent } from '../chat/placement/reindent.ts';
import { indentOf, isBlank } from '../completion/lines.ts';
import { fitsLanguage } from './fitsLanguage.ts';
import type { ScopeParts } from './scopeParts.ts';

type WrittenScope =
  | { readonly kind: 'written'; readonly text: string }
  /** The answer defines something that stands outside of the scope. */
  | { readonly kind: 'foreign'; readonly name: string }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * The scope, written anew by code that stands for all of it: at its indentation, with its line ends and the blank lines
 * around it. Where the code says that it leaves something out, that is what the scope has there, if it is certain.
 */
export function writeScope(code: string, parts: ScopeParts): WrittenScope {
  const { scope, languageId, path } = parts;
  const before = documentLines(scope);
  const own = new Set(before.lines.map((line) => line.trim()));
  const lines = withoutPath(code.replace(/\s+$/, '').split('\n'), own, path);
  const foreign = outsideKeys(parts, lines);
  if (foreign !== undefined) return { kind: 'foreign', name: foreign };
  if (lines.some((line) => !own.has(line.trim()) && leavesOut(line))) return merged(lines, parts);
  const first = before.lines.findIndex((line) => !isBlank(line));
  const last = before.lines.findLastIndex((line) => !isBlank(line));
  if (first === -1)
    return { kind: 'written', text: joinLines([...linesAbove(lines, parts), ...lines], parts, before.hasFinalLineEnd) };
  const near = before.lines.slice(first, last + 1);
  const lexed = lexLines(lines, languageId);
  const moved = reindent(lines, {
    from: sharedIndent(lines, lexed),
    to: shortestIndent(near, lexLines(near, languageId).isInside),
    near,
    // A part of a file may show no step of its own.
    unit: indentUnit(near) ?? indentUnit(documentLines(parts.head + parts.tail).lines),
    blockUnit: indentUnit(lines),
    isInside: lexed.isInside,
  });
  if (moved === undefined) return { kind: 'refused', reason: 'The indentation of the answer does not fit its place.' };
  const written = [...before.lines.slice(0, first), ...moved, ...before.lines.slice(last + 1)];
  return { kind: 'written', text: joinLines(written, parts, before.hasFinalLineEnd) };
}

/**
 * What stands between the end of a document and what is written behind it: the end of a last line that has none and, in
 * code, the empty lines that are usual.
 */
function linesAbove([first = '']: readonly string[], { head, scope, tail, languageId }: ScopeParts): readonly string[] {
  if (scope + tail !== '' || isBlank(head)) return [];
  const { lines, hasFinalLineEnd } = documentLines(head);
  const ended = hasFinalLineEnd ? [] : [''];
  if (!fitsLanguage({}, languageId)) return ended;
  const usual = languageId === 'python' && /^(?:async def|def|class)\b|^@/.test(first) ? 2 : 1;
  const there = lines.length - 1 - lines.findLastIndex((line) => !isBlank(line));
  return [...ended, ...Array.from({ length: Math.max(0, usual - there) }, () => '')];
}

function merged(lines: readonly string[], { scope, languageId, path }: ScopeParts): WrittenScope {
  const block = { code: `${lines.join('\n')}\n`, language: '', isClosed: true };
  const placement = placeBlock(block, { text: scope, languageId, path, isNamed: true });
  if (placement.kind === 'refused') return { kind: 'refused', reason: 'The answer leaves code out.' };
  const edits = placement.kind === 'placed' ? placement.edits : [];
  return { kind: 'written', text: applyEdits(scope, edits.toReversed()) };
}

function leavesOut(line: string): boolean {
  return isElision(line) || hasInnerElision(line) || soundsElided(line);
}

/** Lines that begin with what is not to be written, blank ones and a comment that only says which file it is. */
function withoutPath(lines: readonly string[], own: ReadonlySet<string>, path: string): readonly string[] {
  const from = lines.findIndex((line) => !isBlank(line));
  const first = lines[from] ?? '';
  const named = commentedPath(first);
  const isPath = named !== undefined && nameOf(named) === nameOf(path) && !own.has(first.trim());
  return lines.slice(from + (isPath ? 1 : 0));
}

/** A definition of the answer that the document has outside of the scope: then it answers more than was asked. */
function outsideKeys({ head, scope, tail, languageId }: ScopeParts, lines: readonly string[]): string | undefined {
  const keysOf = (text: readonly string[]) => outline(text, languageId).units.flatMap(({ key }) => key ?? []);
  const all = documentLines(head + scope + tail).lines;
  const inScope = new Set(keysOf(dedented(documentLines(scope).lines, languageId)));
  const outside = new Set(keysOf(all).filter((key) => !inScope.has(key)));
  const found = keysOf(lines).find((key) => outside.has(key) && !inScope.has(key));
  return found?.slice(found.indexOf(':') + 1);
}

function dedented(lines: readonly string[], languageId: string): readonly string[] {
  return dedent(lines, lexLines(lines, languageId));
}

function shortestIndent(lines: readonly string[], isInside: readonly boolean[]): string {
  const indents = lines.filter((line, at) => !isBlank(line) && isInside[at] !== true).map(indentOf);
  return indents.toSorted((a, b) => a.length - b.length)[0] ?? '';
}

function joinLines(lines: readonly string[], { head, scope, tail }: ScopeParts, hasFinalLineEnd: boolean): string {
  const { lineEnd } = documentLines(head + scope + tail);
  const mark = scope.startsWith('\ufeff') ? '\ufeff' : '';
  return mark + lines.join(lineEnd) + (hasFinalLineEnd ? lineEnd : '');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
