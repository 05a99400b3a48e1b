import type { PromptSegment } from '../../shared/engine.ts';

/**
 * How a family of chat models wants a conversation written. What a user, a model or a file contributes goes between these
 * pieces as text; the tokeniser keeps it from spelling any of them.
 *
 * SentencePiece writes a space in front of each text it is given, and the models of Mistral and Llama saw each piece
 * with it. The engine leaves it away inside a prompt, so it is written out here (`lead`, ` [INST]`).
 */
export interface ChatFormat {
  readonly name: string;
  /** Before everything. */
  readonly begin: readonly PromptSegment[];
  /** `firstUserMessage`: inside that message, before the user's text, which then has no `lead`. */
  readonly system: Wrapping & { readonly place: 'ownTurn' | 'firstUserMessage' };
  readonly user: Wrapping;
  /** What is before the answer ends the prompt; its `lead` is the model's to write. */
  readonly assistant: Wrapping;
  /** White space around a user's text is left away. */
  readonly trimsText: boolean;
  /** What its models know as ordinary tokens, and text must not spell in the same ones. */
  readonly guardedTexts: readonly string[];
  /** Control tokens that end an answer, beside the vocabulary's own. */
  readonly stopTokens: readonly string[];
  /** Texts that end an answer: the beginning of a next turn, which models sometimes write themselves. */
  readonly stop: readonly string[];
}

/** What stands around a text: `lead` and `tail` belong to the text's own segment. */
export interface Wrapping {
  readonly before: readonly PromptSegment[];
  readonly lead: string;
  readonly tail: string;
  readonly after: readonly PromptSegment[];
}

/** Nothing around it. */
export const bare: Wrapping = { before: [], lead: '', tail: '', after: [] };
