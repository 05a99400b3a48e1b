import type { Message } from '../../shared/conversation.ts';
import type { Engine } from '../../shared/engine.ts';
import { isCancelled, UserError } from '../../shared/errors.ts';
import { questionText } from './questionParts.ts';

/**
 * The same messages, each with its tokens. What was counted stays as it is; where the engine can't say, the rest stays
 * uncounted, and is estimated by whoever needs it.
 *
 * @throws CancelledError when `signal` is aborted.
 */
export async function countMessages(
  engine: Engine,
  messages: readonly Message[],
  signal: AbortSignal,
): Promise<readonly Message[]> {
  const texts = messages.flatMap(textsOf);
  if (texts.length === 0) return messages;
  const counts = await countOrNone(engine, texts, signal);
  if (counts === undefined) return messages;
  let at = 0;
  const next = () => counts[at++] ?? 0;
  return messages.map((message): Message => {
    if (message.tokens !== undefined) return message;
    const tokens = next();
    if (message.role === 'assistant') return { ...message, tokens };
    const attachments = message.attachments.map((one) => ({ ...one, tokens: next() }));
    return { ...message, tokens, attachments };
  });
}

/** What is to be counted of a message: all of it, and each attachment. */
function textsOf(message: Message): readonly string[] {
  if (message.tokens !== undefined) return [];
  if (message.role === 'assistant') return [message.text];
  return [questionText(message), ...message.attachments.map(({ text }) => text)];
}

async function countOrNone(engine: Engine, texts: readonly string[], signal: AbortSignal) {
  try {
    return await engine.countTokens(texts, signal);
  } catch (error) {
    if (isCancelled(error) || !(error instanceof UserError)) throw error;
    return undefined;
  }
}
