import type { FoundSecret } from './foundSecret.ts';
import { countDigits, entropyBits, shareOfWords } from './secretValues.ts';

/** Shorter ones are told from names by what they are called only. AWS's keys, the shortest of many, have as many. */
const minLength = 40;

/** More than chance gives to one in a thousand, less than paths and names have. */
const maxShareOfWords = 0.55;

/** Hexadecimal digits have 4 at most, so that hashes and colours stay. */
const minEntropyBits = 4.3;

/**
 * Long runs of letters and digits that were drawn by chance, whatever they are called: keys whose form nobody has
 * described, and lines from the middle of a key.
 */
export function findLongTokens(text: string): readonly FoundSecret[] {
  const found: FoundSecret[] = [];
  // A run of that length covers one of these places, so the others need not be looked at.
  for (let at = minLength - 1; at < text.length; at += minLength) {
    if (!isRunAt(text, at)) continue;
    let start = at;
    while (start > 0 && isRunAt(text, start - 1)) start--;
    let end = at + 1;
    while (end < text.length && isRunAt(text, end)) end++;
    at = end;
    // The letter of an escape such as `\n` is no part of it.
    if (text[start - 1] === '\\') start++;
    if (end - start >= minLength && isToken(text, start, end)) {
      found.push({ start, end: endOfPadding(text, end), kind: 'long token', isContinued: false });
    }
  }
  return found;
}

function isToken(text: string, start: number, end: number): boolean {
  // Behind a dot it is the path of an address, behind a percent sign the rest of one.
  if (start > 0 && '.%@'.includes(text.charAt(start - 1))) return false;
  // What a long text is made of, its beginning says.
  const run = text.slice(start, Math.min(end, start + 400));
  return !/^sha\d{3}-/.test(run) && isDrawnByChance(run) && (!isName(run) || isQuoted(text, start, end));
}

function isDrawnByChance(run: string): boolean {
  return (
    countDigits(run) >= 2 &&
    shareOfWords(run) < maxShareOfWords &&
    entropyBits(run) >= minEntropyBits &&
    !isAlphabet(run)
  );
}

/** Names of code may be as long and as wild: those of compilers and of processor instructions. */
function isName(run: string): boolean {
  return /^[A-Za-z_]\w*$/.test(run) && (shareOfWords(run) >= 0.3 || countDigits(run) < 6 || run.startsWith('_'));
}

function isQuoted(text: string, start: number, end: number): boolean {
  return /["'`]/.test(text.charAt(start - 1)) || /["'`]/.test(text.charAt(end));
}

/** `ABCDEF...`, as tables of encodings have it. */
function isAlphabet(run: string): boolean {
  let steps = 0;
  for (let at = 1; at < run.length; at++) if (run.charCodeAt(at) === run.charCodeAt(at - 1) + 1) steps++;
  return steps > run.length / 4;
}

/** A letter, a digit, or one of `+/_-`. */
function isRunAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code >= 0x61) return code <= 0x7a;
  if (code >= 0x41) return code <= 0x5a || code === 0x5f;
  return code >= 0x2f ? code <= 0x39 : code === 0x2b || code === 0x2d;
}

function endOfPadding(text: string, end: number): number {
  let at = end;
  while (at < end + 2 && text[at] === '=') at++;
  return at;
}
