/**
 * Patterns of file names, kept harmless. They become regular expressions, whose time may grow with the number of their
 * wildcards as an exponent, and whoever made a repository also wrote its `.gitignore` and named its files.
 */

/** In one part of a path, and `**` in one pattern. With a name of 160 characters that is some 700,000 steps at most. */
const maxWildcards = 3;

/** `pattern` where it has few wildcards; otherwise one that has few, and matches all that `pattern` does and more. */
export function boundWildcards(pattern: string): string {
  return boundRuns(pattern.split('/').map(boundPart), (part) => part === '**').join('/');
}

/** The same pattern: whoever must not match more than it says leaves it out where this is false. */
export function hasFewWildcards(pattern: string): boolean {
  return boundWildcards(pattern) === pattern;
}

/** `{a,b}` written out, nested ones too. Empty where that would be too many. */
export function expandBraces(pattern: string, limit = 256): readonly string[] {
  const done: string[] = [];
  const open = [pattern];
  while (open.length > 0) {
    if (open.length + done.length > limit) return [];
    const next = open.pop() ?? '';
    const group = innermostGroup(next);
    if (group === undefined) done.push(next);
    else for (const choice of group.choices) open.push(group.before + choice + group.after);
  }
  return done;
}

/** VS Code's globs, without braces: `*`, `?`, `[a-z]` and `[!a-z]` inside a name, `**` across folders. */
export function globToRegExp(glob: string, ignoreCase: boolean): RegExp {
  const parts = boundWildcards(glob.replace(/^\/|\/$/g, '')).split('/');
  let source = '';
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part === '**' && isLast) source = source === '' ? '.*' : `${source.slice(0, -1)}(?:/.*)?`;
    else source += part === '**' ? '(?:[^/]+/)*' : partSource(part) + (isLast ? '' : '/');
  }
  try {
    return new RegExp(`^${source}$`, ignoreCase ? 'i' : '');
  } catch {
    // A class such as `[z-a]` has no members.
    return /(?!)/;
  }
}

function innermostGroup(pattern: string) {
  const close = pattern.indexOf('}');
  const start = close === -1 ? -1 : pattern.lastIndexOf('{', close);
  if (start === -1) return undefined;
  const choices = pattern.slice(start + 1, close).split(',');
  return { before: pattern.slice(0, start), choices, after: pattern.slice(close + 1) };
}

function boundPart(part: string): string {
  const pieces = part.match(/\\.|\[(?:\\.|[^\]\\])+\]|\*+|./gs) ?? [];
  return part === '**' ? part : boundRuns(pieces, (piece) => piece.startsWith('*')).join('');
}

/** Keeps the first wildcards and the last one; what stood between is anything. */
function boundRuns(pieces: readonly string[], isWildcard: (piece: string) => boolean): readonly string[] {
  const places = pieces.flatMap((piece, index) => (isWildcard(piece) ? [index] : []));
  const from = places[maxWildcards - 1];
  const last = places.at(-1);
  if (places.length <= maxWildcards || from === undefined || last === undefined) return pieces;
  return [...pieces.slice(0, from), ...pieces.slice(last)];
}

function partSource(part: string): string {
  const pieces = part.match(/\[(?:[!^]?[^\]]+)\]|./gs) ?? [];
  return pieces
    .map((piece) => {
      if (piece === '*') return '[^/]*';
      if (piece === '?') return '[^/]';
      if (piece.length > 1) return classSource(piece.slice(1, -1));
      return piece.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    })
    .join('');
}

function classSource(members: string): string {
  const isNegated = /^[!^]/.test(members);
  const escaped = members.slice(isNegated ? 1 : 0).replace(/[\\\]^[]/g, '\\$&');
  return isNegated ? `[^/${escaped}]` : `(?!/)[${escaped}]`;
}
