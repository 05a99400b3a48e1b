import { Reindentation } from './reindentation.ts';
import { type Word, WordSplitter } from './wordSplitter.ts';

/**
 * What has been said so far, as words, and what is to be expected next: where the last words have stood before, what
 * followed them then. A copy is followed through its original, so that a line that occurs more than once is continued from
 * where the copy is; a word that was replaced by another one is expected to be replaced again; and white space is looked at
 * apart from words, so that lines may be indented otherwise.
 */
export class TextLookup {
  readonly #splitter = new WordSplitter();
  readonly #words: NumberedWord[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  /** By the hash of {@link minMatchWords} words in a row: where they ended last. */
  readonly #lastEnds = new Map<number, number>();
  /** By where such words ended: where others of the same hash ended before. */
  readonly #earlierEnds: (number | undefined)[] = [];
  /** `undefined`: nothing that was said before is being said again. */
  #copy: Copy | undefined;
  /** The original was followed to here. */
  #left = 0;
  /** What stands in the copy, by what stands in the original. */
  readonly #changes = new Map<number, number>();
  readonly #indentation = new Reindentation();

  /** @param prompt in pieces. */
  constructor(prompt: readonly string[]) {
    for (const word of prompt.flatMap((piece) => this.#splitter.push(piece))) this.#append(word);
    this.#copy = this.#find();
  }

  /** The next piece of the answer. */
  push(piece: string): void {
    for (const word of this.#splitter.push(piece)) {
      const appended = this.#append(word);
      this.#copy = this.#copy === undefined ? this.#find() : this.#follow(this.#copy, appended);
    }
  }

  /**
   * What is to be expected next; empty where that is not known.
   *
   * @param length in UTF-16 code units, at least, but that {@link noText} is not expected.
   */
  expected(length: number): string {
    if (this.#copy === undefined || this.#copy.change !== undefined) return '';
    const { source } = this.#copy;
    const { begun } = this.#splitter;
    const first = this.#expectedWord(source);
    const [whole, said] = begun.text === '' ? [first.space + first.text, begun.space] : [first.text, begun.text];
    if (first.text === noText || !whole.startsWith(said)) return '';
    let text = whole.slice(said.length);
    // What is repeated may run into what is expected.
    const period = this.#words.length - source;
    for (let index = 1; text.length < length; index++) {
      const next = this.#expectedWord(source + (index % period));
      if (next.text === noText) break;
      text += next.space + next.text;
    }
    return text;
  }

  #expectedWord(source: number): Word {
    const { space, number } = this.#words[source] as NumberedWord;
    return { space: this.#indentation.expected(space), text: this.#texts[this.#changed(number)] ?? '' };
  }

  #follow(copy: Copy, { number, space }: NumberedWord): Copy | undefined {
    const original = this.#words[copy.source] as NumberedWord;
    const source = copy.source + 1;
    if (this.#changed(original.number) === number) {
      this.#indentation.learn(original.space, space);
      if (copy.change !== undefined) this.#changes.set(copy.change.from, copy.change.to);
      return { source, runWords: copy.runWords + 1 };
    }
    if (number === original.number) {
      this.#changes.delete(number);
      return { source, runWords: copy.runWords };
    }
    this.#left = copy.source;
    // The next word shows whether the copy goes on behind the change.
    const mayBeChange = copy.change === undefined && copy.runWords >= minRunWords;
    return mayBeChange ? { source, runWords: 0, change: { from: original.number, to: number } } : this.#find();
  }

  #changed(number: number): number {
    return this.#changes.get(number) ?? number;
  }

  #append({ space, text }: Word): NumberedWord {
    const word = { space, number: this.#numberOf(text) };
    this.#words.push(word);
    const end = this.#words.length;
    if (end >= minMatchWords) {
      const hash = this.#hashBefore(end);
      this.#earlierEnds[end] = this.#lastEnds.get(hash);
      this.#lastEnds.set(hash, end);
    }
    return word;
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.push(text) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  /** Where the last words ended before: the longest match, and among equals the first one behind where the copy was. */
  #find(): Copy | undefined {
    let best: Match | undefined;
    let end = this.#earlierEnds[this.#words.length];
    for (let looked = 0; end !== undefined && looked < maxLooks; looked++) {
      const match = this.#match(end);
      const isMatch = match.words >= minMatchWords && match.letters >= minMatchLetters;
      if (isMatch && (best === undefined || this.#isBetter(match, best))) best = match;
      end = this.#earlierEnds[end];
    }
    if (best === undefined) return undefined;
    for (let back = best.words; back > 0; back--) {
      const [original, copy] = [this.#words[best.end - back], this.#words[this.#words.length - back]];
      this.#indentation.learn(original?.space ?? '', copy?.space ?? '');
    }
    return { source: best.end, runWords: 0 };
  }

  /** Matches come from the last to the first. */
  #isBetter(match: Match, best: Match): boolean {
    return match.words > best.words || (match.words === best.words && match.end > this.#left);
  }

  #match(end: number): Match {
    const last = this.#words.length;
    let words = 0;
    let letters = 0;
    while (words < Math.min(maxMatchWords, end)) {
      const { number } = this.#words[end - 1 - words] as NumberedWord;
      if (number !== this.#words[last - 1 - words]?.number) break;
      words += 1;
      letters += 1 + (this.#texts[number] as string).length;
    }
    return { end, words, letters };
  }

  #hashBefore(end: number): number {
    let hash = 0;
    for (let index = end - minMatchWords; index < end; index++) {
      hash = Math.imul(hash ^ (this.#words[index] as NumberedWord).number, 0x9e3779b1);
    }
    return hash;
  }
}

interface NumberedWord {
  readonly space: string;
  /** The same for the same text. */
  readonly number: number;
}

/** Something that was said before and is being said again. */
interface Copy {
  /** Where its next word stands in the original. */
  readonly source: number;
  /** Words in a row that were to be expected. */
  readonly runWords: number;
  /** The last word is not the one to be expected. */
  readonly change?: { readonly from: number; readonly to: number };
}

/** A place where the last words have stood before. */
interface Match {
  readonly end: number;
  readonly words: number;
  /** One more for each word. */
  readonly letters: number;
}

/** Stands for what is no text in a prompt, as a marker is. */
export const noText = '\0';

const minMatchWords = 3;
/** Three marks may stand in every line. */
const minMatchLetters = 10;
const maxMatchWords = 8;
/** A copy as long as that may go on behind a change; a shorter one may have been none. */
const minRunWords = 4;
/** Places that are looked at. */
const maxLooks = 64;
