import { strict as assert } from 'node:assert';
import { promptText } from '../../../src/core/prompt/segments.ts';
import { ChatSessionFixture, file } from '../../support/chatSessionFixture.ts';

describe('what was sent with a question', () => {
  it('shows what the model was given', async () => {
    const fixture = new ChatSessionFixture();
    fixture.fileText = '```\nfenced\n```\n';
    await fixture.session.send('What is a?', [file]);
    const sent = fixture.session.sentText(fixture.answerAt(-1).id);
    const given = fixture.engine.requests[0]?.segments.filter(({ kind }) => kind === 'text') ?? [];
    for (const { text } of given) assert.ok(sent.includes(text), text);
    assert.match(sent, /a\.ts \(#file\), \d+ tokens/);
  });

  it('says the tokens of a prompt as its answer does, once it was counted', async () => {
    const fixture = new ChatSessionFixture();
    const generate = fixture.engine.generate.bind(fixture.engine);
    fixture.engine.generate = async (...asked) => {
      const result = await generate(...asked);
      return { ...result, counts: { ...result.counts, promptTokens: 4321 } };
    };
    await fixture.session.send('What is a?', []);
    const [question, answer] = [fixture.branch.at(-2), fixture.answerAt(-1)];
    assert.equal(answer.counts?.promptTokens, 4321);
    for (const id of [question?.id ?? '', answer.id])
      assert.match(fixture.session.sentText(id), /^- All of the prompt: 4321 tokens of/m);
  });

  it('shows a slash command as it was written, with what it is about, and gives the model what it stands for', async () => {
    const fixture = new ChatSessionFixture();
    await fixture.session.send('/doc', [file]);
    const [question] = fixture.branch;
    assert.ok(question?.role === 'user');
    assert.equal(question.typed, '/doc');
    assert.match(question.text, /^Write doc comments/);
    assert.match(promptText(fixture.engine.requests[0]?.segments ?? []), /Write doc comments/);
    assert.equal(fixture.session.shown().title, '/doc a.ts');
    await fixture.session.edit(question.id, '/doc briefly');
    const edited = fixture.branch[0];
    assert.equal(edited?.role === 'user' && edited.typed, '/doc briefly');
    await fixture.session.edit(question.id, 'What is a?');
    assert.equal(fixture.branch[0]?.role === 'user' && fixture.branch[0].typed, undefined);
  });
});
