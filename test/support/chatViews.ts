import type { ChatView, ShownMessage } from '../../src/shared/chatProtocol.ts';
import type { AnswerMessage, Attachment, Mention, UserMessage } from '../../src/shared/conversation.ts';

export const clampMention: Mention = { kind: 'file', label: 'clamp.ts', uri: 'file:///repo/src/clamp.ts' };

export const clampSelection: Mention = {
  kind: 'selection',
  label: 'clamp.ts:3-9',
  uri: 'file:///repo/src/clamp.ts',
  lines: { start: 2, end: 9 },
};

/** A conversation of `messages`, with a model that is loaded. */
export function chatView(messages: readonly ShownMessage[], more: Partial<ChatView> = {}): ChatView {
  return {
    conversationId: 'conversation-1',
    title: 'Clamp a number',
    messages: [...messages],
    model: { name: 'Mistral 7B Instruct', canChat: true },
    guardrails: 'off',
    meter: {
      contextTokens: 8192,
      usedTokens: 1200,
      reservedTokens: 1024,
      droppedMessages: 0,
      nextToDrop: 2,
    },
    ...more,
  };
}

export function question(id: string, text: string, more: Partial<UserMessage> = {}): ShownMessage {
  const message: UserMessage = { id, role: 'user', createdAtMs: 1, text, attachments: [], tokens: 42, ...more };
  return { message, siblings: { index: 0, ids: [id] } };
}

export function answer(id: string, text: string, more: Partial<AnswerMessage> = {}): ShownMessage {
  const message: AnswerMessage = {
    id,
    role: 'assistant',
    createdAtMs: 2,
    text,
    status: 'complete',
    modelName: 'Mistral 7B Instruct',
    tokens: 231,
    counts: {
      promptTokens: 3000,
      reusedTokens: 2900,
      evaluatedTokens: 100,
      timeToFirstTokenMs: 420,
      decodeTokens: 231,
      decodeMs: 3100,
    },
    ...more,
  };
  return { message, siblings: { index: 0, ids: [id] } };
}

export function attachment(mention: Mention, more: Partial<Attachment> = {}): Attachment {
  return { mention, text: 'export const clamp = 1;', tokens: 12, ...more };
}

/** With every kind of block that models write. */
export const richAnswer = `# Clamp

A **clamp** keeps a number between \`low\` and \`high\`. See [the docs](https://example.com/clamp), or
[src/clamp.ts](src/clamp.ts):

1. First the lower bound
2. then the upper one
   - not the other way

Update \`src/clamp.ts\`:

\`\`\`ts
// Keeps value within bounds.
export function clamp(value: number, low: number, high: number): number {
  if (low > high) throw new RangeError(\`low \${low} is above high\`);
  return Math.min(Math.max(value, low), high);
}
\`\`\`

> It is pure, so it is easy to test.

| input | result |
|---|---:|
| 5 | 3 |
| -1 | 0 |

\`\`\`diff
--- a/src/a.ts
+++ b/src/a.ts
-old
+new
\`\`\`
`;
