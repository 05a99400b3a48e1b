import type { UserMessage } from '../../shared/conversation.ts';
import type { GenerateRequest } from '../../shared/engine.ts';
import type { ChatFormat } from '../prompt/chatFormat.ts';
import { chatPrompt } from '../prompt/chatPrompt.ts';
import { answerRequest } from './answerRequest.ts';
import { type ChatTurn, chatMessages } from './chatTurns.ts';

export interface ChatRequestInput {
  readonly format: ChatFormat;
  readonly system: string;
  /** What is read again, oldest first. */
  readonly turns: readonly ChatTurn[];
  readonly question: UserMessage;
  readonly maxTokens: number;
  /** There is an answer already, and another one is wanted. */
  readonly isAnother: boolean;
}

/** What the engine is asked. The attachments of the question are stable too: all but its own words. */
export function chatRequest({
  format,
  system,
  turns,
  question,
  maxTokens,
  isAnother,
}: ChatRequestInput): GenerateRequest {
  const prompt = chatPrompt({ format, system, messages: chatMessages(turns, question) });
  return answerRequest(prompt, maxTokens, isAnother);
}
