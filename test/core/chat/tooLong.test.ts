import { strict as assert } from 'node:assert';
import { describeTooLong } from '../../../src/core/chat/tooLong.ts';
import type { UserMessage } from '../../../src/shared/conversation.ts';
import { chatModel } from '../../support/chatSessionFixture.ts';

describe('A question that is too long', () => {
  const question: UserMessage = {
    role: 'user',
    id: '1',
    createdAtMs: 0,
    text: 'x'.repeat(9000),
    attachments: [],
    tokens: 3000,
  };

  it('is to be shortened, or the context to be raised', () => {
    assert.match(describeTooLong(question, 1000, chatModel), /Shorten it, or raise leeward\.model\.contextSize\.$/);
  });

  it('is to be shortened where the model has no larger context', () => {
    const windowed = { ...chatModel, contextSizeTokens: 131_072, windowTokens: 4096 };
    assert.match(describeTooLong(question, 1000, windowed), /Shorten it\.$/);
  });

  it('may be of a model that has a window, and a context by the setting', () => {
    const mixed = { ...chatModel, contextSizeTokens: 8192, windowTokens: 1024 };
    assert.match(describeTooLong(question, 1000, mixed), /or raise leeward\.model\.contextSize\.$/);
  });
});
