import { strict as assert } from 'node:assert';
import { openedChat } from '../support/openedChat.ts';
import { blockFiles, chatBlockTests } from './chatBlockTests.ts';
import { chatSettings, chatTurnTests, turnFiles } from './chatTurnTests.ts';

// One window for all, since VS Code and the model take half a minute to start; none needs what another leaves.
describe('the chat, seen by a user', function () {
  this.timeout(400_000);
  const opened = openedChat('chat', {
    files: { ...turnFiles, ...blockFiles },
    settings: chatSettings,
    window: { file: 'src/clamp.ts' },
  });

  describe('what is said', () => chatTurnTests(opened));
  describe('code blocks', () => chatBlockTests(opened));
  // Last, since it leaves them on.
  describe('the guardrails', () => {
    it('are written as a setting, and shown as they are set', async () => {
      const { chat, server } = opened;
      await chat.getByRole('button', { name: 'Guardrails: off' }).click();
      const prompt = chat.getByRole('switch').first();
      await prompt.click();
      await chat.getByRole('button', { name: 'Guardrails: on' }).waitFor();
      assert.equal(await prompt.getAttribute('aria-checked'), 'true');
      await server.writeSettings({ ...chatSettings, 'leeward.chat.guardrails': 'moderation' });
      await chat.locator('[role=switch][aria-checked=true]').nth(0).and(chat.getByRole('switch').last()).waitFor();
    });
  });
});
