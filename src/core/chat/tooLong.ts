import type { UserMessage } from '../../shared/conversation.ts';
import type { EngineModel } from '../../shared/engine.ts';
import { mayRaiseContext } from '../../shared/mayRaiseContext.ts';
import { mentionLabel } from './mentionKinds.ts';
import { messageTokens } from './planChat.ts';

/** Why a question can't be asked, for the user: it names what takes most of the room. */
export function describeTooLong(question: UserMessage, roomTokens: number, model: EngineModel): string {
  const raise = mayRaiseContext(model) ? ', or raise leeward.model.contextSize' : '';
  const tokens = messageTokens(question);
  const sizes = `The question has ${tokens} tokens, and there is room for ${roomTokens}.`;
  const [largest] = [...question.attachments].sort((a, b) => b.tokens - a.tokens);
  if (largest === undefined || largest.tokens < tokens / 4) {
    return `${sizes} Shorten it${raise}.`;
  }
  const name = mentionLabel(largest.mention);
  return `${sizes} ${name} has ${largest.tokens}: leave it out${raise === '' ? ', or' : ','} mention a part of it${raise}.`;
}
