import { bareDiff } from './bareDiff.ts';

/** A line that may begin or end a fence. */
interface FenceLine {
  readonly fence: string;
  readonly info: string;
}

/**
 * Makes nested fences readable: where a block of markdown holds fences as long as its own, its own becomes longer. Without
 * that, the first end inside would be taken for the end of the block. A unified diff that stands in the text as it is gets a
 * fence. Everything else stays as it is, line ends too.
 *
 * Inside such a block, a fence with a language begins a nested one, and one without ends the innermost. Once repaired, a
 * text is not changed again.
 */
export function repairFences(markdown: string): string {
  const lines = markdown.split('\n');
  for (let at = 0; at < lines.length; ) {
    const opener = readFence(lines[at]);
    at++;
    if (opener !== undefined) at = passBlock(lines, at - 1, opener);
    else if (/^(?:diff --git|---) /.test(lines[at - 1] ?? '')) at = fenceDiff(lines, at - 1);
  }
  return lines.join('\n');
}

/** @returns the line behind the block that begins at `start`. */
function passBlock(lines: string[], start: number, opener: FenceLine): number {
  const isMarkdown = /^(?:markdown|md|mdx)\b/i.test(opener.info);
  let depth = 1;
  let longest = 0;
  for (let at = start + 1; at < lines.length; at++) {
    const line = readFence(lines[at]);
    if (line === undefined || !isAsLong(line.fence, opener.fence)) continue;
    if (line.info === '') {
      depth--;
      if (depth > 0) longest = Math.max(longest, line.fence.length);
      else {
        lengthen(lines, [start, at], opener, longest);
        return at + 1;
      }
    } else if (isMarkdown) {
      depth++;
      longest = Math.max(longest, line.fence.length);
    }
  }
  lengthen(lines, [start], opener, longest);
  return lines.length;
}

/** @returns the line behind the diff that begins at `start`, if one does. Its fence becomes part of its outermost lines. */
function fenceDiff(lines: string[], start: number): number {
  const diff = bareDiff(lines, start);
  if (diff === undefined) return start + 1;
  const ending = lines[start]?.endsWith('\r') === true ? '\r\n' : '\n';
  const longest = lines
    .slice(start, diff.end)
    .reduce((most, line) => Math.max(most, /`{3,}/.exec(line)?.[0].length ?? 0), 2);
  const fence = '`'.repeat(longest + 1);
  const last = diff.end - 1;
  if (diff.isWhole) lines[last] = `${lines[last]?.replace(/\r$/, '')}${ending}${fence}`;
  lines[start] = `${fence}diff${ending}${lines[start]}`;
  return diff.end;
}

function lengthen(lines: string[], at: readonly number[], { fence }: FenceLine, longest: number): void {
  if (longest < fence.length) return;
  for (const index of at) {
    lines[index] = (lines[index] ?? '').replace(/(`{3,}|~{3,})/, () => (fence[0] ?? '`').repeat(longest + 1));
  }
}

function isAsLong(fence: string, outer: string): boolean {
  return fence[0] === outer[0] && fence.length >= outer.length;
}

function readFence(line: string | undefined): FenceLine | undefined {
  const [, fence, info] = /^\s*(?:>\s?)*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(`{3,}|~{3,})\s*(.*?)\s*$/.exec(line ?? '') ?? [];
  if (fence === undefined || info === undefined) return undefined;
  // Code within a line.
  return fence.startsWith('`') && info.includes('`') ? undefined : { fence, info };
}
