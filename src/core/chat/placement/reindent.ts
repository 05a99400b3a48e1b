import { indentOf, indentWidth, isBlank } from '../../completion/lines.ts';
import type { LexedLines } from './lexLines.ts';

/** One level of indentation, as a text writes it. */
type IndentUnit = string;

/** A tab, or the least spaces by which lines are often deeper than the line above; `undefined` where none is. */
export function indentUnit(lines: readonly string[]): IndentUnit | undefined {
  const steps = new Map<number, number>();
  let [tabs, spaces, before] = [0, 0, 0];
  for (const line of lines.slice(0, 20_000)) {
    if (isBlank(line)) continue;
    const indent = indentOf(line);
    if (indent.startsWith('\t')) tabs++;
    else if (indent !== '') spaces++;
    const step = indent.length - before;
    // One space is the `*` of a comment.
    if (!indent.includes('\t') && step > 1 && step <= 8) steps.set(step, (steps.get(step) ?? 0) + 1);
    before = indent.length;
  }
  if (tabs > spaces) return '\t';
  // Lines that are aligned with something above make larger steps.
  const often = Math.max(0, ...steps.values()) / 5;
  const least = Math.min(...[...steps].filter(([, count]) => count >= often).map(([step]) => step));
  return Number.isFinite(least) ? ' '.repeat(least) : undefined;
}

export interface Reindentation {
  /** Indentation of the block's line that `to` belongs to. */
  readonly from: string;
  /** Indentation that it has in the document. */
  readonly to: string;
  /** The document's lines at that place: what is in both shall come out the same. */
  readonly near: readonly string[];
  readonly unit: IndentUnit | undefined;
  readonly blockUnit: IndentUnit | undefined;
  /** Of the block's lines, in their order. Lines within a string are not moved where the document has them as they are. */
  readonly isInside?: readonly boolean[];
}

/** Moves lines to the indentation and into the style of their place. `undefined` where a line stands further left than `from`. */
export function reindent(lines: readonly string[], how: Reindentation): readonly string[] | undefined {
  const near = new Set(how.near);
  // Spaces behind tabs align: they are no levels that the block has in spaces.
  const isAligned = how.near.some((line) => /^\t+ {2,}\S/.test(line));
  const ways = isAligned ? [keepLevels, convertLevels] : [convertLevels, keepLevels];
  const candidates = ways
    .filter((way) => way === keepLevels || how.blockUnit !== how.unit)
    .map((deeper) => move(lines, how, near, deeper))
    .concat([moveFirst(lines, how)])
    .filter((moved) => moved !== undefined);
  const scores = candidates.map((moved) => moved.filter((line) => indentOf(line) !== '' && near.has(line)).length);
  return candidates[scores.indexOf(Math.max(...scores))];
}

type Deeper = (extra: string, how: Reindentation) => string;

const keepLevels: Deeper = (extra) => extra;

const convertLevels: Deeper = (extra, { unit, blockUnit }) => {
  if (unit === undefined || extra === '') return extra;
  const step = blockUnit ?? (extra.length > 8 ? unit : extra);
  const size = step === '\t' ? 4 : step.length;
  const width = indentWidth(extra);
  return unit.repeat(Math.floor(width / size)) + ' '.repeat(width % size);
};

function move(
  lines: readonly string[],
  how: Reindentation,
  near: ReadonlySet<string>,
  deeper: Deeper,
): readonly string[] | undefined {
  const moved: string[] = [];
  for (const [at, line] of lines.entries()) {
    const indent = indentOf(line);
    if (isBlank(line)) moved.push('');
    else if (how.isInside?.[at] === true && (near.has(line) || how.from === how.to || !indent.startsWith(how.from))) {
      // What a string says is not indentation.
      moved.push(line);
    } else if (indent.startsWith(how.from)) {
      moved.push(how.to + deeper(indent.slice(how.from.length), how) + line.slice(indent.length));
    } else return undefined;
  }
  return moved;
}

/** Where only the first line has lost its indentation, as when it was copied from its first letter on. */
function moveFirst(lines: readonly string[], { from, to }: Reindentation): readonly string[] | undefined {
  const [first = '', ...rest] = lines;
  if (from !== '' || to === '' || rest.some((line) => !isBlank(line) && !line.startsWith(to))) return undefined;
  return [to + first, ...rest];
}

/** The first line as deep as the last, where that closes what it opens and all between is deeper. */
export function repairFirstIndent(lines: readonly string[]): readonly string[] {
  const [first = '', ...rest] = lines;
  const last = lines.at(-1) ?? '';
  const indent = indentOf(last);
  const isLost = indentOf(first) === '' && indent !== '' && /^\s*[)\]}]/.test(last) && !isBlank(first);
  return isLost && rest.every((line) => isBlank(line) || line.startsWith(indent)) ? [indent + first, ...rest] : lines;
}

/** Without the indentation that all lines share. What stands further left within a string stays. */
export function dedent(lines: readonly string[], lexed: Pick<LexedLines, 'isInside'>): readonly string[] {
  const shared = sharedIndent(lines, lexed);
  return lines.map((line) => (line.startsWith(shared) ? line.slice(shared.length) : isBlank(line) ? '' : line));
}

/** The indentation that all lines begin with, but for those within strings. */
export function sharedIndent(lines: readonly string[], { isInside }: Pick<LexedLines, 'isInside'>): string {
  const own = lines.filter((line, at) => !isBlank(line) && isInside[at] !== true).map(indentOf);
  return own.reduce((shortest, indent) => commonStart(shortest, indent), own[0] ?? '');
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
