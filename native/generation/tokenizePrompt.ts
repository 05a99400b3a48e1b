import type { Token } from 'node-llama-cpp';
import type { PromptSegment } from '../../src/shared/engine.ts';
import { UserError } from '../../src/shared/errors.ts';
import { MarkerTokens, type Vocabulary } from '../vocabulary/markerTokens.ts';
import { GuardedTokens } from './guardedTokens.ts';
import { tokenizeStart, tokenizeText } from './tokenizeText.ts';

/**
 * The tokens of a prompt: each segment by itself, so that a change in one never shifts those of the segments before it.
 * No `text` becomes a control token, or the tokens that a `format` segment of one of `guardedTexts` has.
 *
 * @throws UserError `markerMissing` when a control segment is not exactly one control token of this vocabulary.
 */
export function tokenizePrompt(
  vocabulary: Vocabulary,
  segments: readonly PromptSegment[],
  guardedTexts: readonly string[] = [],
): Token[] {
  const { bos, shouldPrependBosToken } = vocabulary.llamaModel.tokens;
  const guarded = new GuardedTokens(vocabulary, guardedTexts);
  if (shouldPrependBosToken && bos !== null) guarded.add([bos], false);
  for (const [index, { kind, text }] of segments.entries()) {
    if (kind === 'control') {
      const marker = tokenizeMarker(vocabulary, text);
      // Some families' prompts begin with the token that the vocabulary puts first anyway.
      if (index > 0 || guarded.tokens.length === 0 || marker !== bos) guarded.add([marker], false);
    } else {
      const tokenize = index === 0 && kind === 'text' ? tokenizeStart : tokenizeText;
      guarded.add(tokenize(vocabulary, text), kind === 'text');
    }
  }
  return guarded.tokens;
}

function tokenizeMarker(vocabulary: Vocabulary, text: string): Token {
  const token = MarkerTokens.of(vocabulary).tokenOf(text);
  if (token !== undefined) return token;
  throw new UserError(
    'markerMissing',
    `The loaded model has no control token ${JSON.stringify(text)}. Choose a model of the family that the prompt is meant for.`,
  );
}
