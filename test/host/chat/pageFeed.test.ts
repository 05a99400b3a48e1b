import { strict as assert } from 'node:assert';
import { PageFeed } from '../../../src/host/chat/pageFeed.ts';
import type { ChatPage, ChatView } from '../../../src/shared/chatProtocol.ts';
import type { AnswerMessage } from '../../../src/shared/conversation.ts';
import { chatView } from '../../support/chatViews.ts';

function feedOf() {
  const told: unknown[] = [];
  const frames: (() => void)[] = [];
  const page = new Proxy({} as ChatPage, {
    get:
      (_, name: string) =>
      (...args: unknown[]) =>
        void told.push([name, ...args]),
  });
  let title = 'first';
  const view = (): ChatView => chatView([], { title });
  const feed = new PageFeed({ view, soon: (run) => frames.push(run) });
  const frame = () => {
    for (const run of frames.splice(0)) run();
    return told.splice(0).map((call) => (call as unknown[]).map((part) => (part as ChatView).title ?? part));
  };
  return { feed, page, frame, frames, rename: (to: string) => (title = to) };
}

describe('what the page is told', () => {
  it('is everything when it comes, and then what changes, once a frame', () => {
    const { feed, page, frame, rename, frames } = feedOf();
    feed.changed();
    feed.attach(page);
    assert.deepEqual(frame(), [['show', 'first']]);
    rename('second');
    feed.changed();
    feed.changed();
    assert.equal(frames.length, 1);
    assert.deepEqual(frame(), [['show', 'second']]);
    assert.deepEqual(frame(), []);
  });

  it('is what grew, in one piece; nothing of it twice where all is shown', () => {
    const { feed, page, frame } = feedOf();
    feed.attach(page);
    frame();
    feed.grew('a', 'one ');
    feed.grew('a', 'two');
    assert.deepEqual(frame(), [['append', 'a', 'one two']]);
    feed.grew('a', 'three');
    feed.changed();
    assert.deepEqual(frame(), [['show', 'first']]);
    feed.changed();
    feed.grew('a', 'four');
    feed.grew('b', 'five');
    assert.deepEqual(frame(), [['show', 'first']]);
    assert.deepEqual(frame(), []);
    feed.grew('a', 'of one');
    feed.grew('b', 'of another');
    assert.deepEqual(frame(), [
      ['append', 'a', 'of one'],
      ['append', 'b', 'of another'],
    ]);
  });

  it('is the end of an answer at once, with all of its text', () => {
    const { feed, page, frame } = feedOf();
    feed.attach(page);
    frame();
    const ended = { id: 'a', text: 'one two' } as AnswerMessage;
    feed.grew('a', 'one two');
    feed.ended(ended);
    assert.deepEqual(frame(), [['updateAnswer', ended]]);
  });

  it('is nothing while it is hidden; wishes wait for it', () => {
    const { feed, page, frame } = feedOf();
    feed.attach(page);
    frame();
    feed.detach();
    feed.grew('a', 'unseen');
    feed.tell((to) => to.setInput('lost'));
    feed.wish((to) => to.focusInput());
    assert.deepEqual(frame(), []);
    feed.attach(page);
    assert.deepEqual(frame(), [['show', 'first'], ['focusInput']]);
    feed.attach(page);
    assert.deepEqual(frame(), [['show', 'first']]);
  });

  it('is what is shown before what is wished for it', () => {
    const { feed, page, frame, rename } = feedOf();
    feed.attach(page);
    frame();
    rename('second');
    feed.changed();
    feed.wish((to) => to.setInput('asked again'));
    assert.deepEqual(frame(), [
      ['show', 'second'],
      ['setInput', 'asked again'],
    ]);
  });
});
