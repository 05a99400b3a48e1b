/**
 * What the chat page and the extension host say to each other, over `postMessage`. Both sides call the other's functions
 * (birpc); each checks the arguments of what it is called with against the schemas here, since neither trusts the other.
 */
import * as v from 'valibot';
import { answerMessageSchema, mentionSchema, messageSchema } from './conversation.ts';

const text = v.string();
const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const mentions = v.pipe(v.array(mentionSchema), v.maxLength(100));
const uris = v.pipe(v.array(v.pipe(text, v.maxLength(4096))), v.maxLength(100));

/** How full the context is. All in tokens. */
export const meterSchema = v.object({
  contextTokens: count,
  /** Of the conversation as the next question will find it, the system text included. */
  usedTokens: count,
  /** Kept free for the answer. */
  reservedTokens: count,
  /** Of the model's attention, where it has a window: the cache is as long as that, whatever the conversation. */
  windowTokens: v.optional(count),
  /** Messages at the beginning of the branch that the model no longer reads, since they did not fit. */
  droppedMessages: count,
  /** Messages that go next when the context is full. */
  nextToDrop: count,
});

/** A message of the shown branch, and which of its siblings it is. */
export const shownMessageSchema = v.object({
  message: messageSchema,
  siblings: v.object({ index: count, ids: v.array(id) }),
});

const guardrailsChoices = ['off', 'prompt', 'moderation', 'both'] as const;

const chatModelSchema = v.object({
  /** Empty: none is loaded yet. */
  name: text,
  /** One sentence where it can't chat, is being loaded, or is too small to be trusted. */
  notice: v.optional(text),
  canChat: v.boolean(),
});

/** Everything that the page shows, but for what the user is writing. */
export const chatViewSchema = v.object({
  conversationId: id,
  title: text,
  messages: v.array(shownMessageSchema),
  /** The answer that is being written. */
  streamingId: v.optional(id),
  model: chatModelSchema,
  guardrails: v.picklist(guardrailsChoices),
  meter: meterSchema,
  /** What is selected in the active editor: offered, never sent by itself. */
  offeredSelection: v.optional(mentionSchema),
});

export const conversationSummarySchema = v.object({
  id,
  title: text,
  updatedAtMs: count,
  messages: count,
  /** Around the first hit of a search. */
  excerpt: v.optional(text),
});

/** One row below the input while a `#` or `/` word is typed. */
export const suggestionSchema = v.object({
  /** What is seen first, and read out. */
  label: text,
  detail: v.optional(text),
  /** A codicon's name, without `codicon-`. */
  icon: text,
  /** Chosen: becomes a chip. Or it is text (`#file ` to go on with, `/explain `) that takes the typed word's place. */
  mention: v.optional(mentionSchema),
  insertText: v.optional(text),
});

/** A code block of an answer, by its place: the `index`th that `codeBlocks` finds in the message's text. */
const blockOf = [id, count] as const;

/** What the page may ask of the host: arguments by function. */
export const chatHostArguments = {
  /** The page is there and wants to be shown everything. */
  ready: v.tuple([]),
  send: v.tuple([v.pipe(text, v.maxLength(1_000_000)), mentions]),
  stop: v.tuple([]),
  /** Of an answer: another one beside it. */
  regenerate: v.tuple([id]),
  /** Of a question: another one beside it, with these mentions beside those that it had, and its answer. */
  edit: v.tuple([id, v.pipe(text, v.maxLength(1_000_000)), mentions]),
  /** Shows the branch through that message. */
  selectBranch: v.tuple([id]),
  /** A message and all that followed from it. */
  deleteMessage: v.tuple([id]),
  newConversation: v.tuple([]),
  openConversation: v.tuple([id]),
  renameConversation: v.tuple([id, v.pipe(text, v.maxLength(200))]),
  /** Asks the user first. */
  deleteConversation: v.tuple([id]),
  exportConversation: v.tuple([id]),
  listConversations: v.tuple([v.pipe(text, v.maxLength(200))]),
  /** The word before the cursor, `#` or `/` included. */
  suggest: v.tuple([v.pipe(text, v.maxLength(400))]),
  /** What was dropped on the page, as URIs. */
  mentionDropped: v.tuple([uris]),
  openMention: v.tuple([mentionSchema]),
  /** Opens exactly what the model was given with that question. */
  showSent: v.tuple([id]),
  insertBlock: v.tuple(blockOf),
  newFileFromBlock: v.tuple(blockOf),
  applyBlock: v.tuple(blockOf),
  copyText: v.tuple([v.pipe(text, v.maxLength(4_000_000))]),
  openLink: v.tuple([v.pipe(text, v.maxLength(4096))]),
  pickModel: v.tuple([]),
  setGuardrails: v.tuple([v.picklist(guardrailsChoices)]),
} as const;

/** What the host may ask of the page: arguments by function. Nothing is answered. */
export const chatPageArguments = {
  show: v.tuple([chatViewSchema]),
  /** More of the answer that is being written. */
  append: v.tuple([id, text]),
  /** The answer has ended, or changed otherwise than by growing. */
  updateAnswer: v.tuple([answerMessageSchema]),
  setMeter: v.tuple([meterSchema]),
  offerSelection: v.tuple([v.nullable(mentionSchema)]),
  /** A chip more in the input. */
  addMention: v.tuple([mentionSchema]),
  /** Puts the text (a slash command) into the input, in front of what the user was writing there, and focuses it. */
  setInput: v.tuple([text]),
  /** One sentence to the user, in the page: what was applied, refused, failed. */
  notify: v.tuple([v.picklist(['info', 'error']), text]),
  focusInput: v.tuple([]),
} as const;

type Arguments<T extends keyof typeof chatHostArguments> = v.InferOutput<(typeof chatHostArguments)[T]>;

/** What the page calls. Failures come as a rejection whose message is for the user. */
export type ChatHost = {
  readonly [T in keyof typeof chatHostArguments]: T extends keyof HostResults
    ? (...args: Arguments<T>) => Promise<HostResults[T]>
    : (...args: Arguments<T>) => Promise<void>;
};

interface HostResults {
  readonly listConversations: readonly ConversationSummary[];
  readonly suggest: readonly Suggestion[];
  readonly mentionDropped: readonly Mention[];
}

/** What the host calls. */
export type ChatPage = {
  readonly [T in keyof typeof chatPageArguments]: (...args: v.InferOutput<(typeof chatPageArguments)[T]>) => void;
};

type Mention = v.InferOutput<typeof mentionSchema>;
export type Suggestion = Readonly<v.InferOutput<typeof suggestionSchema>>;
export type ConversationSummary = Readonly<v.InferOutput<typeof conversationSummarySchema>>;
export type ChatView = Readonly<v.InferOutput<typeof chatViewSchema>>;
export type ShownMessage = Readonly<v.InferOutput<typeof shownMessageSchema>>;
export type ContextMeter = Readonly<v.InferOutput<typeof meterSchema>>;
