import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { chatFormats, chatML } from '../../../src/core/prompt/chatFormats.ts';
import { type ChatMessage, chatPrompt } from '../../../src/core/prompt/chatPrompt.ts';
import { llama2, mistralV1 } from '../../../src/core/prompt/mistralFormats.ts';
import { promptText } from '../../../src/core/prompt/segments.ts';
import { goldenConversations, matchGoldenPrompts } from '../../support/goldenPrompt.ts';

const user = (content: ChatMessage['content']): ChatMessage => ({ role: 'user', content });
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });

const formats = fc.constantFrom(...chatFormats);
const words = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '中', '[INST]', '</s>'), minLength: 1, maxLength: 12 });
const texts = words.map((text) => `x${text}`);

describe('chatPrompt', () => {
  for (const format of chatFormats) {
    const fileName = `chat-${format.name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    it(`${format.name} as in test/golden/prompts/${fileName}`, () => {
      matchGoldenPrompts(fileName, goldenConversations(format));
    });
  }

  it('puts what somebody says into text segments, and nothing else, whole and in order', () => {
    fc.assert(
      fc.property(formats, texts, texts, texts, texts, (format, system, first, answer, second) => {
        const { segments } = chatPrompt({ format, system, messages: [user(first), assistant(answer), user(second)] });
        const said = promptText(segments.filter(({ kind }) => kind === 'text')).replace(/\s/g, '');
        assert.equal(said, (system + first + answer + second).replace(/\s/g, ''));
      }),
    );
  });

  it('keeps the segments of a conversation that goes on', () => {
    fc.assert(
      fc.property(
        formats,
        fc.option(texts),
        fc.array(texts, { minLength: 3, maxLength: 7 }),
        (format, system, said) => {
          const messages = said
            .slice(0, said.length - ((said.length + 1) % 2))
            .map((text, index) => (index % 2 === 0 ? user(text) : assistant(text)));
          const promptOf = (count: number) =>
            chatPrompt({ format, system: system ?? '', messages: messages.slice(0, count) });
          const whole = promptOf(messages.length);
          const before = promptOf(messages.length - 2);
          assert.deepEqual(whole.segments.slice(0, before.segments.length), before.segments);
          assert.ok(whole.stableSegments >= before.segments.length);
          // Whatever the last message says, what is before it stays.
          const other = chatPrompt({
            format,
            system: system ?? '',
            messages: [...messages.slice(0, -1), user('other')],
          });
          const stable = whole.segments.slice(0, whole.stableSegments);
          assert.deepEqual(other.segments.slice(0, other.stableSegments), stable);
        },
      ),
    );
  });

  it('makes one message of several of the same role', () => {
    const { segments } = chatPrompt({ format: chatML, messages: [user('a'), user('b')] });
    const text = '<|im_start|>user\na\n\nb<|im_end|>\n<|im_start|>assistant\n';
    assert.equal(promptText(segments), text);
  });

  it('keeps the pieces of a message apart, and trims only around the whole', () => {
    const pieces = [
      { kind: 'text', text: ' one ' },
      { kind: 'format', text: '<two>' },
      { kind: 'text', text: ' three ' },
    ] as const;
    const said = (format: typeof llama2) =>
      chatPrompt({ format, messages: [user(pieces)] }).segments.map(({ kind, text }) => `${kind}:${text}`);
    assert.deepEqual(said(llama2), [
      'control:<s>',
      'format: [INST]',
      'text: one ',
      'format:<two>',
      'text: three',
      'format: [/INST]',
    ]);
    assert.deepEqual(said(mistralV1).slice(2, 5), ['text:  one ', 'format:<two>', 'text: three ']);
  });

  it('says nothing where there is no system text', () => {
    for (const format of chatFormats) {
      const without = chatPrompt({ format, messages: [user('a')] });
      assert.deepEqual(chatPrompt({ format, messages: [user('a')], system: ' \n' }), without);
      assert.equal(without.segments.filter(({ kind }) => kind === 'text').length, 1);
    }
  });

  it('refuses an empty message, and a conversation in which nobody asks', () => {
    const prompt = (messages: readonly ChatMessage[]) => () => chatPrompt({ format: chatML, messages });
    assert.throws(prompt([user(' \n')]), { name: 'UserError', code: 'inputInvalid' });
    for (const messages of [[], [assistant('a')], [user('a'), assistant('b')], [assistant('a'), user('b')]]) {
      assert.throws(prompt(messages), { name: 'BugError' });
    }
  });
});
