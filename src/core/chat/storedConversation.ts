import type { Conversation, Message } from '../../shared/conversation.ts';

/** A conversation as it was left: an answer that was being written when the window closed was stopped by that. */
export function asStored(conversation: Conversation): Conversation {
  const messages = conversation.messages.map(
    (message): Message =>
      message.role === 'assistant' && message.status === 'streaming' ? { ...message, status: 'stopped' } : message,
  );
  const isLeafThere = messages.some(({ id }) => id === conversation.leafId);
  const leafId = isLeafThere ? conversation.leafId : messages.at(-1)?.id;
  const { leafId: _, ...rest } = conversation;
  return { ...rest, messages, ...(leafId !== undefined && { leafId }) };
}

/** Without what was counted, so that it is counted anew. */
export function withoutCounts(conversation: Conversation): Conversation {
  return { ...conversation, messages: conversation.messages.map(withoutCount) };
}

export function withoutCount({ tokens: _, ...message }: Message): Message {
  return message;
}
