import type { AnswerMessage, Message, UserMessage } from '../../shared/conversation.ts';
import type { ChatMessage } from '../prompt/chatPrompt.ts';
import { questionParts } from './questionParts.ts';

/** A question, and what was answered. */
export interface ChatTurn {
  readonly question: UserMessage;
  readonly answer: AnswerMessage;
}

/**
 * The turns of a branch that a model is told of again. A question without an answer (none was written, moderation refused
 * it, it was deleted) is not read again: what failed once is asked anew by the user, and need not be said twice.
 */
export function turnsOf(branch: readonly Message[]): readonly ChatTurn[] {
  return branch.flatMap((question, index): readonly ChatTurn[] => {
    const answer = branch[index + 1];
    if (question.role !== 'user' || answer?.role !== 'assistant') return [];
    return answer.text.trim() === '' || answer.status === 'refused' ? [] : [{ question, answer }];
  });
}

/** Turns, and the question that is to be answered, for the prompt. */
export function chatMessages(turns: readonly ChatTurn[], question: UserMessage): readonly ChatMessage[] {
  const before = turns.flatMap((turn): readonly ChatMessage[] => [
    { role: 'user', content: questionParts(turn.question) },
    { role: 'assistant', content: turn.answer.text },
  ]);
  return [...before, { role: 'user', content: questionParts(question) }];
}
