/** What a diff of git says of one file. */
export interface FilePart {
  /** `/`-separated, relative to the repository; both names of a renamed file. */
  readonly paths: readonly string[];
  readonly text: string;
}

/**
 * A diff as `git diff` prints it, in its parts. What stands before the first of them is left out. A line ends at `\n` and
 * nowhere else: what a file has behind a `\r` or U+2028 is no header.
 */
export function diffByFile(diff: string): readonly FilePart[] {
  return diff
    .split(/(?<![^\n])(?=diff --(?:git|cc|combined) )/)
    .filter((part) => part.startsWith('diff --'))
    .map((text) => ({ paths: pathsOf(text), text }));
}

function pathsOf(part: string): readonly string[] {
  const hunks = part.search(/(?<![^\n])@@/);
  const head = hunks === -1 ? part : part.slice(0, hunks);
  const named = [...head.matchAll(/(?<![^\n])(?:---|\+\+\+|rename from|rename to|copy from|copy to) ([^\n]*)/g)].map(
    ([line, name = '']) => {
      const path = unquoted(name.replace(/\t$/, ''));
      return /^(?:---|\+\+\+)/.test(line) ? path.replace(/^[a-z]\//, '') : path;
    },
  );
  const paths = named.filter((path) => path !== '/dev/null');
  return [...new Set(paths.length > 0 ? paths : namesInFirstLine(head))];
}

/** Only mode or binary content has changed: both names are the same. */
function namesInFirstLine(head: string): readonly string[] {
  const [, names = ''] = /^diff --(?:git|cc|combined) ([^\n]*)/.exec(head) ?? [];
  const [, quoted] = /^("(?:[^"\\]|\\.)*")/.exec(names) ?? [];
  if (quoted !== undefined) return [unquoted(quoted).replace(/^[a-z]\//, '')];
  const half = names.slice(0, (names.length - 1) / 2);
  return [half.replace(/^[a-z]\//, '')];
}

/** As git quotes names: in C's way, bytes in octal. */
function unquoted(name: string): string {
  if (!name.startsWith('"')) return name;
  const bytes: number[] = [];
  for (const [part] of name.slice(1, -1).matchAll(/\\[0-7]{3}|\\.|[^\\]/gsu)) {
    const octal = /^\\([0-7]{3})$/.exec(part)?.[1];
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else bytes.push(...new TextEncoder().encode(part.startsWith('\\') ? plain(part.charAt(1)) : part));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

function plain(letter: string): string {
  const letters: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    a: '\u0007',
    b: '\b',
    v: '\v',
    f: '\f',
  };
  return letters[letter] ?? letter;
}
