import type { ChatView, ContextMeter, ShownMessage } from '../../src/shared/chatProtocol.ts';
import type { AnswerMessage, Mention } from '../../src/shared/conversation.ts';

export interface Notice {
  readonly id: number;
  readonly kind: 'info' | 'error';
  readonly text: string;
}

/** What is shown, but for what the user is writing. */
export interface ChatState {
  /** Absent until the host has answered `ready`. */
  readonly view?: ChatView;
  /** The latest few, oldest first. */
  readonly notices: readonly Notice[];
}

/** More would hide the conversation. */
const noticeLimit = 3;

/**
 * The state of the page, changed by what the host says. Deltas of an answer are gathered and become one change a frame;
 * a message that did not change stays the same object.
 */
export class ChatStore {
  #state: ChatState = { notices: [] };
  #pending: { readonly id: string; text: string } | undefined;
  #lastNoticeId = 0;
  readonly #nextFrame: (run: () => void) => void;
  readonly #listeners = new Set<() => void>();

  /** @param nextFrame calls back once, soon, never at once. */
  constructor(nextFrame: (run: () => void) => void) {
    this.#nextFrame = nextFrame;
  }

  get state(): ChatState {
    return this.#state;
  }

  /** @returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  show(view: ChatView): void {
    // What was gathered is in the view's text already.
    this.#pending = undefined;
    const before = new Map(this.#state.view?.messages.map((shown) => [shown.message.id, shown]));
    const messages = view.messages.map((shown) => {
      const known = before.get(shown.message.id);
      return known !== undefined && isSame(known, shown) ? known : shown;
    });
    const isOther = view.conversationId !== this.#state.view?.conversationId;
    this.#set({ view: { ...view, messages } });
    if (isOther) this.dismiss();
  }

  append(id: string, delta: string): void {
    if (this.#pending?.id === id) {
      this.#pending.text += delta;
      return;
    }
    this.#flush();
    this.#pending = { id, text: delta };
    this.#nextFrame(() => this.#flush());
  }

  updateAnswer(message: AnswerMessage): void {
    if (this.#pending?.id === message.id) this.#pending = undefined;
    const { view } = this.#state;
    if (view === undefined) return;
    const { streamingId, ...rest } = view;
    const isStreaming = streamingId !== undefined && (streamingId !== message.id || message.status === 'streaming');
    const messages = replaceMessage(view.messages, message.id, () => message);
    this.#set({ view: { ...rest, messages, ...(isStreaming && { streamingId }) } });
  }

  setMeter(meter: ContextMeter): void {
    const { view } = this.#state;
    if (view !== undefined) this.#set({ view: { ...view, meter } });
  }

  offerSelection(mention: Mention | null): void {
    const { view } = this.#state;
    if (view === undefined) return;
    const { offeredSelection: _, ...rest } = view;
    this.#set({ view: mention === null ? rest : { ...rest, offeredSelection: mention } });
  }

  notify(kind: Notice['kind'], text: string): void {
    // What only informs is about what was done last.
    const others = this.#state.notices.filter((notice) => notice.kind === 'error' && notice.text !== text);
    const notice = { id: ++this.#lastNoticeId, kind, text };
    this.#set({ notices: [...others, notice].slice(-noticeLimit) });
  }

  /** Without an id: all that only inform. */
  dismiss(id?: number): void {
    const notices = this.#state.notices.filter((notice) =>
      id === undefined ? notice.kind === 'error' : notice.id !== id,
    );
    if (notices.length !== this.#state.notices.length) this.#set({ notices });
  }

  #flush(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    const { view } = this.#state;
    if (pending === undefined || view === undefined) return;
    const messages = replaceMessage(view.messages, pending.id, (message) => ({
      ...message,
      text: message.text + pending.text,
    }));
    this.#set({ view: { ...view, messages } });
  }

  #set(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function replaceMessage(
  messages: readonly ShownMessage[],
  id: string,
  change: (message: ShownMessage['message']) => ShownMessage['message'],
): ShownMessage[] {
  return messages.map((shown) => (shown.message.id === id ? { ...shown, message: change(shown.message) } : shown));
}

function isSame(a: ShownMessage, b: ShownMessage): boolean {
  return a.message.text === b.message.text && JSON.stringify(a) === JSON.stringify(b);
}
