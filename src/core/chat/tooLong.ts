import type { UserMessage } from '../../shared/conversation.ts';
import { mentionLabel } from './mentionKinds.ts';
import { messageTokens } from './planChat.ts';

/** Why a question can't be asked, for the user: it names what takes most of the room. */
export function describeTooLong(question: UserMessage, roomTokens: number): string {
  const tokens = messageTokens(question);
  const sizes = `The question has ${tokens} tokens, and there is room for ${roomTokens}.`;
  const [largest] = [...question.attachments].sort((a, b) => b.tokens - a.tokens);
  if (largest === undefined || largest.tokens < tokens / 4) {
    return `${sizes} Shorten it, or raise leeward.model.contextSize.`;
  }
  const name = mentionLabel(largest.mention);
  return `${sizes} ${name} has ${largest.tokens}: leave it out, mention a part of it, or raise leeward.model.contextSize.`;
}
