import type { Engine } from '../../shared/engine.ts';
import { throwIfAborted, UserError } from '../../shared/errors.ts';
import { isGoingRound } from '../chat/isGoingRound.ts';
import { type ChatMessage, chatPrompt, type MessagePart } from '../prompt/chatPrompt.ts';
import { requireChat } from '../prompt/chooseChat.ts';

export interface ShortQuestion {
  readonly system: string;
  readonly content: readonly MessagePart[];
  readonly maxTokens: number;
  /** As {@link import('../../shared/engine.ts').GenerateRequest.grammar}. */
  readonly grammar?: string | undefined;
}

export interface ShortAnswer {
  /** Without white space around it. */
  readonly text: string;
  /** It has not run into its limit, or gone round. */
  readonly isWhole: boolean;
}

/**
 * Asks the model one thing, outside of any conversation.
 *
 * @throws CancelledError when `signal` is aborted; UserError where the model can't chat, the question is too long, or the
 *   answer is none.
 */
export async function shortAnswer(
  engine: Engine,
  { system, content, maxTokens, grammar }: ShortQuestion,
  signal: AbortSignal,
): Promise<ShortAnswer> {
  const model = await engine.model(signal);
  const question: ChatMessage = { role: 'user', content };
  const prompt = chatPrompt({ format: requireChat(model), system, messages: [question] });
  let seen = '';
  const { text, finish } = await engine.generate(
    {
      ...prompt,
      purpose: 'refactor',
      healTokens: false,
      maxTokens,
      sampling: { temperature: 0, topK: 0, topP: 1 },
      logProbabilities: false,
      ...(grammar !== undefined && { grammar }),
    },
    (delta) => {
      seen += delta;
      return isGoingRound(seen) ? 'stop' : 'continue';
    },
    signal,
  );
  throwIfAborted(signal);
  const answer = (finish === 'stopped' ? seen : text).trim();
  if (answer !== '') return { text: answer, isWhole: finish === 'endOfText' || finish === 'stopString' };
  throw new UserError('inputInvalid', 'The model has answered nothing. Ask again, or choose another model.');
}
