/** A piece of an answer as it came, with the sum of its tokens' log-probabilities. */
export interface AnswerPiece {
  /** UTF-16 code units. */
  readonly length: number;
  readonly logProbability: number;
}

/**
 * How sure the model was of the first line of a text: the natural logarithm of the probability that it gave to it, of all
 * that could stand there. 0: it knew no other.
 *
 * @param pieces of the text, which may go on behind it.
 */
export function lineConfidence(text: string, pieces: readonly AnswerPiece[]): number {
  const first = /^\s*[^\r\n]*/.exec(text)?.[0].length ?? 0;
  let at = 0;
  let sum = 0;
  for (const { length, logProbability } of pieces) {
    if (at >= first) break;
    sum += logProbability;
    at += length;
  }
  return sum;
}

/** The mean over the pieces of a text, which may go on behind it. 0: there are none. */
export function meanConfidence({ length }: string, pieces: readonly AnswerPiece[]): number {
  let at = 0;
  let sum = 0;
  let count = 0;
  for (const piece of pieces) {
    if (at >= length) break;
    at += piece.length;
    sum += piece.logProbability;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** The pieces of what is left once the first `length` code units have been typed: those are certain now. */
export function piecesBehind(pieces: readonly AnswerPiece[], length: number): readonly AnswerPiece[] {
  let at = 0;
  return pieces.flatMap((piece) => {
    const start = at;
    at += piece.length;
    if (at <= length) return [];
    return [start < length ? { length: at - length, logProbability: piece.logProbability } : piece];
  });
}
