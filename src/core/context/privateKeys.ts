import type { FoundSecret } from './foundSecret.ts';
import { looksRandom } from './secretValues.ts';

/** A key of 16,384 bits has 12,700 characters in PEM; escapes and indentation come on top. */
const maxKeyLength = 24_000;

/** What stands between must have as many characters in a row for it to be a key and not code that puts one together. */
const minPieceLength = 32;

/** Of a block that is cut off, a line that is left may be short. */
const minCutLength = 8;

/**
 * The insides of private key blocks (PEM, OpenSSH, PGP), line by line, also in string literals with `\n` in them. Of a
 * block that the text begins or ends in the middle of, what looks like its lines.
 */
export function findPrivateKeys(text: string): readonly FoundSecret[] {
  if (!text.includes('PRIVATE KEY')) return [];
  const border = /-{4,5} ?(BEGIN|END) (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
  const found: FoundSecret[] = [];
  let open: number | undefined;
  let closed = 0;
  for (const match of text.matchAll(border)) {
    const end = match.index + match[0].length;
    if (match[1] === 'BEGIN') {
      if (open !== undefined) found.push(...piecesIn(text, open, linesAfter(text, open, match.index), minCutLength));
      open = end;
      continue;
    }
    const isWhole = open !== undefined && match.index - open <= maxKeyLength;
    const start = isWhole && open !== undefined ? open : linesBefore(text, match.index, open ?? closed);
    found.push(...piecesIn(text, start, match.index, isWhole ? minPieceLength : minCutLength));
    open = undefined;
    closed = end;
  }
  if (open !== undefined) found.push(...piecesIn(text, open, linesAfter(text, open, text.length), minCutLength));
  return found;
}

function piecesIn(text: string, start: number, end: number, minLength: number): readonly FoundSecret[] {
  const body = text.slice(start, end);
  // An escape's letter is no part of the key, and must stay for the literal to be one.
  const pieces = [...body.matchAll(/\\[nrt]|[A-Za-z0-9+/=]{2,}/g)].filter(([piece]) => !piece.startsWith('\\'));
  if (!pieces.some(([piece]) => piece.length >= minLength && looksRandom(piece))) return [];
  return pieces.map(({ 0: piece, index }, at) => ({
    start: start + index,
    end: start + index + piece.length,
    kind: 'private key',
    isContinued: at > 0,
  }));
}

/** Where the lines end that look like a key's, of those from `start` to `limit`. */
function linesAfter(text: string, start: number, limit: number): number {
  const stop = Math.min(limit, start + maxKeyLength);
  let end = start;
  while (end < stop) {
    const next = text.indexOf('\n', end);
    const lineEnd = next === -1 || next > stop ? stop : next;
    if (!isKeyLine(text.slice(end, lineEnd))) break;
    end = lineEnd + 1;
  }
  return Math.min(end, stop);
}

function linesBefore(text: string, end: number, limit: number): number {
  const from = Math.max(limit, end - maxKeyLength);
  const before = text.slice(from, end);
  let start = before.length;
  while (start > 0) {
    const lineStart = start < 2 ? 0 : before.lastIndexOf('\n', start - 2) + 1;
    if (!isKeyLine(before.slice(lineStart, start))) break;
    start = lineStart;
  }
  return from + start;
}

/** One piece of a key and what quotes, indents or joins it; a header; or nothing. */
function isKeyLine(line: string): boolean {
  const pieces = line.replace(/\\[nrt]/g, ' ').match(/[A-Za-z0-9+/=]{2,}/g) ?? [];
  const [piece] = pieces;
  if (pieces.length > 1) return /^[\s"'`+-]{0,40}[A-Z][A-Za-z-]{1,30}: /.test(line);
  return piece === undefined || piece.length >= minPieceLength || looksRandom(piece);
}
