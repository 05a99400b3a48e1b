import { strict as assert } from 'node:assert';
import { expandQuestion, type SlashCommand, slashCommands } from '../../../src/core/chat/slashCommands.ts';

const review: SlashCommand = {
  id: 'review',
  title: 'Review',
  sentence: 'Looks for bugs.',
  prompt: 'Review {{input}} for $& bugs: {{ input }}.',
  mentions: ['changes'],
};

describe('expandQuestion', () => {
  it('leaves a question as it is, and a path', () => {
    for (const text of ['Why?', '/usr/bin is what?', '/', '// a comment', 'a /fix']) {
      assert.deepEqual(expandQuestion(` ${text}\n`), { text, mentions: [] });
    }
  });

  it('puts what was typed behind the prompt, or where the prompt wants it', () => {
    const { text, mentions } = expandQuestion('/fix the\nloop');
    assert.ok(text.endsWith('\n\nthe\nloop') && text.startsWith('Find what is wrong'));
    assert.deepEqual(
      mentions.map(({ kind }) => kind),
      ['selection', 'problems'],
    );
    assert.equal(expandQuestion('/REVIEW $1', [review]).text, 'Review $1 for $& bugs: $1.');
  });

  it('names the commands that there are', () => {
    const unknown = () => expandQuestion('/reveiw', [review]);
    assert.throws(unknown, { name: 'UserError', code: 'inputInvalid', message: /\/reveiw.*\/explain.*\/review/ });
  });

  it('knows the commands of the refactorings, each in one sentence', () => {
    assert.deepEqual(
      slashCommands.map(({ id }) => id),
      ['explain', 'fix', 'tests', 'doc', 'commit'],
    );
    for (const { sentence } of slashCommands) assert.match(sentence, /^[A-Z][^.]*\.$/);
  });
});
