import { slashCommands } from '../../src/core/chat/slashCommands.ts';
import type { Mention } from '../../src/shared/conversation.ts';
import { type Draft, draftOf, emptyDraft, readSavedState, type SavedState, withDraft } from './savedState.ts';

/** Where state outlives the page. */
export interface StateStorage {
  getState(): unknown;
  setState(state: unknown): void;
}

/** What the user is writing in the conversation that is shown, kept when the page goes. */
export class ComposerModel {
  #saved: SavedState;
  #conversationId = '';
  #state: Draft = emptyDraft;
  readonly #storage: StateStorage;
  readonly #listeners = new Set<() => void>();

  constructor(storage: StateStorage) {
    this.#storage = storage;
    this.#saved = readSavedState(storage.getState());
  }

  get state(): Draft {
    return this.#state;
  }

  /** @returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Another conversation has another draft. */
  switchTo(conversationId: string): void {
    if (conversationId === this.#conversationId) return;
    this.#conversationId = conversationId;
    this.#state = draftOf(this.#saved, conversationId);
    this.#tell();
  }

  setText(text: string): void {
    this.#change({ ...this.#state, text });
  }

  /** In front of what the user has written, which stays; a slash command of ours that stands there already goes. */
  putInFront(text: string): void {
    const written = this.#state.text.trimStart();
    if (written.startsWith(text)) return;
    const id = /^\/([\w-]+)(?=\s|$)/.exec(written)?.[1];
    const isCommand = slashCommands.some((one) => one.id === id?.toLowerCase());
    this.setText(`${text}${isCommand ? written.slice(`/${id}`.length).trimStart() : written}`);
  }

  /** A mention that is there already is not added. */
  addMention(mention: Mention): void {
    const key = mentionKey(mention);
    if (this.#state.mentions.some((other) => mentionKey(other) === key)) return;
    this.#change({ ...this.#state, mentions: [...this.#state.mentions, mention] });
  }

  removeMention(mention: Mention): void {
    this.#change({ ...this.#state, mentions: this.#state.mentions.filter((other) => other !== mention) });
  }

  /** After `sent` has been sent: unless the user has gone on writing. */
  clear(sent: Draft): void {
    if (this.#state === sent) this.#change(emptyDraft);
  }

  get scroll(): SavedState['scroll'] {
    return this.#saved.scroll?.conversationId === this.#conversationId ? this.#saved.scroll : undefined;
  }

  /** @param top in CSS pixels. */
  saveScroll(top: number, isAtEnd: boolean): void {
    if (this.#conversationId === '') return;
    this.#save({ ...this.#saved, scroll: { conversationId: this.#conversationId, top, isAtEnd } });
  }

  #change(draft: Draft): void {
    this.#state = draft;
    this.#save(withDraft(this.#saved, this.#conversationId, draft));
    this.#tell();
  }

  #save(saved: SavedState): void {
    this.#saved = saved;
    this.#storage.setState(saved);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export function mentionKey({ kind, label, uri, lines }: Mention): string {
  return JSON.stringify([kind, uri ?? label, lines?.start, lines?.end]);
}
