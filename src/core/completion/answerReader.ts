import type { FinishReason } from '../../shared/engine.ts';
import { isBalanced } from './brackets.ts';
import { type AnswerPiece, piecesBehind } from './confidence.ts';
import { isBlank } from './lines.ts';
import type { Candidate } from './place.ts';
import { type StopContext, StopRules } from './stopRules.ts';
import { SureLines } from './sureLines.ts';

export interface AnswerReaderInput extends StopContext {
  /** Of several lines those are kept that are as sure as that, as {@link SureLines} says. Absent: all. */
  readonly floor?: number | undefined;
  /** Whether the answer has taken so long that some lines now are worth more than all of them later. */
  readonly isLate: () => boolean;
}

/** Reads an answer as it streams: says when it need not go on, and what of it counts. */
export class AnswerReader {
  readonly #rules: StopRules;
  readonly #sureLines: SureLines;
  readonly #isLate: () => boolean;
  readonly #said: SaidPiece[] = [];
  #sureEnd: number | undefined;
  #isCut = false;

  constructor({ floor = Number.NEGATIVE_INFINITY, isLate, ...context }: AnswerReaderInput) {
    this.#rules = new StopRules(context);
    this.#sureLines = new SureLines(floor);
    this.#isLate = isLate;
  }

  /** Takes the next piece of the answer. After `stop` further pieces change nothing. */
  push(delta: string, logProbability: number | undefined): 'continue' | 'stop' {
    if (this.#isCut || this.#sureEnd !== undefined) return 'stop';
    const text = delta.replaceAll('\r', '');
    if (logProbability !== undefined) {
      this.#said.push({ text, logProbability });
      this.#sureEnd = this.#sureLines.push(text, logProbability);
    }
    const verdict = this.#rules.push(text);
    this.#isCut = verdict === 'continue' && hasWholeLine(this.#rules.text) && this.#isLate();
    return this.#isCut || this.#sureEnd !== undefined ? 'stop' : verdict;
  }

  /** What may count of the answer so far. `\n` ends its lines. */
  get text(): string {
    return this.#rules.text.slice(0, this.#sureEnd);
  }

  /** What counts of the answer, which has ended. */
  end(finish: FinishReason): string {
    if (this.text.length < this.#rules.text.length) return balancedLines(this.text);
    const isCut = this.#isCut || finish === 'maxTokens' || finish === 'contextFull';
    if (!isCut) this.#rules.end();
    return isCut && !this.#rules.stopped ? withoutPartialLine(this.#rules.text) : this.#rules.text;
  }

  /**
   * Says of a candidate how sure the model was of it.
   *
   * @param candidate what has become of `answer`: it may begin behind white space that the answer has begun with, and has the
   *   line ends of its document.
   */
  withPieces(candidate: Candidate, answer: string): Candidate {
    if (this.#said.length === 0) return candidate;
    const asInDocument = (text: string) => (candidate.text.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text);
    const pieces = this.#said.map(
      ({ text, logProbability }): AnswerPiece => ({ length: asInDocument(text).length, logProbability }),
    );
    const skipped = leadingSpace(asInDocument(answer)) - leadingSpace(candidate.text);
    return { ...candidate, pieces: piecesBehind(pieces, Math.max(0, skipped)) };
  }
}

interface SaidPiece {
  readonly text: string;
  readonly logProbability: number;
}

function leadingSpace(text: string): number {
  return text.length - text.trimStart().length;
}

function hasWholeLine(text: string): boolean {
  return !isBlank(text.slice(0, Math.max(0, text.lastIndexOf('\n'))));
}

/** Of several lines the last one, which a limit has cut, is left out. A single line is shown as far as it has come. */
function withoutPartialLine(text: string): string {
  return hasWholeLine(text) ? balancedLines(text.slice(0, text.lastIndexOf('\n'))) : text;
}

/** Lines behind which the answer was cut, without those that would leave a bracket open, where it can do without them. */
function balancedLines(lines: string): string {
  for (let some = lines; !isBlank(some); some = some.slice(0, Math.max(0, some.lastIndexOf('\n')))) {
    if (isBalanced(some)) return some;
  }
  return lines;
}
