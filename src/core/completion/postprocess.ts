/**
 * What becomes of an answer before it is shown: steps in order, each a function of text to text that does nothing where
 * there is nothing to do. Inside, lines end with `\n`; the result has the document's line ends.
 */
import { closesBlock } from './blockMode.ts';
import { matchIndentUnit, removeDoubleIndent } from './indentation.ts';
import { indentWidth, isBlank, isSameLine, leavesGap, lineAfter, lineBefore, nextLine } from './lines.ts';
import type { Place } from './place.ts';
import { cutRepetition } from './repetition.ts';
import { cutAtLineTail, cutAtNextLine, cutSuffixHead } from './suffixOverlap.ts';

export interface PostprocessInput extends Place {
  /** Spelled-out control tokens, which no completion has. */
  readonly markers: readonly string[];
}

/** Fewer characters are not worth a glance, unless they close something or complete the line. */
const minCharacters = 3;

/** The text to show; empty: nothing. Law: idempotent. */
export function postprocess(answer: string, input: PostprocessInput): string {
  const { prefix, suffix } = input;
  const steps: readonly ((text: string) => string)[] = [
    (text) => cutAtMarkers(text, input.markers),
    cutRepetition,
    (text) => trimStart(text, prefix),
    (text) => matchIndentUnit(text, prefix),
    (text) => removeDoubleIndent(text, input),
    (text) => cutAtLineTail(text, suffix),
    (text) => cutAtNextLine(text, prefix, suffix),
    (text) => cutSuffixHead(text, suffix),
    (text) => dropOtherCloser(text, prefix, suffix),
    (text) => trimEnd(text, suffix),
    (text) => dropUseless(text, prefix, suffix),
  ];
  const apply = (text: string): string => steps.reduce((result, step) => step(result), text);
  // A later step may leave what an earlier one would cut: an end, say, that repeats itself only now.
  let text = answer.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  for (let next = apply(text); next !== text; next = apply(text)) text = next;
  return usesReturns(prefix, suffix) ? text.replaceAll('\n', '\r\n') : text;
}

/** What follows a leaked control token is another document. */
export function cutAtMarkers(text: string, markers: readonly string[]): string {
  const places = markers.map((marker) => text.indexOf(marker)).filter((at) => at !== -1);
  return places.length === 0 ? text : text.slice(0, Math.min(...places));
}

/** On a blank line the completion begins there; after text it may begin on the next line, with one blank line between. */
export function trimStart(text: string, prefix: string): string {
  const lead = /^(?:[ \t]*\n)+/.exec(text)?.[0];
  if (lead === undefined) return text;
  const rest = text.slice(lead.length);
  if (isBlank(lineBefore(prefix))) return rest;
  return (lead.split('\n').length - 1 > 1 ? '\n\n' : '\n') + rest;
}

/** A space at the end is only of use in front of text. */
export function trimEnd(text: string, suffix: string): string {
  return isBlank(lineAfter(suffix)) ? text.trimEnd() : text.replace(/\s*\n\s*$/, '');
}

/** Blank text, the next line once more, and text too short to help are nothing. */
export function dropUseless(text: string, prefix: string, suffix: string): string {
  const trimmed = text.trim();
  const next = nextLine(suffix);
  if (trimmed === '' || (next !== undefined && isSameLine(lineBefore(prefix) + text, next))) return '';
  const closes = /^[)\]}>"'`;,:]+$/.test(trimmed) || /^(?:end|fi|done)$/.test(trimmed);
  const isShort = trimmed.replace(/\s+/g, '').length < minCharacters;
  return isShort && !closes && !completesLine(trimmed, suffix) ? '' : text;
}

/** A pair, a number, or a name with something: not a letter that may become anything, nor an operator. */
function completesLine(text: string, suffix: string): boolean {
  if (!leavesGap(lineAfter(suffix))) return false;
  return /^(?:\(\)|\[\]|\{\}|<>|""|''|``)$/.test(text) || /\p{N}/u.test(text) || /[\p{L}_]./u.test(text);
}

/** A body that stands below already has its closing line there, whatever the answer's last line says. */
function dropOtherCloser(text: string, prefix: string, suffix: string): string {
  const next = nextLine(suffix);
  const lines = text.split('\n');
  const last = (lines.length === 1 ? lineBefore(prefix) : '') + (lines.at(-1) ?? '');
  if (next === undefined || !closesBlock(last) || indentWidth(next) <= indentWidth(last)) return text;
  return lines.slice(0, -1).join('\n');
}

/** As the nearest line end has it. */
function usesReturns(prefix: string, suffix: string): boolean {
  const before = prefix.lastIndexOf('\n');
  if (before !== -1) return prefix[before - 1] === '\r';
  const after = suffix.indexOf('\n');
  return after > 0 && suffix[after - 1] === '\r';
}
