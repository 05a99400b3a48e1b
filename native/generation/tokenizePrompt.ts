import type { Token } from 'node-llama-cpp';
import type { Prompt, PromptSegment } from '../../src/shared/engine.ts';
import { UserError } from '../../src/shared/errors.ts';
import { MarkerTokens, type Vocabulary } from '../vocabulary/markerTokens.ts';
import { GuardedTokens } from './guardedTokens.ts';
import { tokenizeStart, tokenizeText } from './tokenizeText.ts';
import type { WrittenAnswers } from './writtenAnswers.ts';

/**
 * The tokens of a prompt: each segment by itself, so that a change in one never shifts those of the segments before it.
 * No `text` becomes a control token, or the tokens that a `format` segment of one of `guardedTexts` has.
 *
 * @param written texts that the model has written are read in its own tokens. Absent: as the tokeniser cuts them.
 * @throws UserError `markerMissing` when a control segment is not exactly one control token of this vocabulary.
 */
export function tokenizePrompt(
  vocabulary: Vocabulary,
  segments: readonly PromptSegment[],
  guardedTexts: readonly string[] = [],
  written?: WrittenAnswers,
): Token[] {
  const guarded = begin(vocabulary, guardedTexts);
  addSegments(vocabulary, guarded, segments, { written });
  return guarded.tokens;
}

/**
 * The tokens of a prompt, and how many of them the first `stableSegments` are.
 *
 * @throws as {@link tokenizePrompt}.
 */
export function tokenizeStable(
  vocabulary: Vocabulary,
  { segments, guardedTexts = [], stableSegments = 0 }: Prompt & { readonly stableSegments?: number },
  written?: WrittenAnswers,
): { readonly tokens: Token[]; readonly stableTokens: number } {
  const guarded = begin(vocabulary, guardedTexts);
  addSegments(vocabulary, guarded, segments.slice(0, stableSegments), { written });
  const stable = guarded.tokens;
  addSegments(vocabulary, guarded, segments, { written, from: stableSegments });
  const { tokens } = guarded;
  // What comes behind may complete a marker, which is broken up in it.
  const different = stable.findIndex((token, index) => token !== tokens[index]);
  return { tokens, stableTokens: different === -1 ? stable.length : different };
}

/**
 * The tokens of a prompt, and those of the prompt with one more text behind it, for each of `texts`.
 *
 * @throws as {@link tokenizePrompt}.
 */
export function tokenizeContinued(
  vocabulary: Vocabulary,
  { segments, guardedTexts = [] }: Prompt,
  texts: readonly string[],
): { readonly prompt: Token[]; readonly continued: readonly Token[][] } {
  const guarded = begin(vocabulary, guardedTexts);
  addSegments(vocabulary, guarded, segments);
  const tokenize = segments.length === 0 ? tokenizeStart : tokenizeText;
  const continued = texts.map((text) => {
    const longer = guarded.copy();
    longer.add(tokenize(vocabulary, text), true);
    return longer.tokens;
  });
  return { prompt: guarded.tokens, continued };
}

/** What every prompt of the vocabulary begins with. */
function begin(vocabulary: Vocabulary, guardedTexts: readonly string[]): GuardedTokens {
  const guarded = GuardedTokens.of(vocabulary, guardedTexts);
  const first = firstToken(vocabulary);
  if (first !== null) guarded.addControl(first);
  return guarded;
}

function firstToken({ llamaModel }: Vocabulary): Token | null {
  const { bos, shouldPrependBosToken } = llamaModel.tokens;
  return shouldPrependBosToken ? bos : null;
}

/** @param from index of the first segment that is not there yet. */
function addSegments(
  vocabulary: Vocabulary,
  guarded: GuardedTokens,
  segments: readonly PromptSegment[],
  { written, from = 0 }: { readonly written?: WrittenAnswers | undefined; readonly from?: number } = {},
): void {
  for (const [index, { kind, text }] of segments.entries()) {
    if (index < from) continue;
    if (kind === 'control') {
      const marker = tokenizeMarker(vocabulary, text);
      // Some families' prompts begin with the token that the vocabulary puts first anyway.
      if (index > 0 || marker !== firstToken(vocabulary)) guarded.addControl(marker);
    } else {
      const tokenize = index === 0 && kind === 'text' ? tokenizeStart : tokenizeText;
      const asWritten = index > 0 && kind === 'text' ? written?.tokensOf(text) : undefined;
      guarded.add(asWritten ?? tokenize(vocabulary, text), kind === 'text');
    }
  }
}

function tokenizeMarker(vocabulary: Vocabulary, text: string): Token {
  const token = MarkerTokens.of(vocabulary).tokenOf(text);
  if (token !== undefined) return token;
  throw new UserError(
    'markerMissing',
    `The loaded model has no control token ${JSON.stringify(text)}. Choose a model of the family that the prompt is meant for.`,
  );
}
