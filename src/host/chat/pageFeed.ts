import type { ChatPage, ChatView } from '../../shared/chatProtocol.ts';
import type { AnswerMessage } from '../../shared/conversation.ts';

export interface PageFeedOptions {
  /** Everything that the page shows, now. */
  readonly view: () => ChatView;
  /** Calls back once, in a moment: what changes until then is one message. */
  readonly soon: (run: () => void) => void;
}

type Tell = (page: ChatPage) => void;

/**
 * What the page is told, in as few messages as it has frames. A page that is not there misses changes, since it is shown
 * everything when it comes; a wish (to focus the input, say) waits for it.
 */
export class PageFeed {
  readonly #options: PageFeedOptions;
  #page: ChatPage | undefined;
  #wishes: Tell[] = [];
  /** What grew since the last message. */
  #grown: { readonly id: string; text: string } | undefined;
  #isChanged = false;
  #isScheduled = false;

  constructor(options: PageFeedOptions) {
    this.#options = options;
  }

  /** A page has come, or has come anew. */
  attach(page: ChatPage): void {
    this.#page = page;
    this.#show(page);
    for (const tell of this.#wishes.splice(0)) tell(page);
  }

  /** It has gone, or is hidden, which is the same. */
  detach(): void {
    this.#page = undefined;
  }

  /** Anything that is shown is another one. */
  changed(): void {
    this.#isChanged = true;
    this.#schedule();
  }

  grew(id: string, delta: string): void {
    // What is shown next has it already.
    if (this.#isChanged) return;
    if (this.#grown?.id === id) this.#grown.text += delta;
    else {
      this.#flush();
      this.#grown = { id, text: delta };
    }
    this.#schedule();
  }

  /** At once, since the user may have asked for it. */
  ended(message: AnswerMessage): void {
    if (this.#grown?.id === message.id) this.#grown = undefined;
    this.#page?.updateAnswer(message);
  }

  /** What is not part of the view. It is for what is shown by then: another conversation has another input. */
  wish(tell: Tell): void {
    this.#flush();
    if (this.#page === undefined) this.#wishes.push(tell);
    else tell(this.#page);
  }

  /** What only matters to a page that is there. */
  tell(tell: Tell): void {
    if (this.#page !== undefined) tell(this.#page);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.soon(() => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    const page = this.#page;
    if (page === undefined) return;
    if (this.#isChanged) this.#show(page);
    else if (this.#grown !== undefined) page.append(this.#grown.id, this.#grown.text);
    this.#grown = undefined;
  }

  #show(page: ChatPage): void {
    // It has all that grew.
    this.#grown = undefined;
    this.#isChanged = false;
    page.show(this.#options.view());
  }
}
