import type { Quote } from './contestant.ts';
import { normalised } from './normalised.ts';
import type { Definition } from './parseSource.ts';

/**
 * Whether one of the quotes shows the signature of one of the definitions: it is of the definition's file, and has either
 * the lines of the signature or, where it is put together, the signature itself (`signatureKeys.ts`) as whole words.
 */
export function isHit(quotes: readonly Quote[], definitions: readonly Definition[]): boolean {
  return definitions.some((definition) => quotes.some((quote) => shows(quote, definition)));
}

function shows({ path, lines, text }: Quote, { path: definedIn, lines: range, keys }: Definition): boolean {
  if (path !== definedIn) return false;
  if (lines !== undefined) return lines.start <= range.start && range.end <= lines.end;
  const shown = normalised(text.replaceAll('\n', ' ; '));
  return keys.some((key) => hasWhole(shown, key));
}

function hasWhole(text: string, key: string): boolean {
  for (let at = text.indexOf(key); at !== -1; at = text.indexOf(key, at + 1)) {
    const before = text[at - 1] ?? '';
    const behind = text[at + key.length] ?? '';
    const isOpen = isWord(key[0]) && isWord(before);
    const goesOn = isWord(key.at(-1)) && isWord(behind);
    // The name alone is a use, behind a dot or before arguments, unless its key says more.
    if (!isOpen && !goesOn && !(/^[\w$]+$/.test(key) && (before === '.' || behind === '.'))) return true;
  }
  return false;
}

function isWord(sign: string | undefined): boolean {
  return sign !== undefined && /[\w$]/.test(sign);
}
