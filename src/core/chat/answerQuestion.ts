import type { AnswerMessage, Attachment, Mention, Message, UserMessage } from '../../shared/conversation.ts';
import type { EngineModel, FinishReason, GenerateResult } from '../../shared/engine.ts';
import { throwIfAborted } from '../../shared/errors.ts';
import { estimateTokens } from '../prompt/budget.ts';
import { requireChat } from '../prompt/chooseChat.ts';
import type { ChatSessionPorts } from './chatPorts.ts';
import { chatRequest } from './chatRequest.ts';
import { chatSystem, isModerated } from './chatSystem.ts';
import { countMessages } from './countMessages.ts';
import { isGoingRound } from './isGoingRound.ts';
import { moderateAll } from './moderateAll.ts';
import { planChat } from './planChat.ts';
import { questionText } from './questionParts.ts';
import { describeTooLong } from './tooLong.ts';
import { unreadMentions, withRead } from './unread.ts';

export interface AnswerInput {
  /** The branch before the question. */
  readonly before: readonly Message[];
  readonly question: UserMessage;
  /** There is an answer already, and another one is wanted. */
  readonly isAnother: boolean;
}

/** What of a session's ports an answer needs. */
export type AnswerPorts = Pick<ChatSessionPorts, 'engine' | 'guardrails' | 'readMentions'>;

/** What is told on the way. */
export interface AnswerEvents {
  onModel(model: EngineModel): void;
  /** Attachments were read, or tokens counted. */
  onMessages(changed: readonly Message[]): void;
  /** So many messages at the beginning of the branch are not read. */
  onDropped(messages: number): void;
  onDelta(delta: string): void;
}

/** How an answer ended. `text` is all of it. */
export type AnswerEnd = Pick<AnswerMessage, 'status' | 'text' | 'problem' | 'tokens' | 'counts'>;

/**
 * From a question to the end of its answer.
 *
 * @param input asked for once `onModel` was told: tokens that were counted by another model's vocabulary are to be left out.
 * @throws CancelledError, and what the engine throws: a UserError that says why there is no (whole) answer.
 */
export async function answerQuestion(
  ports: AnswerPorts,
  input: () => AnswerInput,
  events: AnswerEvents,
  signal: AbortSignal,
): Promise<AnswerEnd> {
  const { engine } = ports;
  const model = await engine.model(signal);
  throwIfAborted(signal);
  events.onModel(model);
  const { before, question: asked, isAnother } = input();
  const format = requireChat(model);
  const guardrails = ports.guardrails();
  const judge = async (text: string, role: 'prompt' | 'answer') =>
    isModerated(guardrails) ? await moderateAll(engine, model, text, role, signal) : undefined;
  const refusal = await judge(asked.text, 'prompt');
  if (refusal !== undefined) return { status: 'refused', text: '', problem: refusal };

  const system = chatSystem(guardrails);
  const unread = unreadMentions(asked);
  const attached =
    unread.length === 0 ? asked : withRead(asked, await read(ports, system, model, asked, unread, signal));
  throwIfAborted(signal);
  if (attached !== asked) events.onMessages([attached]);
  const missing = whyNothingRead(attached);
  if (missing !== undefined) return { status: 'failed', text: '', problem: missing };
  const counted = await countMessages(engine, [...before, attached], signal);
  throwIfAborted(signal);
  events.onMessages(counted);
  const question = counted.at(-1) as UserMessage;
  const { turns, budget, meter } = planChat({ model, format, system, branch: counted.slice(0, -1), question });
  if (!budget.fits)
    return { status: 'failed', text: '', problem: describeTooLong(question, budget.questionRoomTokens, model) };
  events.onDropped(meter.droppedMessages);

  const freeTokens = model.contextSizeTokens - budget.usedTokens;
  const maxTokens = Math.max(budget.reservedTokens, Math.min(maxAnswerTokens, freeTokens));
  const request = chatRequest({ format, system, turns, question, maxTokens, isAnother });
  let seen = '';
  const onDelta = (delta: string) => {
    if (signal.aborted) return 'stop';
    // Many formats have a space before the answer.
    const shown = seen === '' ? delta.trimStart() : delta;
    seen += shown;
    // What is judged is shown afterwards.
    if (shown !== '' && !isModerated(guardrails)) events.onDelta(shown);
    return isGoingRound(seen) ? 'stop' : 'continue';
  };
  const { text, finish, counts } = await engine.generate(request, onDelta, signal);
  throwIfAborted(signal);
  const answer = (finish === 'stopped' ? seen : text).trim();
  const answerRefusal = answer === '' ? undefined : await judge(answer, 'answer');
  throwIfAborted(signal);
  if (answerRefusal !== undefined) return { status: 'refused', text: '', problem: answerRefusal };
  return { ...endOf(finish, answer, maxTokens), text: answer, tokens: counts.decodeTokens, counts: costs(counts) };
}

/** A screenful several times over. A small model that goes round in circles is ended by it. */
const maxAnswerTokens = 4_096;

/** More than this takes minutes to be read on most machines, however long the context is. */
const maxAttachedTokens = 16_384;

async function read(
  ports: AnswerPorts,
  system: string,
  model: EngineModel,
  question: UserMessage,
  mentions: readonly Mention[],
  signal: AbortSignal,
): Promise<readonly Attachment[]> {
  const { budget } = planChat({ model, format: requireChat(model), system, branch: [], question });
  // Something may be attached already.
  const room =
    budget.questionRoomTokens - estimateTokens(questionText(question)) - perAttachmentTokens * mentions.length;
  const budgetTokens = Math.max(0, Math.min(maxAttachedTokens, room));
  const texts = await ports.readMentions(mentions, question.text, budgetTokens, signal);
  return texts.map((one) => ({ ...one, tokens: estimateTokens(one.text) }));
}

/** A model that is asked about what it was not given makes it up. */
function whyNothingRead({ attachments }: UserMessage): string | undefined {
  const [first] = attachments;
  if (first === undefined || attachments.some(({ text }) => text !== '')) return undefined;
  return `The model was not asked, since there is nothing to read. ${first.problem ?? ''}`.trim();
}

/** Title, path and fences, and the format around the question. */
const perAttachmentTokens = 64;

function endOf(finish: FinishReason, text: string, maxTokens: number): Pick<AnswerEnd, 'status' | 'problem'> {
  if (finish === 'maxTokens') {
    return { status: 'cut', problem: `The answer was cut after ${maxTokens} tokens. Ask the model to go on.` };
  }
  if (finish === 'contextFull') {
    return { status: 'cut', problem: 'The answer was cut where the context is full. Ask the model to go on.' };
  }
  if (finish === 'stopped')
    return { status: 'cut', problem: 'The answer had begun to repeat itself, so it was ended. Ask otherwise.' };
  if (text === '') return { status: 'failed', problem: 'The model has answered nothing. Ask again, or otherwise.' };
  return { status: 'complete' };
}

function costs({ prefillMs: _, ...counts }: GenerateResult['counts']): NonNullable<AnswerMessage['counts']> {
  return counts;
}
