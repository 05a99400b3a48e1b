import * as v from 'valibot';
import { type Conversation, conversationSchema, conversationSchemaVersion } from '../../../shared/conversation.ts';

/** What a file of a conversation holds. */
export interface StoredConversation {
  readonly conversation: Conversation;
  /** Messages that were deleted: a window that still has them in its memory does not bring them back. */
  readonly deletedIds: readonly string[];
}

export type ReadConversation =
  | ({ readonly kind: 'conversation' } & StoredConversation)
  /** Of a Leeward that is newer than this one. */
  | { readonly kind: 'newer'; readonly version: number }
  /** `reason` as a phrase, for the log. */
  | { readonly kind: 'damaged'; readonly reason: string };

/** The text of a file, checked. `id` is what the file's name says. */
export function readConversationText(text: string, id: string): ReadConversation {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { kind: 'damaged', reason: 'it is no JSON' };
  }
  const versioned = v.safeParse(versionSchema, parsed);
  if (!versioned.success) return { kind: 'damaged', reason: 'it has no schema version' };
  const { schemaVersion } = versioned.output;
  if (schemaVersion > conversationSchemaVersion) return { kind: 'newer', version: schemaVersion };
  const result = v.safeParse(fileSchema, parsed);
  if (!result.success) {
    const [issue] = result.issues;
    return { kind: 'damaged', reason: `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}` };
  }
  const { conversation, deletedIds } = result.output;
  if (conversation.id !== id) return { kind: 'damaged', reason: `it is the conversation ${conversation.id}` };
  return { kind: 'conversation', conversation, deletedIds };
}

export function conversationText({ conversation, deletedIds }: StoredConversation): string {
  return `${JSON.stringify({ schemaVersion: conversationSchemaVersion, conversation, deletedIds })}\n`;
}

/** The others are checked first, so that a newer file is known for what it is. */
const versionSchema = v.object({ schemaVersion: v.pipe(v.number(), v.integer(), v.minValue(1)) });

const fileSchema = v.object({
  schemaVersion: v.literal(conversationSchemaVersion),
  conversation: conversationSchema,
  deletedIds: v.array(v.string()),
});
