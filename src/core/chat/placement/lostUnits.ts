import { isBlank } from '../../completion/lines.ts';
import { type Level, type MergeContext, nameOf } from './mergeContext.ts';
import type { Unit } from './outline.ts';

/** Whether units that a block does not show go from the document, stay, or nobody knows. */
export type Fate = 'go' | 'stay' | { readonly unclear: string };

/**
 * @param lost the level's units that are not in the block, though it may show the whole level.
 * @param shown the block's lines for the level.
 * @param added statements of the block that are new: they may do what was lost.
 */
export function fateOf(
  context: MergeContext,
  level: Level,
  lost: readonly Unit[],
  shown: readonly string[],
  added = '',
): Fate {
  const { document } = context;
  const lines = document.lines.slice(level.start, level.end);
  const lostLines = lost.reduce((sum, { start, end }) => sum + end - start, 0);
  const isSmall = lostLines * 2 <= lines.filter((line) => !isBlank(line)).length;
  // Nothing else has changed, so that this is what the block is about.
  if (isSmall && isSubsequence(shown, lines)) return 'go';
  const named = lost.flatMap((unit) => namesOf(document.lines, unit));
  const text = shown.join('\n');
  if (named.some((name) => mentions(added, name)))
    return { unclear: lost[0] === undefined ? '' : nameOf(document, lost[0]) };
  if (named.some((name) => (level.isRoot ? mentions(text, name) : mentionsMember(text, name, document.languageId))))
    return 'stay';
  const rest = document.lines.filter((_, at) => !lost.some(({ start, end }) => at >= start && at < end));
  const outside = [...document.lines.slice(0, level.start), ...document.lines.slice(level.end)].join('\n');
  // It was used, and where it was used the block no longer does.
  const isGone = (unit: Unit): boolean =>
    namesOf(document.lines, unit).length > 0 &&
    namesOf(document.lines, unit).every((name) => mentions(rest.join('\n'), name) && !mentions(outside, name));
  if (isSmall && lost.every(isGone)) return 'go';
  if (level.isRoot && lost.every(({ kind }) => kind === 'import' || kind === 'comment')) return 'stay';
  const [first] = lost;
  return { unclear: first === undefined ? '' : nameOf(document, first) };
}

/** What an import or a definition gives a name to. */
export function namesOf(lines: readonly string[], { kind, key, head, end }: Unit): readonly string[] {
  if (kind === 'import') {
    const text = lines
      .slice(head, end)
      .join(' ')
      .replace(/(["'])(?:(?!\1).)*\1/g, ' ');
    // `from a.b import c`, `import a.b.c`: the last names are what the file can use.
    const used = text
      .replace(/^\s*from\s+\S+\s+import\b/, ' ')
      .replace(/[\p{L}\p{N}_$]+(?:\.|::|\\)(?=[\p{L}_$])/gu, '');
    const names = used.replace(/[\p{L}\p{N}_$]+\s+as\s+/gu, '').match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
    return names.filter((word) => !importWords.has(word));
  }
  const name = key === undefined ? undefined : /([\p{L}\p{N}_$]+)\W*$/u.exec(key)?.[1];
  return name === undefined ? [] : [name];
}

const importWords: ReadonlySet<string> = new Set([
  ...[
    'import',
    'from',
    'as',
    'use',
    'using',
    'const',
    'let',
    'var',
    'require',
    'type',
    'static',
    'include',
    'crate',
    'std',
  ],
]);

function mentions(text: string, name: string): boolean {
  const escaped = name.replace(/[$]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped}(?![\\p{L}\\p{N}_$])`, 'u').test(text);
}

/** A parameter may have the same name: what counts is that it is called, or taken from an object. */
function mentionsMember(text: string, name: string, languageId: string): boolean {
  const escaped = name.replace(/[$]/g, '\\$&');
  const member = `(?:\\.|->|::|@)#?${escaped}(?![\\p{L}\\p{N}_$])`;
  // There, what is called without an object, or taken from any other, is something else.
  if (/^(?:typescript|javascript|python|php|rust)/.test(languageId)) {
    const own = `\\b(?:this|[Ss]elf|cls|static|super(?:\\(\\))?)(?:\\??\\.|->|::)${escaped}(?![\\p{L}\\p{N}_$])`;
    return new RegExp(`${own}|#${escaped}(?![\\p{L}\\p{N}_$])`, 'u').test(text);
  }
  return new RegExp(`${member}|(?<![\\p{L}\\p{N}_$.])${escaped}\\(`, 'u').test(text);
}

/** Whether `shown` are lines of `all` in their order, blank lines and indentation aside. */
export function isSubsequence(shown: readonly string[], all: readonly string[]): boolean {
  const wanted = shown.map((line) => line.trim()).filter((line) => line !== '');
  let at = 0;
  for (const line of all) if (line.trim() === wanted[at]) at++;
  return at === wanted.length;
}
