import { insertUnits } from './insertUnits.ts';
import { lineLikeness, wordLikeness } from './likeness.ts';
import { type Level, levelWithin, type MergeContext } from './mergeContext.ts';
import type { Unit } from './outline.ts';

/**
 * Appends functions that are new to a file of which it is certain that they belong into it. Certain is only: they are
 * functions of their own and not methods, the file has such and ends with a definition, and it has nothing that they may
 * be meant to replace: nothing of a like name or text.
 *
 * @returns whether that is so. If not, nothing was planned.
 */
export function appendNew(context: MergeContext, level: Level): boolean {
  const { document, block } = context;
  const head = functionHeads.get(document.languageId);
  const last = document.units.at(-1);
  if (head === undefined || last?.kind !== 'definition' || last.body === undefined) return false;
  const isFunction = ({ head: at, end }: Unit): boolean => head.test(document.lines.slice(at, end).join('\n'));
  if (/\bmod tests?\b/.test(document.lines[last.head] ?? '') || !document.units.some(isFunction)) return false;
  const known = definitionsIn(context, level, 0);
  const isCertain = ({ kind, start, head: at, end, body }: Unit): boolean => {
    if (kind === 'comment') return true;
    const own = block.lines.slice(at, end);
    const [, name = ''] = head.exec(own.join('\n')) ?? [];
    if (kind !== 'definition' || body === undefined || name === '' || showsUse.test(name)) return false;
    const lead = block.lines.slice(start, at).join('\n');
    // What decorates it may have to stand in front of something.
    if (/^\s*(?:@|#\[)/m.test(lead) || isMentioned(document.lines, name)) return false;
    return !known.some((unit) => mayBe(context, unit, own, name));
  };
  const isWrittenFlush = context.written.every((text, at) => text === block.lines[at]);
  if (!isWrittenFlush || !block.units.every(isCertain)) return false;
  insertUnits(context, block.units, { after: last, level });
  return true;
}

/**
 * The text of a function that can be no method, with its name, in languages where its place does not matter. A method's
 * receiver may stand on a line of its own; in Rust, where there may be none, `Self` anywhere tells a method as well.
 */
const functionHeads: ReadonlyMap<string, RegExp> = new Map([
  ...['typescript', 'typescriptreact', 'javascript', 'javascriptreact'].map(
    (id) => [id, /^(?:export\s+)?(?:async\s+)?function\*?\s+([\w$]+)/] as const,
  ),
  ['python', /^(?:async\s+)?def\s+(\w+)\s*\((?!\s*(?:#.*\n\s*)*(?:self|cls)\b)/],
  ['go', /^func\s+(\w+)/],
  ['rust', /^(?:pub(?:\([^)]*\))?\s+)?(?:(?:async|const|unsafe)\s+)*fn\s+(\w+)(?![\s\S]*\b(?:self\b(?!::)|Self\b))/],
]);

/** Such a function shows how the others are used, or belongs into a file of tests. */
const showsUse = /^_*(?:test|main|example|demo|usage|setup|benchmark|init)/i;

/** The document speaks of it otherwise than by calling it. */
function isMentioned(lines: readonly string[], name: string): boolean {
  const escaped = name.replaceAll('$', '\\$');
  const mention = new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`);
  const call = new RegExp(`(?<![\\w$.]|\\b(?:function|def|func|fn|fun|new)\\s+)${escaped}\\(`, 'g');
  return lines.some((line) => line.includes(name) && mention.test(line.replace(call, '(')));
}

/** Whether the document's one may be what is to be replaced: by its name, or by what it does. */
function mayBe(
  { document }: MergeContext,
  { key = '', head, end }: Unit,
  own: readonly string[],
  name: string,
): boolean {
  const [words, others] = [wordsOf(name), wordsOf(key.slice(key.indexOf(':') + 1))];
  const isWithin = (some: readonly string[], all: readonly string[]): boolean =>
    some.every((word) => all.includes(word));
  if (others.length > 0 && (isWithin(words, others) || isWithin(others, words))) return true;
  const lines = document.lines.slice(head, end);
  return lineLikeness(own, lines) >= 0.25 || wordLikeness(own.join('\n'), lines.join('\n')) >= 0.55;
}

function wordsOf(name: string): readonly string[] {
  return (name.match(/\p{Lu}?[\p{Ll}\p{N}]+|\p{Lu}+/gu) ?? []).map((word) => word.toLowerCase());
}

function definitionsIn(context: MergeContext, { units }: Pick<Level, 'units'>, depth: number): readonly Unit[] {
  return units
    .filter(({ kind }) => kind === 'definition')
    .flatMap((unit) => [
      unit,
      ...(unit.body === undefined || depth > 4 ? [] : definitionsIn(context, levelWithin(context, unit), depth + 1)),
    ]);
}
