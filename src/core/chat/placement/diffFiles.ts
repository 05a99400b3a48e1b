import { countHunk } from '../bareDiff.ts';

/** What a unified diff does to one file. */
export interface FileDiff {
  /** As the diff spells it, without `a/` and `b/`. There is none where only hunks are given. */
  readonly path?: string;
  readonly kind: 'change' | 'create' | 'delete' | 'rename';
  /** Of a renamed file. */
  readonly newPath?: string;
  /** Its part of the diff; of a renamed file, what changes in its text: hunks, or nothing. */
  readonly diff: string;
  /** Of a created file: all of it. Lines end with `\n`. */
  readonly text?: string;
}

/** The files of a unified diff; `undefined` where `code` is none. */
export function diffFiles(code: string): readonly FileDiff[] | undefined {
  const lines = code.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  const starts: number[] = [];
  for (let at = 0; at < lines.length; at++) {
    const hunk = countHunk(lines, at);
    // Rows of a hunk may look like the head of a file.
    if (hunk.isComplete) at = hunk.end - 1;
    else if (beginsFile(lines, at)) starts.push(at);
  }
  const isDiff = starts.length > 0 || lines.some((line) => hunkHead.test(line));
  if (!isDiff) return undefined;
  const first = starts[0] ?? 0;
  // What stands in front of the first file is a remark, unless it holds hunks.
  const cuts = lines.slice(0, first).some((line) => hunkHead.test(line)) ? [0, ...starts] : starts;
  return (cuts.length === 0 ? [0] : cuts).map((start, at) => readFile(lines.slice(start, cuts[at + 1])));
}

const hunkHead = /^@@(?:\s|$|@)/;

function beginsFile(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (/^diff --git /.test(line) || /^Index: \S/.test(line)) return true;
  if (!/^--- \S/.test(line) || !/^\+\+\+ \S/.test(lines[at + 1] ?? '')) return false;
  // Part of what a line above has begun already.
  for (let above = at - 1; above >= 0; above--) {
    const head = lines[above] ?? '';
    if (/^diff --git |^Index: \S/.test(head)) return false;
    if (!/^(?:index |old mode|new mode|new file|deleted file|similarity|rename |copy |={10,})/.test(head)) return true;
  }
  return true;
}

function readFile(lines: readonly string[]): FileDiff {
  const body = lines.findIndex((line) => hunkHead.test(line));
  const head = lines.slice(0, body === -1 ? lines.length : body);
  const diff = `${lines.join('\n')}\n`;
  const from = named(head, /^--- (.*)$/);
  const to = named(head, /^\+\+\+ (.*)$/);
  const [, gitFrom, gitTo] = /^diff --git a\/(.+) b\/(.+)$/.exec(head[0] ?? '') ?? [];
  if (from === '/dev/null' || head.some((line) => line.startsWith('new file'))) {
    const start = body === -1 ? lines.findIndex((line) => line.startsWith('+++ ')) + 1 : body;
    const rows = lines.slice(start).filter((line) => line.startsWith('+'));
    const text = rows.map((row) => `${row.slice(1)}\n`).join('');
    return { ...asPath(to ?? gitTo), kind: 'create', diff, text };
  }
  if (to === '/dev/null' || head.some((line) => line.startsWith('deleted file'))) {
    return { ...asPath(from ?? gitFrom), kind: 'delete', diff };
  }
  const [oldPath, newPath] = [named(head, /^rename from (.*)$/), named(head, /^rename to (.*)$/)];
  if (oldPath !== undefined && newPath !== undefined) {
    const hunks = body === -1 ? '' : `${lines.slice(body).join('\n')}\n`;
    return { path: oldPath, kind: 'rename', newPath, diff: hunks };
  }
  return { ...asPath(to ?? from ?? gitTo ?? named(head, /^Index: (.*)$/)), kind: 'change', diff };
}

function named(head: readonly string[], pattern: RegExp): string | undefined {
  for (const line of head) {
    const name = pattern.exec(line)?.[1];
    // A tab, or two spaces, and the time of the last change.
    if (name !== undefined) return name.replace(/(?:\t| {2,}|\s+\d{4}-\d\d-\d\d).*$/, '').trim();
  }
  return undefined;
}

function asPath(name: string | undefined): { readonly path?: string } {
  const path = name
    ?.replace(/^"(.*)"$/, '$1')
    .replaceAll('\\', '/')
    .replace(/^(?:[abiw]|\.)\//, '');
  return path === undefined || path === '' || path === '/dev/null' ? {} : { path };
}
