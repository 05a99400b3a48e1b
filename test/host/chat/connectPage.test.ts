import { strict as assert } from 'node:assert';
import { createBirpc } from 'birpc';
import { connectPage, type PageChannel } from '../../../src/host/chat/connectPage.ts';
import type { ChatHost, ChatPage } from '../../../src/shared/chatProtocol.ts';
import { CancelledError, UserError } from '../../../src/shared/errors.ts';

/** A page at the other end of a channel on which, as between webview and host, only JSON goes. */
function connected(host: Partial<ChatHost>) {
  const bugs: unknown[] = [];
  const told: unknown[] = [];
  const toHost: ((message: unknown) => void)[] = [];
  const toPage: ((message: unknown) => void)[] = [];
  const plain = (message: unknown) => JSON.parse(JSON.stringify(message));
  const channel: PageChannel = {
    postMessage: async (message) => {
      for (const receive of toPage) receive(plain(message));
      return true;
    },
    onDidReceiveMessage: (receive) => {
      toHost.push(receive);
      return { dispose: () => void toHost.splice(toHost.indexOf(receive), 1) };
    },
  };
  const connection = connectPage(channel, host as ChatHost, (error) => bugs.push(error));
  const page = { notify: (...args: unknown[]) => void told.push(args) };
  const remote = createBirpc<Record<string, (...args: unknown[]) => Promise<unknown>>, typeof page>(page, {
    post: (message) => {
      for (const receive of [...toHost]) receive(plain(message));
    },
    on: (receive) => toPage.push(receive),
    timeout: -1,
  });
  const call = async (name: string, ...args: unknown[]) => await remote.$call(name, ...args);
  return { connection, bugs, told, call, toHost };
}

const messageOf = (error: unknown) => (error as { readonly message: string }).message;

describe('the way from the chat page', () => {
  it('calls the host with checked arguments', async () => {
    const sent: unknown[] = [];
    const { call } = connected({ send: async (...args) => void sent.push(args) });
    await call('send', 'Hello', [{ kind: 'repo', label: '#repo' }]);
    assert.deepEqual(sent, [['Hello', [{ kind: 'repo', label: '#repo' }]]]);
  });

  it('refuses arguments of another shape, which are a bug', async () => {
    const { call, bugs } = connected({ send: async () => assert.fail('it was called') });
    for (const args of [[], ['a'], [1, []], ['a', [{ kind: 'secrets', label: '' }]], ['a', [], 'more']])
      await assert.rejects(call('send', ...args), (error) => /Show Log/.test(messageOf(error)));
    assert.equal(bugs.length, 5);
  });

  it('knows no other functions than those of the contract', async () => {
    const { call } = connected({});
    for (const name of ['toString', 'constructor', '__proto__', 'valueOf', 'eval']) await assert.rejects(call(name));
  });

  it('tells the page why something failed, and of a bug only that it is one', async () => {
    const { call, bugs } = connected({
      stop: async () => {
        throw new UserError('inputInvalid', 'There is nothing to stop.');
      },
      ready: async () => {
        throw new TypeError('x is not a function');
      },
      newConversation: async () => {
        throw new CancelledError();
      },
    });
    await assert.rejects(call('stop'), (error) => messageOf(error) === 'There is nothing to stop.');
    assert.deepEqual(bugs, []);
    await assert.rejects(call('ready'), (error) => /Show Log/.test(messageOf(error)) && !/x is/.test(messageOf(error)));
    assert.equal(bugs.length, 1);
    assert.equal(await call('newConversation'), undefined);
  });

  it('tells the page things without waiting for an answer, until it is closed', async () => {
    const { connection, told, toHost } = connected({});
    const page: ChatPage = connection.page;
    page.notify('info', 'Applied.');
    await new Promise(setImmediate);
    assert.deepEqual(told, [['info', 'Applied.']]);
    connection.dispose();
    assert.equal(toHost.length, 0);
  });

  it('tells a page that has gone nothing, which is no failure', async () => {
    const channel: PageChannel = {
      postMessage: () => Promise.reject(new Error('Unknown webview')),
      onDidReceiveMessage: () => ({ dispose: () => {} }),
    };
    const { page } = connectPage(channel, {} as ChatHost, () => assert.fail('it is no bug'));
    assert.equal(await page.focusInput(), undefined);
  });
});
