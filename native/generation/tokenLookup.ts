import type { Token } from 'node-llama-cpp';

/**
 * What has been said so far, as tokens, and what is to be expected next: where the last tokens have stood before, what
 * followed them then. A copy is followed through its original, so that a line that occurs more than once is continued from
 * where the copy is; and a token that was replaced by another one is expected to be replaced again, as with another name,
 * other quotes, or lines that are indented further.
 */
export class TokenLookup {
  readonly #tokens: Token[] = [];
  /** By the hash of {@link minMatchTokens} tokens in a row: where they ended last. */
  readonly #lastEnds = new Map<number, number>();
  /** By where such tokens ended: where others of the same hash ended before. */
  readonly #earlierEnds: (number | undefined)[] = [];
  /** `undefined`: nothing that was said before is being said again. */
  #copy: Copy | undefined;
  /** The original was followed to here. */
  #left = 0;
  /** What stands in the copy, by what stands in the original. */
  readonly #changes = new Map<Token, Token>();

  constructor(tokens: readonly Token[]) {
    for (const token of tokens) this.#append(token);
    this.#copy = this.#find();
  }

  get tokens(): readonly Token[] {
    return this.#tokens;
  }

  /** The tokens that are to be expected next, as many as asked for; none where that is not known. */
  expected(count: number): readonly Token[] {
    if (this.#copy === undefined || this.#copy.change !== undefined) return [];
    const { source } = this.#copy;
    // What is repeated may run into what is guessed.
    const period = this.#tokens.length - source;
    return Array.from({ length: count }, (_, index) => this.#changed(this.#tokens[source + (index % period)] as Token));
  }

  /** @returns whether that token was to be expected; `undefined` where none was. */
  push(token: Token): boolean | undefined {
    const copy = this.#copy;
    const original = copy && (this.#tokens[copy.source] as Token);
    const agreed = original !== undefined && this.#changed(original) === token;
    const wasKnown = copy !== undefined && copy.change === undefined;
    this.#append(token);
    this.#copy = copy && original !== undefined ? this.#follow(copy, original, token, agreed) : this.#find();
    return wasKnown ? agreed : undefined;
  }

  #follow(copy: Copy, original: Token, token: Token, agreed: boolean): Copy | undefined {
    const source = copy.source + 1;
    if (agreed) {
      if (copy.change !== undefined) this.#changes.set(copy.change.from, copy.change.to);
      return { source, runTokens: copy.runTokens + 1 };
    }
    if (token === original) {
      this.#changes.delete(original);
      return { source, runTokens: copy.runTokens };
    }
    this.#left = copy.source;
    // The next token shows whether the copy goes on behind the change.
    const mayBeChange = copy.change === undefined && copy.runTokens >= minRunTokens;
    return mayBeChange ? { source, runTokens: 0, change: { from: original, to: token } } : this.#find();
  }

  #changed(token: Token): Token {
    return this.#changes.get(token) ?? token;
  }

  #append(token: Token): void {
    this.#tokens.push(token);
    const end = this.#tokens.length;
    if (end < minMatchTokens) return;
    const hash = this.#hashBefore(end);
    this.#earlierEnds[end] = this.#lastEnds.get(hash);
    this.#lastEnds.set(hash, end);
  }

  /** Where the last tokens ended before: the longest match, and among equals the first one behind where the copy was. */
  #find(): Copy | undefined {
    let best: Match | undefined;
    let end = this.#earlierEnds[this.#tokens.length];
    for (let looked = 0; end !== undefined && looked < maxLooks; looked++) {
      const match = { end, tokens: this.#matchLength(end) };
      if (match.tokens >= minMatchTokens && (best === undefined || this.#isBetter(match, best))) best = match;
      end = this.#earlierEnds[end];
    }
    return best && { source: best.end, runTokens: 0 };
  }

  /** Matches come from the last to the first. */
  #isBetter(match: Match, best: Match): boolean {
    return match.tokens > best.tokens || (match.tokens === best.tokens && match.end > this.#left);
  }

  #matchLength(end: number): number {
    const last = this.#tokens.length;
    let length = 0;
    while (
      length < Math.min(maxMatchTokens, end) &&
      this.#tokens[end - 1 - length] === this.#tokens[last - 1 - length]
    ) {
      length += 1;
    }
    return length;
  }

  #hashBefore(end: number): number {
    let hash = 0;
    for (let index = end - minMatchTokens; index < end; index++) {
      hash = Math.imul(hash ^ (this.#tokens[index] as Token), 0x9e3779b1);
    }
    return hash;
  }
}

/** Something that was said before and is being said again. */
interface Copy {
  /** Where its next token stands in the original. */
  readonly source: number;
  /** Tokens in a row that were to be expected. */
  readonly runTokens: number;
  /** The last token is not the one to be expected. */
  readonly change?: { readonly from: Token; readonly to: Token };
}

/** A place where the last tokens have stood before. */
interface Match {
  readonly end: number;
  readonly tokens: number;
}

const minMatchTokens = 3;
const maxMatchTokens = 8;
/** A copy as long as that may go on behind a change; a shorter one may have been none. */
const minRunTokens = 4;
/** Places that are looked at: three tokens may stand in every line. */
const maxLooks = 64;
