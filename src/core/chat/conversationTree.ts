/**
 * What may happen to a conversation: each function gives another one, and leaves the messages of other branches as they
 * are. An answer always follows a question; a question follows nothing, an answer, or a question whose answer was deleted.
 */
import type { ShownMessage } from '../../shared/chatProtocol.ts';
import type { Conversation, Message } from '../../shared/conversation.ts';
import { BugError, UserError } from '../../shared/errors.ts';
import { titleOf } from './conversationTitle.ts';

/** One in which nothing was said yet. */
export function emptyConversation(id: string, nowMs: number): Conversation {
  return { id, title: '', createdAtMs: nowMs, updatedAtMs: nowMs, messages: [] };
}

/**
 * With a new message, which is then the leaf that is shown. Its place is its own `parentId`, so beside another one of the
 * same parent it begins a branch: an edited question, a regenerated answer. The first question gives the title where there
 * is none yet.
 */
export function withMessage(conversation: Conversation, message: Message): Conversation {
  const { messages, title } = conversation;
  const parent = message.parentId === undefined ? undefined : requireMessage(conversation, message.parentId);
  if (messages.some(({ id }) => id === message.id)) throw new BugError(`There are two messages ${message.id}.`);
  if (message.role === 'assistant' && parent?.role !== 'user') throw new BugError('An answer must follow a question.');
  return {
    ...conversation,
    title: title === '' && message.role === 'user' ? titleOf(message) : title,
    updatedAtMs: Math.max(conversation.updatedAtMs, message.createdAtMs),
    messages: [...messages, message],
    leafId: message.id,
  };
}

/** With `message` in the place of the one with its id. */
export function withChanged(conversation: Conversation, message: Message, nowMs: number): Conversation {
  const index = conversation.messages.findIndex(({ id }) => id === message.id);
  if (index === -1) return conversation;
  return { ...conversation, updatedAtMs: nowMs, messages: conversation.messages.with(index, message) };
}

/** With a title of the user's own; a blank one gives it back to the first question. */
export function withTitle(conversation: Conversation, title: string, nowMs: number): Conversation {
  const first = branchOf(conversation).find(({ role }) => role === 'user');
  const own = title.replace(/\s+/g, ' ').trim();
  const given = own === '' && first?.role === 'user' ? titleOf(first) : own;
  return { ...conversation, updatedAtMs: nowMs, title: given };
}

/** From the root to a message: without one, to the shown leaf. */
export function branchOf(conversation: Conversation, leafId = conversation.leafId): readonly Message[] {
  const byId = new Map(conversation.messages.map((message) => [message.id, message]));
  const branch: Message[] = [];
  // A damaged file may have a cycle or a parent that is missing: each message is taken out as it is met.
  for (let id = leafId; id !== undefined; ) {
    const message = byId.get(id);
    byId.delete(id);
    if (message !== undefined) branch.push(message);
    id = message?.parentId;
  }
  return branch.reverse();
}

/** The messages of the same parent, oldest first, this one included. */
function siblingsOf({ messages }: Conversation, { parentId }: Message): readonly Message[] {
  return messages.filter((other) => other.parentId === parentId);
}

/** The shown branch, as the page has it. */
export function shownMessages(conversation: Conversation): readonly ShownMessage[] {
  const idsByParent = new Map<string | undefined, string[]>();
  for (const { id, parentId } of conversation.messages) {
    const ids = idsByParent.get(parentId);
    if (ids === undefined) idsByParent.set(parentId, [id]);
    else ids.push(id);
  }
  return branchOf(conversation).map((message) => {
    const ids = idsByParent.get(message.parentId) ?? [message.id];
    return { message, siblings: { index: ids.indexOf(message.id), ids } };
  });
}

/** Shows the branch through a message: the one that is shown where it goes through it, else to the newest leaf below. */
export function withBranch(conversation: Conversation, id: string): Conversation {
  requireMessage(conversation, id);
  if (branchOf(conversation).some((message) => message.id === id)) return conversation;
  return { ...conversation, leafId: newestLeafBelow(conversation, id) };
}

/**
 * Without a message and all that followed from it. Where it was shown, the sibling nearest before it (else behind it) is
 * shown in its place, else the branch ends at its parent.
 */
export function withoutMessage(conversation: Conversation, id: string, nowMs: number): Conversation {
  const message = requireMessage(conversation, id);
  const gone = new Set([id]);
  for (const { id: childId, parentId } of conversation.messages) {
    if (parentId !== undefined && gone.has(parentId)) gone.add(childId);
  }
  const { leafId, ...rest } = conversation;
  const kept = { ...rest, updatedAtMs: nowMs, messages: conversation.messages.filter((one) => !gone.has(one.id)) };
  if (leafId === undefined || !gone.has(leafId)) return leafId === undefined ? kept : { ...kept, leafId };
  const siblings = siblingsOf(conversation, message);
  const at = siblings.indexOf(message);
  const next = siblings[at - 1] ?? siblings[at + 1];
  const nextLeaf = next === undefined ? message.parentId : newestLeafBelow(kept, next.id);
  return nextLeaf === undefined ? kept : { ...kept, leafId: nextLeaf };
}

/** @throws UserError `inputInvalid` where there is none: the page may be behind. */
export function requireMessage({ messages }: Conversation, id: string): Message {
  const message = messages.find((one) => one.id === id);
  if (message === undefined) throw new UserError('inputInvalid', 'That message is no longer in the conversation.');
  return message;
}

function newestLeafBelow({ messages }: Conversation, id: string): string {
  const below = new Set([id]);
  let newest = id;
  // A parent stands before its children, so the last one that is found has none.
  for (const { id: childId, parentId } of messages) {
    if (parentId === undefined || !below.has(parentId)) continue;
    below.add(childId);
    newest = childId;
  }
  return newest;
}
