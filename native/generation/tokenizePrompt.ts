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
  return addSegments(vocabulary, segments, guardedTexts, written).tokens;
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
  const guarded = addSegments(vocabulary, segments, guardedTexts);
  const tokenize = segments.length === 0 ? tokenizeStart : tokenizeText;
  const continued = texts.map((text) => {
    const longer = guarded.copy();
    longer.add(tokenize(vocabulary, text), true);
    return longer.tokens;
  });
  return { prompt: guarded.tokens, continued };
}

function addSegments(
  vocabulary: Vocabulary,
  segments: readonly PromptSegment[],
  guardedTexts: readonly string[],
  written?: WrittenAnswers,
): GuardedTokens {
  const { bos, shouldPrependBosToken } = vocabulary.llamaModel.tokens;
  const begin = shouldPrependBosToken ? bos : null;
  const guarded = GuardedTokens.of(vocabulary, guardedTexts);
  if (begin !== null) guarded.addControl(begin);
  for (const [index, { kind, text }] of segments.entries()) {
    if (kind === 'control') {
      const marker = tokenizeMarker(vocabulary, text);
      // Some families' prompts begin with the token that the vocabulary puts first anyway.
      if (index > 0 || marker !== begin) guarded.addControl(marker);
    } else {
      const tokenize = index === 0 && kind === 'text' ? tokenizeStart : tokenizeText;
      const asWritten = index > 0 && kind === 'text' ? written?.tokensOf(text) : undefined;
      guarded.add(asWritten ?? tokenize(vocabulary, text), kind === 'text');
    }
  }
  return guarded;
}

function tokenizeMarker(vocabulary: Vocabulary, text: string): Token {
  const token = MarkerTokens.of(vocabulary).tokenOf(text);
  if (token !== undefined) return token;
  throw new UserError(
    'markerMissing',
    `The loaded model has no control token ${JSON.stringify(text)}. Choose a model of the family that the prompt is meant for.`,
  );
}
