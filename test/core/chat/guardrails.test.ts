import { strict as assert } from 'node:assert';
import { withGuardrails } from '../../../src/core/chat/guardrails.ts';
import { chatFormats } from '../../../src/core/prompt/chatFormats.ts';
import { chatPrompt } from '../../../src/core/prompt/chatPrompt.ts';
import { promptText } from '../../../src/core/prompt/segments.ts';

describe('withGuardrails', () => {
  it('says what the paper asks for', () => {
    const text = withGuardrails('');
    for (const word of [
      'care',
      'respect',
      'truth',
      'useful',
      'safe',
      'harmful',
      'unethical',
      'prejudiced',
      'fair',
      'positive',
    ]) {
      assert.match(text, new RegExp(`\\b${word}\\b`, 'i'));
    }
    assert.ok(text.length < 300, 'each request pays for it');
  });

  it('stands before the system text, once', () => {
    const text = withGuardrails('  You help with code.\n');
    assert.equal(text, `${withGuardrails('')}\n\nYou help with code.`);
    assert.equal(withGuardrails(text), text);
    assert.equal(withGuardrails(withGuardrails('')), withGuardrails(''));
  });

  it('stands before the first message of the user in every format', () => {
    for (const format of chatFormats) {
      const text = promptText(
        chatPrompt({
          format,
          system: withGuardrails(''),
          messages: [{ role: 'user', content: 'kill a linux process' }],
        }).segments,
      );
      const [guardrails, question] = [text.indexOf(withGuardrails('')), text.indexOf('kill a linux process')];
      assert.ok(guardrails >= 0 && guardrails < question, format.name);
    }
  });
});
