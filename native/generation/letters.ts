import type { LlamaModel, Token } from 'node-llama-cpp';
import type { Vocabulary } from '../vocabulary/markerTokens.ts';
import type { TokenPieces } from '../vocabulary/tokenPieces.ts';

/** Spells in one token for each byte: byte tokens where the vocabulary has them. */
export interface Letters {
  /** `undefined` where the vocabulary has no token for one of the bytes. */
  spell(bytes: Uint8Array): readonly Token[] | undefined;
}

const known = new WeakMap<TokenPieces, Letters>();

export function lettersOf({ llamaModel, pieces }: Vocabulary): Letters {
  const letters = known.get(pieces) ?? makeLetters(llamaModel, pieces);
  known.set(pieces, letters);
  return letters;
}

/** Reads the vocabulary when it is needed first: hardly any text spells a marker. */
function makeLetters(llamaModel: LlamaModel, pieces: TokenPieces): Letters {
  let tokens: readonly (Token | undefined)[] | undefined;
  return {
    spell: (bytes) => {
      tokens ??= readLetters(llamaModel, pieces);
      const letters = Array.from(bytes, (byte) => tokens?.[byte]);
      return letters.length > 0 && letters.every((letter) => letter !== undefined) ? letters : undefined;
    },
  };
}

function readLetters(llamaModel: LlamaModel, pieces: TokenPieces): readonly (Token | undefined)[] {
  const found: (Token | undefined)[] = new Array(256).fill(undefined);
  for (let id = 0; id < pieces.size; id++) {
    const token = id as Token;
    const [byte, ...more] = pieces.bytesOf(token);
    if (byte === undefined || more.length > 0) continue;
    // SentencePiece has a letter and a byte for each character of ASCII: text has the letter.
    if (found[byte] === undefined || llamaModel.getTokenAttributes(token).byte) found[byte] = token;
  }
  return found;
}
