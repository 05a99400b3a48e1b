import { cutPrefix, cutSuffix, estimateTokens, promptBudget } from './budget.ts';
import type { PartedText } from './fimPrompt.ts';

/** Room for a document's text in a prompt, in estimated tokens. */
export interface TextRoom {
  /** Of all that stands in front of the cursor. */
  readonly prefixTokens: number;
  /** 0: the prompt has no suffix. */
  readonly suffixTokens: number;
  /** Of the prefix, what is kept free for text that will be typed. */
  readonly typedTokens: number;
}

export interface TextRoomInput {
  readonly contextSizeTokens: number;
  /** Of what stands in front of the document. */
  readonly contextTokens: number;
  /** Tokens that the answer may have. */
  readonly answerTokens: number;
  readonly hasSuffix: boolean;
}

export function textRoom({ contextSizeTokens, contextTokens, answerTokens, hasSuffix }: TextRoomInput): TextRoom {
  const budget = promptBudget(contextSizeTokens - contextTokens, answerTokens, hasSuffix);
  return { ...budget, typedTokens: Math.min(maxTypedTokens, Math.floor(budget.prefixTokens / 4)) };
}

/** A page of code. */
const maxTypedTokens = 256;

/** What there is room for of the text around a cursor, parted at the start of the cursor's line, or in a very long line. */
export function partText(prefix: string, suffix: string, room: TextRoom): PartedText {
  const before = cutPrefix(prefix, room.prefixTokens - room.typedTokens);
  const lineStart = before.lastIndexOf('\n') + 1;
  const at =
    before.length - lineStart <= maxLineLength ? lineStart : behindPair(before, before.length - typedLineLength);
  return { prefix: before.slice(0, at), typed: before.slice(at), suffix: cutSuffix(suffix, room.suffixTokens) };
}

/** UTF-16 code units. Of a longer line, as in prose or data, not all was typed since. */
const maxLineLength = 240;
const typedLineLength = 80;

function behindPair(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000 ? at + 1 : at;
}

/** Whether parted text still has room, whatever has been typed and however large the context has become. */
export function hasRoom({ prefix, typed, suffix }: PartedText, room: TextRoom): boolean {
  return (
    estimateTokens(prefix) + estimateTokens(typed) <= room.prefixTokens && estimateTokens(suffix) <= room.suffixTokens
  );
}
