import type { Conversation } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import { codeOf } from './writeAtomically.ts';

export interface SaveQueueOptions {
  /** @throws what the disk throws. */
  readonly save: (conversation: Conversation, isDurable: boolean) => Promise<void>;
  /** Resolves after a moment; rejects or resolves at once where `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** A sentence to the user: something could not be saved. Once until it can again. */
  readonly onProblem: (sentence: string) => void;
}

/**
 * Saves conversations in the background: the first change at once, what comes while an answer streams about once a second,
 * and always the newest. What could not be written is tried again with the next change.
 */
export class SaveQueue {
  readonly #options: SaveQueueOptions;
  /** What is not on the disk yet. */
  readonly #pending = new Map<string, Conversation>();
  /** The turns of saving that are under way, the pause behind each included. */
  readonly #running = new Map<string, Promise<void>>();
  #hurry = new AbortController();
  #isTold = false;

  constructor(options: SaveQueueOptions) {
    this.#options = options;
  }

  add(conversation: Conversation): void {
    this.#pending.set(conversation.id, conversation);
    this.#start(conversation.id);
  }

  /** It was deleted: nothing of it is written any more. */
  async forget(id: string): Promise<void> {
    this.#pending.delete(id);
    await this.#withoutPauses(async () => await this.#running.get(id));
  }

  /** Resolves when all is written, or could not be. */
  async flush(): Promise<void> {
    await this.#withoutPauses(async () => {
      await Promise.all(this.#running.values());
      // Once more, what could not be written.
      for (const id of this.#pending.keys()) this.#start(id);
      await Promise.all(this.#running.values());
    });
  }

  /** One turn of saving a conversation: never two beside each other. */
  #start(id: string): void {
    if (this.#running.has(id)) return;
    const running = this.#run(id).finally(() => this.#running.delete(id));
    this.#running.set(id, running);
  }

  async #run(id: string): Promise<void> {
    while (this.#pending.has(id)) {
      const tried = this.#pending.get(id);
      const isWritten = await this.#write(id);
      await this.#options.sleep(pauseMs, this.#hurry.signal).catch(() => {});
      if (!isWritten && this.#pending.get(id) === tried) return;
    }
  }

  async #write(id: string): Promise<boolean> {
    const conversation = this.#pending.get(id);
    if (conversation === undefined) return true;
    try {
      // While it grows, only what the machine's power loss could take is at stake: about a second.
      await this.#options.save(conversation, conversation.messages.every(isFinished));
      if (this.#pending.get(id) === conversation) this.#pending.delete(id);
      this.#isTold = false;
      return true;
    } catch (error) {
      if (!this.#isTold) this.#options.onProblem(describe(error, conversation));
      this.#isTold = true;
      return false;
    }
  }

  async #withoutPauses(work: () => Promise<void>): Promise<void> {
    this.#hurry.abort();
    try {
      await work();
    } finally {
      this.#hurry = new AbortController();
    }
  }
}

const pauseMs = 1_000;

function isFinished(message: Conversation['messages'][number]): boolean {
  return message.role === 'user' || message.status !== 'streaming';
}

function describe(error: unknown, { title }: Conversation): string {
  const why: { readonly [code: string]: string | undefined } = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EROFS: 'the disk is read-only',
    EACCES: "VS Code may not write into Leeward's folder",
  };
  const message = error instanceof Error ? error.message : String(error);
  const reason = error instanceof UserError ? `. ${message}` : `, since ${why[codeOf(error)] ?? message}.`;
  return `The conversation "${title}" could not be saved${reason} It is kept in this window, and saved with the next change.`;
}
