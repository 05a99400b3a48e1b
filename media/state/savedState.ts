import * as v from 'valibot';
import { mentionSchema } from '../../src/shared/conversation.ts';

const draftSchema = v.object({ text: v.string(), mentions: v.array(mentionSchema) });

const savedStateSchema = v.object({
  /** What was being written, by conversation; the latest last. */
  drafts: v.array(v.tuple([v.string(), draftSchema])),
  /** Where the reader was. `top` in CSS pixels. */
  scroll: v.optional(v.object({ conversationId: v.string(), top: v.number(), isAtEnd: v.boolean() })),
});

export type Draft = Readonly<v.InferOutput<typeof draftSchema>>;
export type SavedState = Readonly<v.InferOutput<typeof savedStateSchema>>;

export const emptyDraft: Draft = { text: '', mentions: [] };

/** Drafts that are kept. */
const draftLimit = 20;

/** What a page before this one has left; nothing of what has not the right shape. */
export function readSavedState(stored: unknown): SavedState {
  const { success, output } = v.safeParse(savedStateSchema, stored);
  return success ? output : { drafts: [] };
}

export function draftOf(state: SavedState, conversationId: string): Draft {
  return state.drafts.find(([id]) => id === conversationId)?.[1] ?? emptyDraft;
}

/** An empty draft is forgotten. */
export function withDraft(state: SavedState, conversationId: string, draft: Draft): SavedState {
  const others = state.drafts.filter(([id]) => id !== conversationId);
  const isEmpty = draft.text === '' && draft.mentions.length === 0;
  const drafts = isEmpty ? others : [...others, [conversationId, draft] satisfies [string, Draft]];
  return { ...state, drafts: drafts.slice(-draftLimit) };
}
