import type { UserMessage } from '../../shared/conversation.ts';
import type { GenerateRequest } from '../../shared/engine.ts';
import type { ChatFormat } from '../prompt/chatFormat.ts';
import { chatPrompt } from '../prompt/chatPrompt.ts';
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

/**
 * What the engine is asked. All but the question's own words stays when the question is edited or answered anew, its
 * attachments included: a windowed cache keeps a checkpoint there.
 */
export function chatRequest({
  format,
  system,
  turns,
  question,
  maxTokens,
  isAnother,
}: ChatRequestInput): GenerateRequest {
  const prompt = chatPrompt({ format, system, messages: chatMessages(turns, question) });
  return {
    ...prompt,
    stableSegments: prompt.segments.findLastIndex(({ kind }) => kind === 'text'),
    purpose: 'chat',
    healTokens: false,
    maxTokens,
    // A little chance keeps small models from going round in circles; the seed gives the same answer each time.
    sampling: isAnother
      ? { temperature: 0.8, topK: 40, topP: 0.95 }
      : { temperature: 0.3, topK: 40, topP: 0.95, seed: 1 },
    logProbabilities: false,
  };
}
