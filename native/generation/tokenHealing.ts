import type { Token } from 'node-llama-cpp';
import type { PromptSegment } from '../../src/shared/engine.ts';
import { type TokenPieces, textOfPieces } from '../vocabulary/tokenPieces.ts';
import type { VocabularyIndex } from '../vocabulary/vocabularyIndex.ts';
import type { EvaluationCall } from './evaluationCall.ts';
import { askLogits, logProbabilityOf } from './logProbability.ts';

/**
 * Token healing: the cursor may stand inside what the model knows as one token (`retu|rn`), and then the tokens of the
 * typed text (`ret`, `u`) are ones that the model has never seen at this place. So the last token, and those before it
 * that belong to the same word, are dropped, and the answer is made to begin with their text.
 */
export interface Healing {
  readonly prompt: readonly Token[];
  /** The dropped text: the answer begins with it, and it is not part of the answer that is handed on. */
  readonly required: string;
}

/**
 * The healed prompt; `undefined` where there is nothing to heal. What guarded texts have made of the prompt's end stays:
 * the answer would begin with their text in the very tokens that it must not have.
 *
 * @param unguarded the tokens without guarded texts.
 */
export function planHealing(
  pieces: TokenPieces,
  segments: readonly PromptSegment[],
  prompt: readonly Token[],
  unguarded: readonly Token[],
): Healing | undefined {
  const lastSegment = segments.at(-1);
  if (lastSegment?.kind !== 'text') return undefined;
  let healing: Healing | undefined;
  for (let dropped = 1; dropped <= maxDroppedTokens && dropped < prompt.length; dropped++) {
    const kept = prompt.slice(0, -dropped);
    if (prompt.at(-dropped) !== unguarded.at(-dropped)) break;
    const required = textOfPieces(pieces, prompt.slice(-dropped));
    // A part of a character can't be matched as text, and another segment is not ours to drop.
    if (required === '' || required.includes('\ufffd') || !lastSegment.text.endsWith(required)) break;
    healing = { prompt: kept, required };
    if (!startsInsideWord(lastSegment.text, required)) break;
  }
  return healing;
}

/** Each one more is a decode step that only repeats what is typed. */
const maxDroppedTokens = 3;

function startsInsideWord(text: string, ending: string): boolean {
  return /[\p{L}\p{N}_]$/u.test(text.slice(0, -ending.length)) && /^[\p{L}\p{N}_]/u.test(ending);
}

/** A token and the natural logarithm of the probability that the model gave it. */
export interface ChosenToken {
  readonly token: Token;
  readonly logProbability: number;
}

/**
 * Evaluates `tokens` and chooses among the next tokens that agree with `required`: the likeliest at temperature 0,
 * otherwise by the softmax over those that agree.
 *
 * @returns `undefined` when no token agrees.
 */
export async function evaluateHealed(
  call: EvaluationCall,
  tokens: readonly Token[],
  vocabulary: VocabularyIndex,
  required: string,
  sampling: HealingSampling,
): Promise<ChosenToken | undefined> {
  const agrees = (token: Token) => vocabulary.agrees(token, required);
  // After a space half of the vocabulary agrees, and asking for so many logits costs more than the evaluation. Nearly
  // always one of the likeliest agrees; where none does, the last token is evaluated again and all are asked for.
  const some = vocabulary.agreeing(required, manyTokens);
  const few = some.length < manyTokens;
  const chosen = await evaluateAndChoose(call, tokens, few ? some : [], agrees, sampling);
  if (chosen !== undefined || few) return chosen;
  const { nextTokenIndex } = call.sequence;
  const last = { start: nextTokenIndex - 1, end: nextTokenIndex };
  await call.turns.take(() => call.sequence.eraseContextTokenRanges([last]));
  return await evaluateAndChoose(
    call,
    tokens.slice(-1),
    vocabulary.agreeing(required, Number.POSITIVE_INFINITY),
    agrees,
    sampling,
  );
}

export interface HealingSampling {
  readonly temperature: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

const manyTokens = 256;
const likeliestTokens = 64;

async function evaluateAndChoose(
  call: EvaluationCall,
  tokens: readonly Token[],
  asked: readonly Token[],
  agrees: (token: Token) => boolean,
  sampling: HealingSampling,
): Promise<ChosenToken | undefined> {
  const lastIndex = tokens.length - 1;
  const results = await call.turns.take(() =>
    call.sequence.controlledEvaluate(
      tokens.map((token, index) => (index < lastIndex ? token : [token, askLogits(asked, likeliestTokens)])),
    ),
  );
  const next = results[lastIndex]?.next ?? {};
  const logits = next.logits ?? new Map<Token, number>();
  const token = chooseToken(
    [...logits].filter(([candidate]) => agrees(candidate)),
    sampling,
  );
  if (token === undefined) return undefined;
  return { token, logProbability: logProbabilityOf(token, next) };
}

function chooseToken(
  logits: readonly (readonly [Token, number])[],
  { temperature, random }: HealingSampling,
): Token | undefined {
  const [best] = logits;
  if (best === undefined) return undefined;
  if (temperature === 0) return best[0];
  const weights = logits.map(([, logit]) => Math.exp((logit - best[1]) / temperature));
  let rest = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    rest -= weight;
    if (rest <= 0) return logits[index]?.[0];
  }
  return best[0];
}
