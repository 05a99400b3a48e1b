import type { Token } from 'node-llama-cpp';
import type { TokenPieces } from '../vocabulary/tokenPieces.ts';

/** Turns tokens into text as they come. A token may hold a part of a character: it waits until the rest is there. */
export class TokenTextDecoder {
  readonly #pieces: TokenPieces;
  readonly #utf8 = new TextDecoder();

  constructor(pieces: TokenPieces) {
    this.#pieces = pieces;
  }

  /** The text that `token` completes; empty while a character is incomplete. */
  push(token: Token): string {
    return this.#utf8.decode(this.#pieces.bytesOf(token), { stream: true });
  }

  /** The text of an incomplete character at the end; a replacement character stands for what is missing. */
  flush(): string {
    return this.#utf8.decode();
  }
}
