import type { ChatSession } from '../../core/chat/chatSession.ts';
import { emptyConversation, withTitle } from '../../core/chat/conversationTree.ts';
import { exportMarkdown } from '../../core/chat/exportMarkdown.ts';
import { RequestSlot } from '../../core/completion/requestSlot.ts';
import type { ConversationSummary } from '../../shared/chatProtocol.ts';
import type { Conversation } from '../../shared/conversation.ts';
import { UserError } from '../../shared/errors.ts';
import type { ConversationStore } from './store/conversationStore.ts';
import type { SaveQueue } from './store/saveQueue.ts';

/** Where the workspace keeps which conversation was open: VS Code's `Memento`. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface ConversationsDeps {
  readonly session: ChatSession;
  readonly store: ConversationStore;
  readonly queue: SaveQueue;
  readonly memory: Memory;
  readonly nowMs: () => number;
}

/** The conversations of the workspace: the one that is open, and those on the disk. */
export class Conversations {
  readonly #deps: ConversationsDeps;
  /** The one that is being read, to be shown. Whatever is chosen after it is what the user wants. */
  readonly #opening = new RequestSlot<AbortController>();

  constructor(deps: ConversationsDeps) {
    this.#deps = deps;
  }

  /** Opens the one that was open when the window was last closed: an empty one too, whose draft the page has kept. */
  async reopenLast(): Promise<void> {
    const { session, store, memory } = this.#deps;
    const id = memory.get(openKey);
    const begun = session.conversation;
    const opening = this.#nowOpening();
    const last = typeof id === 'string' ? ((await store.open(id)) ?? (await this.#empty(id))) : undefined;
    // Meanwhile the user may have begun to ask.
    if (opening.aborted) return;
    if (last !== undefined && session.conversation === begun) session.open(last);
    this.#remember();
  }

  startNew(): void {
    this.#opening.current = undefined;
    // One that is empty is new enough.
    if (this.#deps.session.conversation.messages.length > 0) this.#deps.session.startNew();
    this.#remember();
  }

  async open(id: string): Promise<void> {
    const { session, queue } = this.#deps;
    const opening = this.#nowOpening();
    const { id: openId, messages } = session.conversation;
    // An empty one may have been begun in another window meanwhile.
    if (openId === id && messages.length > 0) return;
    await queue.flush();
    const conversation = await this.#stored(id);
    if (opening.aborted) return;
    session.open(conversation);
    this.#remember();
  }

  async rename(id: string, title: string): Promise<void> {
    const { session, store, queue } = this.#deps;
    if (session.conversation.id === id) session.rename(title);
    else await store.rename(id, withTitle(await this.#stored(id), title, this.#deps.nowMs()).title);
    await queue.flush();
  }

  /** For good. */
  async delete(id: string): Promise<void> {
    const { store, queue } = this.#deps;
    this.leave(id);
    await queue.forget(id);
    await store.delete(id);
  }

  /**
   * It is no more: an empty one takes its place, where it is open.
   *
   * @returns where it was open: the last question that was asked and not saved, as it was typed.
   */
  leave(id: string): { readonly unsaved: string | undefined } | undefined {
    const { session, store } = this.#deps;
    if (session.conversation.id !== id) return undefined;
    const question = store.unsaved(session.conversation).findLast((message) => message.role === 'user');
    session.startNew();
    this.#remember();
    return { unsaved: question?.typed ?? question?.text };
  }

  /** As markdown. */
  async exported(id: string): Promise<{ readonly title: string; readonly markdown: string }> {
    const { session } = this.#deps;
    const conversation = session.conversation.id === id ? session.conversation : await this.#stored(id);
    return { title: conversation.title, markdown: exportMarkdown(conversation) };
  }

  /** @param search words that each must have; empty: all. */
  async list(search: string): Promise<readonly ConversationSummary[]> {
    await this.#deps.queue.flush();
    return await this.#deps.store.list(search);
  }

  /** The title of one of them, for a question about it. */
  async titleOf(id: string): Promise<string> {
    const { session } = this.#deps;
    return session.conversation.id === id ? session.conversation.title : (await this.#stored(id)).title;
  }

  async #stored(id: string): Promise<Conversation> {
    const conversation = await this.#deps.store.open(id);
    if (conversation !== undefined) return conversation;
    throw new UserError('inputInvalid', 'That conversation is no longer there, or its file can not be read.');
  }

  /** @returns `undefined` where there is a file of that identifier, which is not to be written over. */
  async #empty(id: string): Promise<Conversation | undefined> {
    if (!/^[\w-]{1,64}$/.test(id) || !(await this.#deps.store.isFree(id))) return undefined;
    return emptyConversation(id, this.#deps.nowMs());
  }

  #nowOpening(): AbortSignal {
    const opening = new AbortController();
    this.#opening.current = opening;
    return opening.signal;
  }

  #remember(): void {
    void this.#deps.memory.update(openKey, this.#deps.session.conversation.id);
  }
}

const openKey = 'leeward.chat.open';
