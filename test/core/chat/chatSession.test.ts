import { strict as assert } from 'node:assert';
import { promptText } from '../../../src/core/prompt/segments.ts';
import type { Mention } from '../../../src/shared/conversation.ts';
import { BugError, UserError } from '../../../src/shared/errors.ts';
import { ChatSessionFixture, chatModel, file } from '../../support/chatSessionFixture.ts';
import { type FakeAnswer, Gate, prefixModel } from '../../support/fakeEngine.ts';

/** An answer that hangs before its third piece. */
function hanging(): { readonly answer: FakeAnswer; readonly gate: Gate } {
  const gate = new Gate();
  return { answer: { deltas: [' One', ' two', ' three'], gates: new Map([[2, gate]]) }, gate };
}

/** Until nothing more happens by itself. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('ChatSession', () => {
  it('streams an answer, without the white space before it, and keeps what it cost', async () => {
    const fixture = new ChatSessionFixture(() => ' \n Yes, it does.');
    await fixture.session.send('  Does it work? ', []);
    const [question, answer] = fixture.branch;
    assert.equal(question?.text, 'Does it work?');
    assert.equal(fixture.deltas.join(''), 'Yes, it does.');
    assert.deepEqual(fixture.answers.at(-1), answer);
    const { status, text, modelName, tokens, counts } = fixture.answerAt(-1);
    assert.deepEqual([status, text, modelName], ['complete', 'Yes, it does.', 'chatty']);
    assert.equal(tokens, counts?.decodeTokens);
    assert.equal(fixture.saved.at(-1), fixture.session.conversation);
    assert.equal(fixture.session.conversation.title, 'Does it work?');
    assert.equal(fixture.session.streamingId, undefined);
  });

  it('asks with the whole branch, attachments as they were read once', async () => {
    const fixture = new ChatSessionFixture();
    await fixture.session.send('What is a?', [file]);
    fixture.fileText = 'changed';
    await fixture.session.send('And b?', []);
    assert.ok(fixture.lastPrompt.includes('const a = 1;'));
    assert.ok(!fixture.lastPrompt.includes('changed'));
    const [first, second] = fixture.engine.requests.map(({ segments }) => segments);
    assert.deepEqual(second?.slice(0, first?.length), first);
    assert.deepEqual(fixture.read, [[file]]);
    const [question] = fixture.branch;
    assert.ok(question?.role === 'user' && question.tokens !== undefined && question.attachments[0]?.tokens === 4);
  });

  it('stops at once and keeps what is there', async () => {
    const { answer } = hanging();
    const fixture = new ChatSessionFixture(() => answer);
    const sending = fixture.session.send('Count.', []);
    await settled();
    assert.equal(fixture.session.streamingId, fixture.answerAt(-1).id);
    assert.equal(fixture.answerAt(-1).status, 'streaming');
    fixture.session.stop();
    assert.deepEqual([fixture.answerAt(-1).status, fixture.answerAt(-1).text], ['stopped', 'One two']);
    assert.equal(fixture.session.streamingId, undefined);
    await sending;
    assert.equal(fixture.answerAt(-1).status, 'stopped');
    assert.equal(fixture.engine.aborted, 1);
    assert.equal(fixture.answers.length, 1);
  });

  it('stops what is being written when another question is asked, or another conversation shown', async () => {
    const { answer, gate } = hanging();
    const fixture = new ChatSessionFixture(({ segments }) =>
      promptText(segments).includes('Next') ? 'Good.' : answer,
    );
    const first = fixture.session.send('Count.', []);
    await settled();
    await fixture.session.send('Next.', []);
    await first;
    assert.deepEqual(
      fixture.branch.map((message) => [message.text, message.role === 'assistant' ? message.status : '']),
      [
        ['Count.', ''],
        ['One two', 'stopped'],
        ['Next.', ''],
        ['Good.', 'complete'],
      ],
    );
    const third = fixture.session.regenerate(fixture.branch[1]?.id ?? '');
    await settled();
    const { id } = fixture.session.conversation;
    fixture.session.startNew();
    gate.open();
    await third;
    assert.deepEqual(fixture.branch, []);
    const stored = fixture.saved.findLast((one) => one.id === id) ?? assert.fail();
    assert.ok(stored.messages.every((one) => one.role === 'user' || one.status !== 'streaming'));
  });

  it('saves at intervals while an answer is written', async () => {
    const fixture: ChatSessionFixture = new ChatSessionFixture(() => ({
      deltas: ['a', 'b', 'c', 'd'],
      pace: async () => {
        fixture.now += 600;
      },
    }));
    await fixture.session.send('Spell.', []);
    const texts = fixture.saved.map((one) => one.messages.at(-1)?.text);
    assert.ok(texts.includes('ab') || texts.includes('abc'), texts.join());
  });

  it('shows what a closed window left unfinished as stopped', async () => {
    const { answer } = hanging();
    const fixture = new ChatSessionFixture(() => answer);
    void fixture.session.send('Count.', []);
    await settled();
    const onDisk = fixture.session.conversation;
    assert.ok(onDisk.messages.some((one) => one.role === 'assistant' && one.status === 'streaming'));
    const reloaded = new ChatSessionFixture();
    reloaded.session.open(onDisk);
    assert.deepEqual([reloaded.answerAt(-1).status, reloaded.answerAt(-1).text], ['stopped', 'One two']);
    fixture.session.dispose();
  });

  it('makes a failure an answer that says why, with what had come', async () => {
    const error = new UserError('engineGone', 'The engine has ended. Ask again.');
    const fixture = new ChatSessionFixture(() => ({ deltas: ['One', ' two'], failure: { at: 1, error } }));
    await fixture.session.send('Count.', []);
    const { status, text, problem } = fixture.answerAt(-1);
    assert.deepEqual([status, text, problem], ['failed', 'One', error.message]);
    const noChat = new ChatSessionFixture(() => '', prefixModel);
    await noChat.session.send('Hello', []);
    assert.equal(noChat.answerAt(-1).status, 'failed');
    assert.match(noChat.answerAt(-1).problem ?? '', /not say that it is a chat model/);
    assert.equal(noChat.engine.requests.length, 0);
  });

  it('passes bugs on, and leaves no answer that never ends', async () => {
    const fixture = new ChatSessionFixture(() => ({ deltas: ['a'], failure: { at: 0, error: new BugError('oh') } }));
    await assert.rejects(fixture.session.send('Count.', []), { name: 'BugError' });
    assert.equal(fixture.answerAt(-1).status, 'failed');
    assert.equal(fixture.session.streamingId, undefined);
  });

  it('says where an answer was cut', async () => {
    for (const finish of ['maxTokens', 'contextFull'] as const) {
      const fixture = new ChatSessionFixture(() => ({ deltas: ['a'], finish }));
      await fixture.session.send('Count.', []);
      assert.equal(fixture.answerAt(-1).status, 'cut');
      assert.match(fixture.answerAt(-1).problem ?? '', /cut/);
    }
  });

  it('answers anew beside the old answer, with chance', async () => {
    let count = 0;
    const fixture = new ChatSessionFixture(() => `Answer ${++count}.`);
    await fixture.session.send('Why?', [file]);
    await fixture.session.regenerate(fixture.answerAt(-1).id);
    const shown = fixture.session.shown().messages.at(-1);
    assert.deepEqual([shown?.message.text, shown?.siblings.index, shown?.siblings.ids.length], ['Answer 2.', 1, 2]);
    const [first, second] = fixture.engine.requests;
    assert.deepEqual(second?.segments, first?.segments);
    assert.deepEqual([first?.sampling.seed, second?.sampling.seed], [1, undefined]);
    fixture.session.selectBranch(shown?.siblings.ids[0] ?? '');
    assert.equal(fixture.answerAt(-1).text, 'Answer 1.');
    assert.equal(fixture.read.length, 1);
  });

  it('edits a question beside the old one, with what was attached', async () => {
    const fixture = new ChatSessionFixture();
    await fixture.session.send('What is a?', [file]);
    await fixture.session.send('And b?', []);
    fixture.fileText = 'changed';
    await fixture.session.edit(fixture.branch[0]?.id ?? '', ' What is c? ');
    assert.deepEqual(
      fixture.branch.map(({ text }) => text),
      ['What is c?', 'Yes.'],
    );
    assert.ok(fixture.lastPrompt.includes('const a = 1;') && !fixture.lastPrompt.includes('What is a?'));
    assert.equal(fixture.session.conversation.messages.length, 6);
    await assert.rejects(fixture.session.edit(fixture.answerAt(-1).id, 'x'), { code: 'inputInvalid' });
  });

  it('reads what a question mentions in its words, an edited one too, and nothing twice', async () => {
    const fixture = new ChatSessionFixture();
    await fixture.session.send('What is wrong in #changes?', [file]);
    await fixture.session.edit(fixture.branch[0]?.id ?? '', 'What is wrong in #changes, given #problems?');
    assert.deepEqual(
      fixture.read.map((mentions) => mentions.map(({ kind }) => kind)),
      [['file', 'changes'], ['problems']],
    );
    const [question] = fixture.branch;
    assert.equal(question?.role === 'user' && question.attachments.length, 3);
  });

  it('reads what is mentioned beside an edited question, behind what was attached to it', async () => {
    const fixture = new ChatSessionFixture();
    await fixture.session.send('What is wrong?', [file]);
    const folder: Mention = { kind: 'folder', label: 'src', uri: 'file:///src' };
    await fixture.session.edit(fixture.branch[0]?.id ?? '', 'What is wrong here?', [folder]);
    assert.deepEqual(fixture.read, [[file], [folder]]);
    const [question] = fixture.branch;
    assert.deepEqual(question?.role === 'user' && question.attachments.map(({ mention }) => mention), [file, folder]);
  });

  it('reads what was mentioned when an answer is wanted after it was stopped before that', async () => {
    const gate = new Gate();
    const fixture = new ChatSessionFixture();
    fixture.beforeRead = () => gate.opened;
    const sending = fixture.session.send('What is a?', [file]);
    await settled();
    fixture.session.stop();
    fixture.beforeRead = async () => {};
    gate.open();
    await sending;
    assert.ok(fixture.branch[0]?.role === 'user' && fixture.branch[0].attachments[0]?.text === '');
    await fixture.session.regenerate(fixture.answerAt(-1).id);
    assert.ok(fixture.lastPrompt.includes('const a = 1;'));
    assert.equal(fixture.branch[0]?.attachments.length, 1);
  });

  it('refuses a question that does not fit, and names what is too large', async () => {
    const fixture = new ChatSessionFixture();
    fixture.fileText = 'word '.repeat(4_000);
    await fixture.session.send('What is this?', [file]);
    assert.equal(fixture.answerAt(-1).status, 'failed');
    assert.match(fixture.answerAt(-1).problem ?? '', /a\.ts has 5000/);
    assert.equal(fixture.engine.requests.length, 0);
    const [budget = 0] = fixture.budgets;
    assert.ok(budget > 1_000 && budget < 1_536, `${budget} tokens`);
    // What failed is no burden for what follows.
    await fixture.session.send('And now?', []);
    assert.equal(fixture.answerAt(-1).status, 'complete');
  });

  it('ends an answer that repeats itself', async () => {
    const fixture = new ChatSessionFixture(
      () => `It returns:\n${'the value that is within the specified range, and so on\n'.repeat(100)}`,
    );
    await fixture.session.send('What does it return?', []);
    const answer = fixture.answerAt(-1);
    assert.equal(answer.status, 'cut');
    assert.match(answer.problem ?? '', /repeat itself/);
    assert.ok(answer.text.startsWith('It returns:') && answer.text.length < 500, answer.text);
  });

  it('drops the oldest turns when it must, and says so', async () => {
    const fixture = new ChatSessionFixture(() => Array.from({ length: 100 }, (_, at) => `w${at}`).join(' '));
    for (let turn = 0; turn < 30; turn++) {
      fixture.session.modelChanged(chatModel);
      const before = fixture.session.shown().meter;
      assert.ok(before.usedTokens + before.reservedTokens <= before.contextTokens);
      await fixture.session.send(`Question ${turn} ${'x'.repeat(200)}`, []);
      assert.equal(fixture.answerAt(-1).status, 'complete');
      assert.ok(fixture.lastPrompt.includes(`Question ${turn} `));
      assert.ok(fixture.lastPrompt.length / 4 < chatModel.contextSizeTokens);
    }
    const { meter } = fixture.session.shown();
    assert.ok(meter.droppedMessages > 0 && meter.droppedMessages % 2 === 0 && meter.nextToDrop > 0);
    assert.ok(fixture.problems.length >= 1 && fixture.problems.length < 10, `${fixture.problems.length}`);
    assert.match(fixture.problems[0] ?? '', /no longer reads the first \d+ messages/);
  });

  it('judges questions and answers where moderation is on', async () => {
    const fixture = new ChatSessionFixture(({ segments }) =>
      promptText(segments).includes('trap') ? 'An evil plan.' : 'Fine.',
    );
    fixture.guardrails = 'both';
    await fixture.session.send('Make an evil plan.', []);
    assert.deepEqual([fixture.answerAt(-1).status, fixture.engine.requests.length], ['refused', 0]);
    assert.match(fixture.answerAt(-1).problem ?? '', /judges the question/);
    await fixture.session.send('Say hello.', []);
    assert.deepEqual([fixture.answerAt(-1).status, fixture.answerAt(-1).text], ['complete', 'Fine.']);
    assert.ok(fixture.lastPrompt.includes('Help with care') && !fixture.lastPrompt.includes('plan'));
    await fixture.session.send('A trap.', []);
    assert.deepEqual([fixture.answerAt(-1).status, fixture.answerAt(-1).text], ['refused', '']);
    assert.deepEqual(fixture.deltas, [], 'nothing is shown before it was judged');
    const long = `${'word '.repeat(4_000)}evil`;
    await fixture.session.send(long, []);
    assert.equal(fixture.answerAt(-1).status, 'refused');
    fixture.guardrails = 'off';
    await fixture.session.send('Make an evil plan.', []);
    assert.equal(fixture.answerAt(-1).status, 'complete');
  });

  it('does not ask about what can not be read', async () => {
    const fixture = new ChatSessionFixture();
    fixture.fileText = '';
    await fixture.session.send('What is a?', [file]);
    assert.deepEqual([fixture.answerAt(-1).status, fixture.engine.requests.length], ['failed', 0]);
    assert.match(fixture.answerAt(-1).problem ?? '', /nothing to read/);
  });

  it('expands slash commands, with what they take where nothing was mentioned', async () => {
    const fixture = new ChatSessionFixture();
    await fixture.session.send('/explain briefly', []);
    assert.match(fixture.branch[0]?.text ?? '', /^Explain the code above[\s\S]*briefly$/);
    await fixture.session.send('/explain', [file]);
    assert.deepEqual(
      fixture.read.map((mentions) => mentions.map(({ kind }) => kind)),
      [['selection'], ['file']],
    );
    await assert.rejects(fixture.session.send('/nothing', []), { code: 'inputInvalid' });
    await assert.rejects(fixture.session.send(' \n', []), { code: 'inputInvalid' });
    assert.equal(fixture.branch.length, 4);
  });

  it('deletes a message and what follows, and is renamed', async () => {
    const fixture = new ChatSessionFixture();
    await fixture.session.send('One?', []);
    await fixture.session.send('Two?', []);
    fixture.session.deleteMessage(fixture.branch[2]?.id ?? '');
    assert.deepEqual(
      fixture.branch.map(({ text }) => text),
      ['One?', 'Yes.'],
    );
    fixture.session.rename('Numbers');
    assert.equal(fixture.saved.at(-1)?.title, 'Numbers');
  });

  it('counts anew where another model is loaded', async () => {
    const fixture = new ChatSessionFixture();
    await fixture.session.send('One?', []);
    assert.notEqual(fixture.branch[0]?.tokens, undefined);
    fixture.session.modelChanged({ ...chatModel, name: 'other' });
    assert.equal(fixture.branch[0]?.tokens, undefined);
    fixture.engine.loadedModel = { ...chatModel, name: 'other' };
    await fixture.session.send('Two?', []);
    assert.ok(fixture.branch.every(({ tokens }) => tokens !== undefined));
  });

  it('counts anew where a question has waited for another model', async () => {
    const fixture = new ChatSessionFixture();
    await fixture.session.send('One?', []);
    fixture.engine.loadedModel = { ...chatModel, name: 'other' };
    const counted: string[] = [];
    const countTokens = fixture.engine.countTokens.bind(fixture.engine);
    fixture.engine.countTokens = async (texts, signal) => {
      counted.push(...texts);
      return await countTokens(texts, signal);
    };
    await fixture.session.send('Two?', []);
    assert.deepEqual(counted, ['One?', 'Yes.', 'Two?']);
  });
});
