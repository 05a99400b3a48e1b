import type { GenerateRequest } from '../../shared/engine.ts';
import type { ChatPrompt } from '../prompt/chatPrompt.ts';

/**
 * Asks the engine for the answer that a conversation's prompt ends in. All but its last text stays when the question is
 * edited or answered anew: a windowed cache keeps a checkpoint there.
 *
 * @param isAnother there is an answer already, and another one is wanted.
 */
export function answerRequest(prompt: ChatPrompt, maxTokens: number, isAnother: boolean): GenerateRequest {
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
