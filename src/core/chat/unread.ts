import type { Attachment, Mention, UserMessage } from '../../shared/conversation.ts';

/** What is said of a mention until it has been read; it stays where the answer is stopped before that. */
const notRead = 'Not read yet.';

/** Attachments for mentions that are to be read. */
export function unreadAttachments(mentions: readonly Mention[]): readonly Attachment[] {
  return mentions.map((mention) => ({ mention, text: '', tokens: 0, problem: notRead }));
}

/** The mentions of a question that are still to be read. */
export function unreadMentions({ attachments }: Pick<UserMessage, 'attachments'>): readonly Mention[] {
  return attachments.filter(isUnread).map(({ mention }) => mention);
}

/** The question with what was read, behind what it had already. */
export function withRead(question: UserMessage, read: readonly Attachment[]): UserMessage {
  const { tokens: _, ...rest } = question;
  return { ...rest, attachments: [...question.attachments.filter((one) => !isUnread(one)), ...read] };
}

function isUnread({ text, problem }: Attachment): boolean {
  return text === '' && problem === notRead;
}
