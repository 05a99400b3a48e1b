import { type LlamaModel, LlamaVocabularyType, type Token } from 'node-llama-cpp';
import type { PromptSegment } from '../../src/shared/engine.ts';
import { UserError } from '../../src/shared/errors.ts';

/**
 * The tokens of a prompt: each segment by itself, so that a change in one never shifts another's.
 *
 * @throws UserError `markerMissing` when a control segment is not exactly one control token of this vocabulary.
 */
export function tokenizePrompt(
  model: LlamaModel,
  controlTokens: ReadonlySet<string>,
  segments: readonly PromptSegment[],
): Token[] {
  const tokens: Token[] = [];
  if (model.tokens.shouldPrependBosToken && model.tokens.bos !== null) tokens.push(model.tokens.bos);
  for (const segment of segments) {
    if (segment.kind === 'control') {
      const [token, ...more] = model.tokenize(segment.text, true);
      if (token === undefined || more.length > 0 || !controlTokens.has(segment.text)) {
        throw new UserError(
          'markerMissing',
          `The loaded model has no control token ${JSON.stringify(segment.text)}. Choose a model of the family that the prompt is meant for.`,
        );
      }
      if (tokens.length === 1 && tokens[0] === token) continue;
      tokens.push(token);
    } else {
      for (const piece of breakMarkers(segment.text, controlTokens)) {
        tokens.push(...tokenizeText(model, piece, tokens.length > 1));
      }
    }
  }
  return tokens;
}

/**
 * SentencePiece vocabularies write a space before every text they are given. At the start of a prompt that is what the
 * models were trained on; anywhere else it would be a space that nobody typed.
 */
function tokenizeText(model: LlamaModel, text: string, continues: boolean): Token[] {
  const hasSpacePrefix = model.vocabularyType === LlamaVocabularyType.spm;
  return model.tokenize(text, false, hasSpacePrefix && continues ? 'trimLeadingSpace' : undefined);
}

/**
 * Cuts `text` inside everything that spells a marker. The tokeniser leaves control tokens in plain text alone, but
 * llama.cpp matches user-defined tokens in any text, and many files declare their FIM markers so; a marker that is cut
 * in two becomes ordinary tokens.
 */
function breakMarkers(text: string, controlTokens: ReadonlySet<string>): string[] {
  const pieces: string[] = [];
  let pieceStart = 0;
  for (const match of text.matchAll(markerLike)) {
    if (!controlTokens.has(match[0])) continue;
    pieces.push(text.slice(pieceStart, match.index + 1));
    pieceStart = match.index + 1;
  }
  pieces.push(text.slice(pieceStart));
  return pieces;
}

/** Markers of all known families: `<|...|>`, `<fim_...>`, `<s>`, `[SUFFIX]`, `[INST]`, DeepSeek's full-width bars. */
const markerLike = /<[|｜]?[^\s<>]{1,40}[|｜]?>|\[\/?[A-Z_]{1,40}\]/gu;
