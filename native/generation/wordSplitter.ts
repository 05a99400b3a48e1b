/** A name, a number or a mark, with the white space in front of it. */
export interface Word {
  readonly space: string;
  readonly text: string;
}

/** Cuts a text that comes in pieces into words. */
export class WordSplitter {
  #space = '';
  #text = '';

  /** The word that may go on in the next piece: perhaps white space alone, or nothing yet. */
  get begun(): Word {
    return { space: this.#space, text: this.#text };
  }

  /** The words that end within `piece`. */
  push(piece: string): readonly Word[] {
    const words: Word[] = [];
    const end = () => {
      words.push(this.begun);
      this.#space = '';
      this.#text = '';
    };
    for (const [part, space, name] of piece.matchAll(parts)) {
      if (name === undefined && this.#text !== '') end();
      if (space !== undefined) {
        this.#space += space;
        continue;
      }
      this.#text += part;
      while (this.#text.length > maxNameLength) {
        const text = this.#text;
        this.#text = text.slice(0, maxNameLength);
        end();
        this.#text = text.slice(maxNameLength);
      }
      // Nothing is added to a mark.
      if (name === undefined) end();
    }
    return words;
  }
}

/** White space, a name, or a mark. Scripts that write without spaces have a word for each character. */
const parts = /(\s+)|((?:\w|(?=[\p{L}\p{M}\p{N}])[\u0080-\u2e7f])+)|./gu;
const maxNameLength = 64;
