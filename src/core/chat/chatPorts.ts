import type { ChatView } from '../../shared/chatProtocol.ts';
import type { AnswerMessage, Attachment, Conversation, Mention } from '../../shared/conversation.ts';
import type { Engine } from '../../shared/engine.ts';
import type { ExpandedQuestion } from './slashCommands.ts';

/** What a {@link ChatSession} needs of the world. */
export interface ChatSessionPorts {
  readonly engine: Engine;
  nowMs(): number;
  /** Another one each time: letters, digits, `_` and `-`, 64 at most. */
  newId(): string;
  guardrails(): ChatView['guardrails'];
  /**
   * Reads what is mentioned, as it is now: one attachment a mention, in their order, those that say nothing included.
   *
   * @param question as the model is given it; what `#repo` searches for.
   * @param budgetTokens estimated tokens that all texts together should have at most.
   * @throws CancelledError when `signal` is aborted.
   */
  readMentions(
    mentions: readonly Mention[],
    question: string,
    budgetTokens: number,
    signal: AbortSignal,
  ): Promise<readonly Omit<Attachment, 'tokens'>[]>;
  /**
   * What a slash command at the beginning of a question stands for, with the prompts of the workspace; see `expandQuestion`.
   *
   * @throws UserError where there is no such command, or its file is no prompt.
   */
  expand(text: string, signal: AbortSignal): Promise<ExpandedQuestion>;
  /** After each change, and about once a second while an answer is written. Not waited for. */
  save(conversation: Conversation): void;
  /** Anything in what is shown has changed, but for what `onDelta` and `onAnswer` tell. */
  onChange(): void;
  /** More of the answer that is being written. */
  onDelta(id: string, delta: string): void;
  /** An answer has ended. */
  onAnswer(message: AnswerMessage): void;
  /** One sentence to the user that belongs to no message. */
  onProblem(text: string): void;
}
