import type { ContextMeter, ShownMessage } from '../../shared/chatProtocol.ts';
import type {
  AnswerMessage,
  Attachment,
  Conversation,
  Mention,
  Message,
  UserMessage,
} from '../../shared/conversation.ts';
import type { EngineModel } from '../../shared/engine.ts';
import { isCancelled, UserError } from '../../shared/errors.ts';
import { RequestSlot } from '../completion/requestSlot.ts';
import { chooseChat } from '../prompt/chooseChat.ts';
import { type AnswerEnd, type AnswerEvents, answerQuestion } from './answerQuestion.ts';
import type { ChatSessionPorts } from './chatPorts.ts';
import { chatSystem } from './chatSystem.ts';
import {
  branchOf,
  emptyConversation,
  requireMessage,
  shownMessages,
  withBranch,
  withChanged,
  withMessage,
  withoutMessage,
  withTitle,
} from './conversationTree.ts';
import { withTyped } from './mentions/typedMentions.ts';
import { type ChatPlan, emptyMeter, planChat } from './planChat.ts';
import { describeSent } from './sentText.ts';
import { asStored, withoutCounts } from './storedConversation.ts';
import { unreadAttachments } from './unread.ts';

/** The part of what the page shows that the session knows. */
export interface ShownConversation {
  readonly conversationId: string;
  readonly title: string;
  readonly messages: readonly ShownMessage[];
  /** The answer that is being written. */
  readonly streamingId?: string;
  readonly meter: ContextMeter;
}

/** An answer that is being written. */
interface Run {
  readonly answerId: string;
  /** Ends the answer as it stands. */
  abort(): void;
}

/**
 * One conversation at a time, and the answer that is being written in it. Whatever begins another answer, or goes elsewhere,
 * stops that one: what is there of it stays.
 */
export class ChatSession {
  readonly #ports: ChatSessionPorts;
  readonly #running = new RequestSlot<Run>();
  #conversation: Conversation;
  #model: EngineModel | undefined;
  /** The model whose vocabulary the tokens of the messages are counted by. */
  #countedBy: string | undefined;
  #droppedMessages = 0;
  #savedAtMs = 0;

  constructor(ports: ChatSessionPorts) {
    this.#ports = ports;
    this.#conversation = emptyConversation(ports.newId(), ports.nowMs());
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  get streamingId(): string | undefined {
    const run = this.#running.current;
    return run !== undefined && this.#answerOf(run) !== undefined ? run.answerId : undefined;
  }

  shown(): ShownConversation {
    const { streamingId } = this;
    return {
      conversationId: this.#conversation.id,
      title: this.#conversation.title,
      messages: shownMessages(this.#conversation),
      ...(streamingId !== undefined && { streamingId }),
      meter: this.#plan(branchOf(this.#conversation))?.meter ?? emptyMeter,
    };
  }

  /** Shows a stored conversation. An answer that a closed window has left unfinished is a stopped one. */
  open(conversation: Conversation): void {
    this.stop();
    this.#conversation = asStored(conversation);
    const last = this.#conversation.messages.findLast(({ role }) => role === 'assistant');
    this.#countedBy = last?.role === 'assistant' ? last.modelName : undefined;
    if (this.#model !== undefined) this.#countBy(this.#model);
    this.#droppedMessages = Number.POSITIVE_INFINITY;
    this.#ports.onChange();
  }

  startNew(): void {
    this.stop();
    this.#conversation = emptyConversation(this.#ports.newId(), this.#ports.nowMs());
    this.#droppedMessages = 0;
    this.#ports.onChange();
  }

  /**
   * Asks. Resolves at the answer's end, however that is: failures are told by the answer's status.
   *
   * @throws UserError `inputInvalid` where there is nothing to ask, what `expand` throws, and bugs.
   */
  async send(text: string, mentions: readonly Mention[]): Promise<void> {
    const expanded = await this.#expand(text, mentions);
    if (expanded === undefined) return;
    this.stop();
    await this.#ask(expanded, this.#conversation.leafId, unreadAttachments(expanded.mentions));
  }

  /** Ends the answer that is being written, at once. */
  stop(): void {
    this.#running.current = undefined;
  }

  /** Another answer beside this one; of a question: an answer. */
  async regenerate(id: string): Promise<void> {
    const message = requireMessage(this.#conversation, id);
    const question = message.role === 'user' ? message : requireMessage(this.#conversation, message.parentId ?? '');
    await this.#answer(question.id, message.role === 'assistant');
  }

  /** Another question beside this one, with what was attached to it and `mentions`, and its answer. */
  async edit(id: string, text: string, mentions: readonly Mention[] = []): Promise<void> {
    const message = requireMessage(this.#conversation, id);
    if (message.role !== 'user') throw new UserError('inputInvalid', 'Only your own messages can be edited.');
    const attached = message.attachments.map(({ mention }) => mention);
    const expanded = await this.#expand(text, [...attached, ...mentions]);
    if (expanded === undefined) return;
    this.stop();
    // Those that are new stand behind the others.
    const added = unreadAttachments(expanded.mentions.slice(attached.length));
    await this.#ask(expanded, message.parentId, [...message.attachments, ...added]);
  }

  selectBranch(id: string): void {
    const changed = withBranch(this.#conversation, id);
    this.stop();
    this.#change({ ...changed, messages: this.#conversation.messages });
  }

  deleteMessage(id: string): void {
    this.stop();
    this.#change(withoutMessage(this.#conversation, id, this.#ports.nowMs()));
  }

  rename(title: string): void {
    this.#change(withTitle(this.#conversation, title, this.#ports.nowMs()));
  }

  /** Another model was loaded, or none is any more. */
  modelChanged(model: EngineModel | undefined): void {
    this.#model = model;
    if (model !== undefined) this.#countBy(model);
    this.#ports.onChange();
  }

  /** Markdown: what the model was given with a question (of an answer: with its question), with figures. */
  sentText(messageId: string): string {
    const message = requireMessage(this.#conversation, messageId);
    const branch = branchOf(this.#conversation, message.role === 'user' ? messageId : message.parentId);
    const question = branch.at(-1);
    if (question?.role !== 'user') throw new UserError('inputInvalid', 'That message was not sent to the model.');
    const answer = message.role === 'assistant' ? message : this.#shownAnswerTo(messageId);
    const plan = this.#plan(branch.slice(0, -1), question);
    return describeSent(question, this.#system(), plan, answer?.counts?.promptTokens);
  }

  dispose(): void {
    this.stop();
  }

  #shownAnswerTo(questionId: string): AnswerMessage | undefined {
    const next = branchOf(this.#conversation).find(({ parentId }) => parentId === questionId);
    return next?.role === 'assistant' ? next : undefined;
  }

  /**
   * @param given is mentioned already; what the text mentions stands behind it.
   * @returns `undefined` where the user has gone to another conversation meanwhile.
   */
  async #expand(text: string, given: readonly Mention[]) {
    const typed = text.trim();
    if (typed === '') throw new UserError('inputInvalid', 'The message is empty. Write what you want to know.');
    const mentions = withTyped(given, typed);
    if (!typed.startsWith('/')) return { text: typed, typed, mentions };
    const { id } = this.#conversation;
    const expanded = await this.#ports.expand(typed, new AbortController().signal);
    if (this.#conversation.id !== id) return undefined;
    return { text: expanded.text.trim(), typed, mentions: mentions.length === 0 ? expanded.mentions : mentions };
  }

  async #ask(
    { text, typed }: Pick<UserMessage, 'text' | 'typed'>,
    parentId: string | undefined,
    attachments: readonly Attachment[],
  ): Promise<void> {
    const question: UserMessage = {
      role: 'user',
      id: this.#ports.newId(),
      ...(parentId !== undefined && { parentId }),
      createdAtMs: this.#ports.nowMs(),
      text,
      ...(typed !== undefined && typed !== text && { typed }),
      attachments: [...attachments],
    };
    this.#conversation = withMessage(this.#conversation, question);
    await this.#answer(question.id, false);
  }

  async #answer(questionId: string, isAnother: boolean): Promise<void> {
    const controller = new AbortController();
    const run: Run = {
      answerId: this.#ports.newId(),
      abort: () => {
        controller.abort();
        this.#end(run, { status: 'stopped', text: this.#answerOf(run)?.text.trimEnd() ?? '' });
      },
    };
    this.#running.current = run;
    const answer: AnswerMessage = {
      role: 'assistant',
      id: run.answerId,
      parentId: questionId,
      createdAtMs: this.#ports.nowMs(),
      text: '',
      status: 'streaming',
      modelName: this.#model?.name ?? '',
    };
    this.#change(withMessage(this.#conversation, answer));
    const input = () => {
      const branch = branchOf(this.#conversation, questionId);
      return { before: branch.slice(0, -1), question: branch.at(-1) as UserMessage, isAnother };
    };
    try {
      const end = await answerQuestion(this.#ports, input, this.#eventsOf(run), controller.signal);
      this.#end(run, end);
    } catch (error) {
      if (controller.signal.aborted) return;
      const text = this.#answerOf(run)?.text.trimEnd() ?? '';
      if (isCancelled(error)) return this.#end(run, { status: 'stopped', text });
      const isExpected = error instanceof UserError;
      const problem = isExpected ? error.message : 'Something in Leeward went wrong; its log says what. Ask again.';
      this.#end(run, { status: 'failed', text, problem });
      if (!isExpected) throw error;
    }
  }

  #eventsOf(run: Run): AnswerEvents {
    return {
      onModel: (model) => {
        this.#model = model;
        this.#countBy(model);
        this.#replace(run, (answer) => ({ ...answer, modelName: model.name }));
      },
      onMessages: (changed) => {
        for (const message of changed)
          this.#conversation = withChanged(this.#conversation, message, this.#ports.nowMs());
        this.#change(this.#conversation);
      },
      onDropped: (messages) => {
        if (messages > this.#droppedMessages) {
          this.#ports.onProblem(
            `The context is full: the model no longer reads the first ${messages} messages of this conversation.`,
          );
        }
        this.#droppedMessages = messages;
      },
      onDelta: (delta) => {
        this.#replace(run, (answer) => ({ ...answer, text: answer.text + delta }));
        this.#ports.onDelta(run.answerId, delta);
        if (this.#ports.nowMs() - this.#savedAtMs >= saveEveryMs) this.#save();
      },
    };
  }

  /** Does nothing where the answer has ended already. */
  #end(run: Run, end: AnswerEnd): void {
    const ended = this.#replace(run, (answer) => ({ ...answer, ...end }));
    if (ended === undefined) return;
    this.#save();
    this.#ports.onAnswer(ended);
    this.#ports.onChange();
  }

  #replace(run: Run, change: (answer: AnswerMessage) => AnswerMessage): AnswerMessage | undefined {
    const answer = this.#answerOf(run);
    if (answer === undefined) return undefined;
    const changed = change(answer);
    this.#conversation = withChanged(this.#conversation, changed, this.#ports.nowMs());
    return changed;
  }

  /** While it is being written. */
  #answerOf({ answerId }: Run): AnswerMessage | undefined {
    const message = this.#conversation.messages.findLast(({ id }) => id === answerId);
    return message?.role === 'assistant' && message.status === 'streaming' ? message : undefined;
  }

  #change(conversation: Conversation): void {
    this.#conversation = conversation;
    this.#save();
    this.#ports.onChange();
  }

  #save(): void {
    this.#savedAtMs = this.#ports.nowMs();
    this.#ports.save(this.#conversation);
  }

  /** Another vocabulary cuts the same text into other tokens. */
  #countBy({ name }: EngineModel): void {
    if (this.#countedBy !== undefined && this.#countedBy !== name) {
      this.#conversation = withoutCounts(this.#conversation);
    }
    this.#countedBy = name;
  }

  #system(): string {
    return chatSystem(this.#ports.guardrails());
  }

  #plan(branch: readonly Message[], question?: UserMessage): ChatPlan | undefined {
    const model = this.#model;
    if (model === undefined) return undefined;
    const mode = chooseChat(model);
    const format = mode.kind === 'chat' ? mode.format : undefined;
    return planChat({ model, format, system: this.#system(), branch, ...(question !== undefined && { question }) });
  }
}

const saveEveryMs = 1_000;
