import type { LineRange } from '../../shared/codeFacts.ts';
import { agePhrase, decay } from './age.ts';
import { whySkipped } from './fileKinds.ts';
import { quoteLines } from './quoteLines.ts';
import type { Snippet } from './snippet.ts';
import { snippetTokens } from './snippetTokens.ts';

/** What the user has copied in an editor. */
export interface CopiedText {
  /** `/`-separated, relative to the workspace folder. */
  readonly path: string;
  readonly languageId: string;
  /** Where it stood. */
  readonly lines: LineRange;
  readonly text: string;
  /** When, in ms of any clock. */
  readonly timeMs: number;
}

const maxCopies = 3;
const maxAgeMs = 10 * 60_000;

/** Less says nothing. */
const minCharacters = 12;
/** Who copies more moves a file. */
const maxCharacters = 20_000;
/** Quoted from its beginning. */
const maxQuotedLines = 30;

/** Expected use of what was copied just now: people copy what they need next. It halves in three minutes. */
const freshScore = 0.5;
const halfLifeMs = 3 * 60_000;

/** The copies with `copy` as the newest, the last. The same text again takes the place of the one before. */
export function addCopy(copies: readonly CopiedText[], copy: CopiedText): readonly CopiedText[] {
  const text = copy.text.trim();
  // A single word is in the document as soon as it is pasted; and a value that is a secret does not say so by itself.
  const isWorthIt = /\s/.test(text) && text.replace(/\s/g, '').length >= minCharacters && text.length <= maxCharacters;
  if (!isWorthIt || whySkipped(copy.path, 1) !== undefined) return copies;
  return [...copies.filter(({ text }) => text !== copy.text), copy].slice(-maxCopies);
}

/** What was copied in other files than `ownPath` in the last ten minutes, the newest last. */
export function copySnippets(copies: readonly CopiedText[], ownPath: string, nowMs: number): readonly Snippet[] {
  return copies
    .filter(({ path, timeMs }) => path !== ownPath && nowMs - timeMs <= maxAgeMs)
    .map((copy) => toSnippet(copy, nowMs));
}

function toSnippet({ path, languageId, lines, text: copied, timeMs }: CopiedText, nowMs: number): Snippet {
  const lead = /^(?:[ \t]*\r?\n)*/.exec(copied)?.[0] ?? '';
  const start = lines.start + lead.split('\n').length - 1;
  const all = copied.slice(lead.length).trimEnd().split('\n');
  const quoted = quoteLines(all, { start: 0, end: Math.min(all.length, maxQuotedLines) }, path);
  const text = quoted.join('\n');
  const ageMs = nowMs - timeMs;
  return {
    path,
    languageId,
    lines: { start, end: start + quoted.length },
    text,
    kind: 'copied',
    reason: `copied ${agePhrase(ageMs)}`,
    score: decay(freshScore, ageMs, halfLifeMs),
    tokens: snippetTokens(path, text),
  };
}
