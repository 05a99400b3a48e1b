import { strict as assert } from 'node:assert';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChatSession } from '../../../src/core/chat/chatSession.ts';
import { expandQuestion } from '../../../src/core/chat/slashCommands.ts';
import { Conversations } from '../../../src/host/chat/conversations.ts';
import { ConversationStore } from '../../../src/host/chat/store/conversationStore.ts';
import { SaveQueue } from '../../../src/host/chat/store/saveQueue.ts';
import { UserError } from '../../../src/shared/errors.ts';
import { FakeEngine, prefixModel } from '../../support/fakeEngine.ts';

const chatModel = {
  ...prefixModel,
  controlTokens: ['<|im_start|>', '<|im_end|>'],
  chatTemplate: '<|im_start|>',
};

describe('the conversations of a workspace', () => {
  let folder: string;
  /** What the workspace remembers from window to window. */
  let memory: Map<string, unknown>;
  let ids = 0;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-chat-'));
    memory = new Map();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** A window on the workspace: all but its disk and its memory is new. */
  const openWindow = async () => {
    const problems: string[] = [];
    const givenBack: (string | undefined)[] = [];
    const onProblem = (sentence: string) => void problems.push(sentence);
    const store = new ConversationStore({ folder, onProblem });
    const queue = new SaveQueue({
      save: async (conversation, isDurable) => {
        if ((await store.save(conversation, isDurable)) === 'saved') return;
        const left = conversations.leave(conversation.id);
        if (left !== undefined) givenBack.push(left.unsaved);
      },
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      onProblem,
    });
    const session = new ChatSession({
      engine: new FakeEngine(() => 'An answer.', chatModel),
      nowMs: () => 1,
      newId: () => `id${ids++}`,
      guardrails: () => 'off',
      readMentions: async () => [],
      expand: async (text) => expandQuestion(text),
      save: (conversation) => queue.add(conversation),
      ...{ onChange: () => {}, onDelta: () => {}, onAnswer: () => {}, onProblem },
    });
    const conversations: Conversations = new Conversations({
      ...{ session, store, queue },
      memory: { get: (key) => memory.get(key), update: async (key, value) => void memory.set(key, value) },
      nowMs: () => 1,
    });
    await conversations.reopenLast();
    return { session, conversations, close: () => queue.flush(), problems, givenBack };
  };

  /** A window that has a conversation open which another one has deleted. */
  const deletedElsewhere = async () => {
    const [left, right] = [await openWindow(), await openWindow()];
    await left.session.send('A secret question', []);
    const { id } = left.session.conversation;
    await left.close();
    await right.conversations.open(id);
    await left.conversations.delete(id);
    return { right, id };
  };

  it('are open again in the next window, an empty one too', async () => {
    const first = await openWindow();
    await first.session.send('What is a mutex?', []);
    await first.close();
    const second = await openWindow();
    assert.deepEqual(
      second.session.conversation.messages.map(({ text }) => text),
      ['What is a mutex?', 'An answer.'],
    );
    second.conversations.startNew();
    const { id } = second.session.conversation;
    await second.close();
    const third = await openWindow();
    assert.equal(third.session.conversation.id, id);
    assert.equal(third.session.conversation.messages.length, 0);
    // Its file is only made when something is said.
    assert.equal((await readdir(folder)).length, 1);
  });

  it('are not begun in the place of one that a newer Leeward has written', async () => {
    const newer = '{"schemaVersion":2,"anything":true}';
    await writeFile(join(folder, 'newer.json'), newer);
    memory.set('leeward.chat.open', 'newer');
    const { session, close } = await openWindow();
    await session.send('What is a mutex?', []);
    await close();
    assert.notEqual(session.conversation.id, 'newer');
    assert.equal(await readFile(join(folder, 'newer.json'), 'utf8'), newer);
  });

  it('are begun anew only where something was said', async () => {
    const { session, conversations } = await openWindow();
    const { id } = session.conversation;
    conversations.startNew();
    assert.equal(session.conversation.id, id);
  });

  it('are listed, renamed and exported, the open one as it is now', async () => {
    const { session, conversations } = await openWindow();
    await session.send('What is a mutex?', []);
    const { id } = session.conversation;
    await conversations.rename(id, '  Locks \n explained ');
    assert.deepEqual(
      (await conversations.list('')).map(({ title }) => title),
      ['Locks explained'],
    );
    conversations.startNew();
    await conversations.rename(id, 'Locks');
    assert.equal(await conversations.titleOf(id), 'Locks');
    assert.match((await conversations.exported(id)).markdown, /^# Locks\n[\s\S]*What is a mutex\?/);
    await conversations.open(id);
    assert.equal(session.conversation.title, 'Locks');
  });

  it('are deleted for good, the open one too', async () => {
    const { session, conversations, problems } = await openWindow();
    await session.send('A secret question', []);
    const { id } = session.conversation;
    await conversations.delete(id);
    assert.notEqual(session.conversation.id, id);
    assert.deepEqual(await readdir(folder), []);
    await assert.rejects(conversations.open(id), UserError);
    assert.deepEqual(problems, []);
  });

  it('are opened by the last click, whichever file is read first', async () => {
    const { session, conversations, close } = await openWindow();
    await session.send('The first one', []);
    const first = session.conversation.id;
    conversations.startNew();
    await session.send('The second one', []);
    const second = session.conversation.id;
    conversations.startNew();
    await close();
    // The first of them is the slower one.
    const slow = await readFile(join(folder, `${first}.json`), 'utf8');
    await writeFile(join(folder, `${first}.json`), `${' '.repeat(30_000_000)}${slow}`);
    await Promise.all([conversations.open(first), conversations.open(second)]);
    assert.equal(session.conversation.id, second);
    const opening = conversations.open(first);
    conversations.startNew();
    await opening;
    assert.notEqual(session.conversation.id, first);
  });

  it('stay deleted where another window has them open and goes on', async () => {
    const { right, id } = await deletedElsewhere();
    await right.session.send('/explain another', []);
    await right.close();
    assert.deepEqual(await readdir(folder), []);
    assert.notEqual(right.session.conversation.id, id, 'it is no longer shown');
    assert.deepEqual(right.givenBack, ['/explain another'], 'what it has not saved can be asked again');
    assert.deepEqual(right.problems, []);
  });

  it('give back no question that was deleted with them', async () => {
    const { right } = await deletedElsewhere();
    right.session.rename('Another title');
    await right.close();
    assert.deepEqual(right.givenBack, [undefined]);
  });
});
