import type { AnswerMessage, Attachment, UserMessage } from '../../src/shared/conversation.ts';

/** A question, whose text is its id. */
export function question(id: string, parentId?: string, attachments: readonly Attachment[] = []): UserMessage {
  const parent = parentId === undefined ? {} : { parentId };
  return { role: 'user', id, ...parent, createdAtMs: 0, text: id, attachments: [...attachments] };
}

/** A complete answer, whose text is its id. */
export function answer(id: string, parentId: string): AnswerMessage {
  return { role: 'assistant', id, parentId, createdAtMs: 0, text: id, status: 'complete', modelName: 'Model' };
}

/** A file that was sent whole. */
export function attachedFile(path: string, text: string): Attachment {
  const mention = { kind: 'file', label: path.split('/').at(-1) ?? path, uri: `file:///${path}` } as const;
  return { mention, path, languageId: 'typescript', text, tokens: Math.ceil(text.length / 4) };
}
