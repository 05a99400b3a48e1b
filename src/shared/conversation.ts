/**
 * A chat conversation, as it is kept on disk and shown in the page.
 *
 * It is a tree: an edited question or a regenerated answer is a new message beside the old one, under the same parent, and
 * nothing that was said is lost. What is shown is one branch of it, from the root to a leaf.
 */
import * as v from 'valibot';

/** Raised whenever a stored conversation changes its shape. */
export const conversationSchemaVersion = 1;

const text = v.string();
const identifier = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** 0-based, `end` exclusive. */
const lineRange = v.object({ start: count, end: count });

/** What a user refers to with `#`. */
export const mentionKinds = [
  'file',
  'folder',
  'selection',
  'symbol',
  'problems',
  'changes',
  'terminal',
  'repo',
] as const;

/** A thing that is to be read when the question is sent. `uri` where it is a place in a file or folder. */
export const mentionSchema = v.object({
  kind: v.picklist(mentionKinds),
  /** What the chip says: `clamp.ts`, `clamp`, `clamp.ts:3-9`. Without it, the kind says all (`#changes`). */
  label: text,
  uri: v.optional(text),
  lines: v.optional(lineRange),
});

/** What a mention had to say at the moment when the question was sent, and the model was given. Never read again. */
export const attachmentSchema = v.object({
  mention: mentionSchema,
  /** `/`-separated, relative to its workspace folder, where it is a file's. */
  path: v.optional(text),
  languageId: v.optional(text),
  /** Of the file: what is quoted. */
  lines: v.optional(lineRange),
  /** As it was sent; empty where there was nothing, and `problem` says why. */
  text,
  tokens: count,
  /** One sentence: not found, private, cut after so many lines. */
  problem: v.optional(text),
});

const messageBase = { id: identifier, parentId: v.optional(identifier), createdAtMs: count, text };

export const userMessageSchema = v.object({
  ...messageBase,
  role: v.literal('user'),
  /** What the user has written, where a slash command stands for more: `text` is what the model is asked. */
  typed: v.optional(text),
  attachments: v.array(attachmentSchema),
  /** Of text and attachments, by the model's own vocabulary. Absent: not counted yet. */
  tokens: v.optional(count),
});

/**
 * `streaming` on disk: the window was closed meanwhile. `cut`: the answer's tokens, or the context's, were used up.
 * `refused`: by moderation, with the reason in `problem`.
 */
const answerStatuses = ['streaming', 'complete', 'stopped', 'cut', 'failed', 'refused'] as const;

export const answerMessageSchema = v.object({
  ...messageBase,
  role: v.literal('assistant'),
  status: v.picklist(answerStatuses),
  /** One sentence, for `failed`, `cut` and `refused`. */
  problem: v.optional(text),
  modelName: text,
  tokens: v.optional(count),
  /** What the answer cost: prompt tokens reused and computed, and times. */
  counts: v.optional(
    v.object({
      promptTokens: count,
      reusedTokens: count,
      evaluatedTokens: count,
      timeToFirstTokenMs: v.number(),
      decodeTokens: count,
      decodeMs: v.number(),
    }),
  ),
});

export const messageSchema = v.variant('role', [userMessageSchema, answerMessageSchema]);

export const conversationSchema = v.object({
  id: identifier,
  title: text,
  createdAtMs: count,
  updatedAtMs: count,
  /** In the order of their making, so that a parent stands before its children. */
  messages: v.array(messageSchema),
  /** The last message of the branch that is shown. Absent: there is none yet. */
  leafId: v.optional(identifier),
});

export type MentionKind = (typeof mentionKinds)[number];
export type Mention = Readonly<v.InferOutput<typeof mentionSchema>>;
export type Attachment = Readonly<v.InferOutput<typeof attachmentSchema>>;
export type UserMessage = Readonly<v.InferOutput<typeof userMessageSchema>>;
export type AnswerMessage = Readonly<v.InferOutput<typeof answerMessageSchema>>;
export type Message = UserMessage | AnswerMessage;
export type Conversation = Readonly<Omit<v.InferOutput<typeof conversationSchema>, 'messages'>> & {
  readonly messages: readonly Message[];
};
