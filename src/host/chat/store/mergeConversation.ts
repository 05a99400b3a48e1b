import type { Message } from '../../../shared/conversation.ts';
import type { StoredConversation } from './conversationFile.ts';

/**
 * Two windows may have the same conversation open, and each knows only what it has done itself. Since every message has an
 * identifier of its own and is never moved, both have their way: what one of them has added is kept, what one has deleted
 * is gone, except that a question which the other has gone on from stays.
 *
 * @param ours as this window has it, with all that this window has deleted.
 * @param theirs as the file has it.
 * @param knownTitle the title that this window had when it last read or wrote the file: who has changed it since decides.
 */
export function mergeConversation(
  ours: StoredConversation,
  theirs: StoredConversation,
  knownTitle: string | undefined,
): StoredConversation {
  const messages = new Map<string, Message>();
  for (const message of theirs.conversation.messages) messages.set(message.id, message);
  for (const message of ours.conversation.messages) {
    const other = messages.get(message.id);
    messages.set(message.id, other === undefined ? message : further(message, other));
  }
  const theirIds = new Set(theirs.conversation.messages.map(({ id }) => id));
  const added = ours.conversation.messages.filter(({ id }) => !theirIds.has(id) && !theirs.deletedIds.includes(id));
  const needed = withAncestors(added, messages);
  const deletedIds = [...new Set([...theirs.deletedIds, ...ours.deletedIds])].filter((id) => !needed.has(id));
  const deleted = new Set(deletedIds);
  const kept = parentsFirst([...messages.values()].filter(({ id }) => !deleted.has(id)));
  const { leafId, ...conversation } = ours.conversation;
  const leaf = [leafId, theirs.conversation.leafId, kept.at(-1)?.id].find((id) => kept.some((one) => one.id === id));
  return {
    conversation: {
      ...conversation,
      title: conversation.title === knownTitle ? theirs.conversation.title : conversation.title,
      updatedAtMs: Math.max(conversation.updatedAtMs, theirs.conversation.updatedAtMs),
      messages: kept,
      ...(leaf !== undefined && { leafId: leaf }),
    },
    deletedIds,
  };
}

/**
 * Only the window that asked for an answer gets it, and knows how it ended; the other one has what the file had when it was
 * opened, and takes it for stopped.
 */
function further(ours: Message, theirs: Message): Message {
  if (ours.role !== 'assistant' || theirs.role !== 'assistant') return ours;
  if (ours.status !== theirs.status) {
    for (const passing of ['streaming', 'stopped']) {
      if (ours.status === passing) return theirs;
      if (theirs.status === passing) return ours;
    }
  }
  return theirs.text.length > ours.text.length ? theirs : ours;
}

function withAncestors(messages: readonly Message[], all: ReadonlyMap<string, Message>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const message of messages) {
    for (let at: Message | undefined = message; at !== undefined && !ids.has(at.id); at = parentOf(at, all))
      ids.add(at.id);
  }
  return ids;
}

function parentOf({ parentId }: Message, all: ReadonlyMap<string, Message>): Message | undefined {
  return parentId === undefined ? undefined : all.get(parentId);
}

/** By their age; a message whose parent is gone goes with it. */
function parentsFirst(messages: readonly Message[]): readonly Message[] {
  const placed = new Map<string, Message>();
  const sorted = [...messages].sort((a, b) => a.createdAtMs - b.createdAtMs);
  for (let count = -1; count < placed.size; ) {
    count = placed.size;
    for (const message of sorted)
      if (message.parentId === undefined || placed.has(message.parentId)) placed.set(message.id, message);
  }
  return [...placed.values()];
}
