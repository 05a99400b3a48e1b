import type { ContextMeter } from '../../shared/chatProtocol.ts';
import type { Message, UserMessage } from '../../shared/conversation.ts';
import type { EngineModel, PromptSegment } from '../../shared/engine.ts';
import { estimateTokens } from '../prompt/budget.ts';
import type { ChatFormat, Wrapping } from '../prompt/chatFormat.ts';
import { type ChatBudget, chatBudget } from './chatBudget.ts';
import { type ChatTurn, turnsOf } from './chatTurns.ts';
import { questionText } from './questionParts.ts';

export interface ChatPlanInput {
  readonly model: Pick<EngineModel, 'contextSizeTokens' | 'windowTokens'>;
  /** Absent: the model can't chat, and markers are left out of the count. */
  readonly format?: ChatFormat | undefined;
  readonly system: string;
  /** The branch before the question. */
  readonly branch: readonly Message[];
  /** Absent: none yet; the meter counts what the next one will find. */
  readonly question?: UserMessage;
}

export interface ChatPlan {
  readonly budget: ChatBudget;
  /** What the prompt has of the branch. */
  readonly turns: readonly ChatTurn[];
  readonly meter: ContextMeter;
}

/**
 * What of a conversation the next prompt has. Sizes are those counted by the model's vocabulary; where a message was not
 * counted yet, an estimate on the safe side.
 */
export function planChat({ model, format, system, branch, question }: ChatPlanInput): ChatPlan {
  const all = turnsOf(branch);
  const userFraming = framingTokens(format?.user) + framingTokens(format?.assistant);
  const budget = chatBudget({
    contextTokens: model.contextSizeTokens,
    systemTokens: estimateTokens(system) + framingTokens(format?.system) + segmentTokens(format?.begin ?? []) + 1,
    turns: all.map((turn) => ({
      questionTokens: messageTokens(turn.question) + userFraming,
      answerTokens: messageTokens(turn.answer),
    })),
    questionTokens: question === undefined ? 0 : messageTokens(question) + userFraming,
  });
  const messagesBefore = (turns: number) => {
    const next = all[turns];
    if (turns === 0) return 0;
    const lastDropped = all[turns - 1];
    return (
      (next === undefined ? branch.indexOf(lastDropped?.answer as Message) + 1 : branch.indexOf(next.question)) || 0
    );
  };
  const droppedMessages = messagesBefore(budget.droppedTurns);
  return {
    budget,
    turns: all.slice(budget.droppedTurns),
    meter: {
      contextTokens: model.contextSizeTokens,
      usedTokens: budget.usedTokens,
      reservedTokens: budget.reservedTokens,
      ...(model.windowTokens !== undefined && { windowTokens: model.windowTokens }),
      droppedMessages,
      nextToDrop: messagesBefore(budget.nextDroppedTurns) - droppedMessages,
    },
  };
}

/** Of a model that is not known yet. */
export const emptyMeter: ContextMeter = {
  contextTokens: 0,
  usedTokens: 0,
  reservedTokens: 0,
  droppedMessages: 0,
  nextToDrop: 0,
};

/** Of its text and attachments, without what the format puts around them. */
export function messageTokens(message: Message): number {
  if (message.tokens !== undefined) return message.tokens;
  return estimateTokens(message.role === 'user' ? questionText(message) : message.text);
}

function framingTokens(wrapping: Wrapping | undefined): number {
  if (wrapping === undefined) return 0;
  const { before, lead, tail, after } = wrapping;
  return segmentTokens([...before, ...after]) + lead.length + tail.length;
}

function segmentTokens(segments: readonly PromptSegment[]): number {
  return segments.reduce((sum, { kind, text }) => sum + (kind === 'control' ? 1 : estimateTokens(text)), 0);
}
