import { type LlamaModel, LlamaVocabularyType, type Token } from 'node-llama-cpp';
import type { PromptSegment } from '../../src/shared/engine.ts';
import { UserError } from '../../src/shared/errors.ts';
import { type TokenPieces, textOfPieces } from '../vocabulary/tokenPieces.ts';

/** What of a loaded model tokenising needs. */
export interface Vocabulary {
  readonly llamaModel: LlamaModel;
  /** Texts of the control and user-defined tokens. */
  readonly controlTokens: ReadonlySet<string>;
  readonly pieces: TokenPieces;
}

/**
 * The tokens of a prompt: each segment by itself, so that a change in one never shifts another's.
 *
 * @throws UserError `markerMissing` when a control segment is not exactly one control token of this vocabulary.
 */
export function tokenizePrompt(vocabulary: Vocabulary, segments: readonly PromptSegment[]): Token[] {
  const { bos, shouldPrependBosToken } = vocabulary.llamaModel.tokens;
  const tokens: Token[] = shouldPrependBosToken && bos !== null ? [bos] : [];
  let isFirstText = true;
  for (const { kind, text } of segments) {
    if (kind === 'control') {
      const marker = tokenizeMarker(vocabulary, text);
      // Some families' prompts begin with the token that the vocabulary puts first anyway.
      if (tokens.length !== 1 || marker !== bos) tokens.push(marker);
    } else {
      for (const piece of breakMarkers(text, vocabulary.controlTokens)) {
        const isStart = isFirstText && segments[0]?.kind === 'text';
        tokens.push(...(isStart ? vocabulary.llamaModel.tokenize(piece, false) : tokenizeInside(vocabulary, piece)));
        isFirstText = false;
      }
    }
  }
  return tokens;
}

function tokenizeMarker({ llamaModel, controlTokens }: Vocabulary, text: string): Token {
  const [token, ...more] = llamaModel.tokenize(text, true);
  if (token !== undefined && more.length === 0 && controlTokens.has(text)) return token;
  throw new UserError(
    'markerMissing',
    `The loaded model has no control token ${JSON.stringify(text)}. Choose a model of the family that the prompt is meant for.`,
  );
}

/**
 * SentencePiece vocabularies write a space before every text they are given. At the start of a prompt that is what the
 * models were trained on; inside one it would be a space that nobody typed.
 */
function tokenizeInside({ llamaModel, pieces }: Vocabulary, text: string): Token[] {
  if (llamaModel.vocabularyType !== LlamaVocabularyType.spm) return llamaModel.tokenize(text, false);
  const tokens = llamaModel.tokenize(text, false, 'trimLeadingSpace');
  // The library leaves the space of a text that begins with a line end.
  const hasSpace = textOfPieces(pieces, tokens) === ` ${text}` && textOfPieces(pieces, tokens.slice(0, 1)) === ' ';
  return hasSpace ? tokens.slice(1) : tokens;
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
