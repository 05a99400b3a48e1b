import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfAborted } from '../../src/shared/errors.ts';
import type { Vocabulary } from '../vocabulary/markerTokens.ts';
import { tokenizeText } from './tokenizeText.ts';

/**
 * How many tokens each text is, by itself. Long ones are cut into pieces, which may make them a token a piece more: the
 * engine has other clients, and tokenising blocks them.
 *
 * @throws CancelledError.
 */
export async function countTokens(
  vocabulary: Vocabulary,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const counts: number[] = [];
  for (const text of texts) {
    let count = 0;
    for (const piece of piecesOf(text)) {
      throwIfAborted(signal);
      count += tokenizeText(vocabulary, piece).length;
      await nextTurn();
    }
    counts.push(count);
  }
  return counts;
}

const pieceLength = 16_384;

/** Cut behind line ends where there are some. */
function* piecesOf(text: string): Generator<string> {
  let start = 0;
  while (text.length - start > pieceLength) {
    const lineEnd = text.lastIndexOf('\n', start + pieceLength);
    const end = lineEnd > start ? lineEnd + 1 : wholeCharacterEnd(text, start + pieceLength);
    yield text.slice(start, end);
    start = end;
  }
  yield text.slice(start);
}

/** Never between the two halves of a surrogate pair. */
function wholeCharacterEnd(text: string, end: number): number {
  const code = text.charCodeAt(end);
  return code >= 0xdc00 && code <= 0xdfff ? end - 1 : end;
}
