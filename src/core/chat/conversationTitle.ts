import type { UserMessage } from '../../shared/conversation.ts';
import { mentionLabel } from './mentionKinds.ts';

const maxTitleCharacters = 60;

/**
 * A title for a conversation that begins with this question: its first line, cut at the end of a word. A slash command
 * alone says too little: what it is about stands behind it.
 */
export function titleOf({ text, typed, attachments }: Pick<UserMessage, 'text' | 'typed' | 'attachments'>): string {
  const about = attachments[0]?.mention;
  const [line = ''] = (typed ?? text).trim().split('\n', 1);
  const isCommandAlone = typed !== undefined && !/\s/.test(typed.trim());
  const words = `${line} ${isCommandAlone && about !== undefined ? mentionLabel(about) : ''}`
    .replace(/\s+/g, ' ')
    .trim();
  if (words.length <= maxTitleCharacters) return words;
  const cut = words.slice(0, maxTitleCharacters).replace(/[\uD800-\uDBFF]$/, '');
  const wordEnd = cut.lastIndexOf(' ');
  return `${wordEnd > maxTitleCharacters / 2 ? cut.slice(0, wordEnd) : cut}…`;
}
