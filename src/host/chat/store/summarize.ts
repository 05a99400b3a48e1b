import type { ConversationSummary } from '../../../shared/chatProtocol.ts';
import type { Conversation, Message } from '../../../shared/conversation.ts';

/**
 * A row of the list of conversations.
 *
 * @param words in lower case; each must be in the title or in some message, as it is shown. What is attached to questions is not searched.
 * @returns `undefined` where a word is nowhere.
 */
export function summarize(conversation: Conversation, words: readonly string[]): ConversationSummary | undefined {
  const { id, title, updatedAtMs, messages } = conversation;
  const texts = [title, ...messages.map(shownText)];
  const lower = texts.map((text) => text.toLowerCase());
  if (!words.every((word) => lower.some((text) => text.includes(word)))) return undefined;
  const [first] = words;
  const at = first === undefined ? -1 : lower.findIndex((text, index) => index > 0 && text.includes(first));
  const text = texts[at];
  const summary = { id, title, updatedAtMs, messages: messages.length };
  return text === undefined || first === undefined ? summary : { ...summary, excerpt: excerptOf(text, first) };
}

/** A slash command as it was typed, not the prompt that it stands for. */
function shownText(message: Message): string {
  return message.role === 'user' ? (message.typed ?? message.text) : message.text;
}

/** Some words around the first hit, on one line. */
function excerptOf(text: string, word: string): string {
  const hit = Math.max(0, text.toLowerCase().indexOf(word));
  const start = Math.max(0, hit - before);
  const end = Math.min(text.length, hit + word.length + behind);
  const cut = text.slice(start, end).replace(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${cut}${end < text.length ? '…' : ''}`;
}

const before = 40;
const behind = 80;
