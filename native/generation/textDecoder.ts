import type { LlamaModel, Token } from 'node-llama-cpp';

/**
 * Turns tokens into text as they come. A token may hold a part of a character: it waits until the rest is there.
 */
export class TokenTextDecoder {
  readonly #model: LlamaModel;
  #recent: Token[];
  #pending: Token[] = [];

  /** @param before the last tokens of the prompt: some tokenisers write a space or not depending on them. */
  constructor(model: LlamaModel, before: readonly Token[]) {
    this.#model = model;
    this.#recent = before.slice(-recentTokens);
  }

  /** The text that `token` completes; empty while a character is incomplete. */
  push(token: Token): string {
    this.#pending.push(token);
    const text = this.#model.detokenize(this.#pending, false, this.#recent);
    if (text.endsWith(replacementCharacter) && this.#pending.length < maxTokensPerCharacter) return '';
    this.#recent = [...this.#recent, ...this.#pending].slice(-recentTokens);
    this.#pending = [];
    return text;
  }

  /** The text of an incomplete character at the end; a replacement character stands for what is missing. */
  flush(): string {
    return this.#pending.length === 0 ? '' : this.#model.detokenize(this.#pending, false, this.#recent);
  }
}

const replacementCharacter = '\ufffd';
/** UTF-8 has at most four bytes a character, and a byte token holds at least one. */
const maxTokensPerCharacter = 4;
const recentTokens = 4;
