import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { conversationText, readConversationText } from '../../src/host/chat/store/conversationFile.ts';
import type { AnswerMessage, Conversation, UserMessage } from '../../src/shared/conversation.ts';
import { eventually } from './eventually.ts';
import { runCommand } from './workbench.ts';
import type { WorkbenchServer } from './workbenchServer.ts';

/** The chat's page in the sidebar. A page that another extension shows beside the code is not taken for it. */
export function chatPage(page: Page): FrameLocator {
  return page
    .frameLocator('iframe.webview.ready[src*="extensionId=leeward.leeward"]')
    .frameLocator('iframe#active-frame');
}

/** Opens the chat; resolves when its input has the focus. */
export async function openChat(page: Page): Promise<FrameLocator> {
  await runCommand(page, 'Leeward: Open Chat');
  const chat = chatPage(page);
  await input(chat).and(chat.locator(':focus')).waitFor();
  return chat;
}

export function input(chat: FrameLocator): Locator {
  return chat.getByRole('textbox', { name: 'Question' });
}

/** The answers that are shown, in their order. */
export function answers(chat: FrameLocator): Locator {
  return chat.locator('article.answer');
}

/** Writes a question and sends it with Enter; resolves when its answer has begun. */
export async function ask(chat: FrameLocator, question: string): Promise<void> {
  const before = await answers(chat).count();
  await input(chat).focus();
  await input(chat).pressSequentially(question);
  await input(chat).press('Enter');
  await answers(chat).nth(before).waitFor();
}

/** Resolves when no answer is being written. */
export async function answered(chat: FrameLocator): Promise<void> {
  await chat.getByRole('button', { name: /^Send/ }).waitFor({ timeout: 200_000 });
}

/** Where the workspace's conversations are, or will be: a server has one workspace. Its window must be open. */
async function conversationsFolder({ workspaceFolder }: WorkbenchServer): Promise<string> {
  const storages = join(dirname(workspaceFolder), 'user-data', 'User', 'workspaceStorage');
  const [id, another] = await readdir(storages);
  if (id === undefined || another !== undefined) throw new Error(`There is not one workspace in ${storages}.`);
  const folder = join(storages, id, 'leeward.leeward', 'conversations');
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Puts a conversation among those of the workspace, as if it had been held there. */
export async function storeConversation(server: WorkbenchServer, conversation: Conversation): Promise<void> {
  const path = join(await conversationsFolder(server), `${conversation.id}.json`);
  await writeFile(path, conversationText({ conversation, deletedIds: [] }));
}

/** A conversation as it is on the disk, once it says what is waited for: it is written a moment behind the page. */
export async function storedConversation(
  server: WorkbenchServer,
  isMeant: (conversation: Conversation) => boolean,
): Promise<Conversation> {
  return eventually('the saved conversation', async () => (await storedConversations(server)).find(isMeant));
}

/** Every conversation of the workspace, as it is on the disk. */
export async function storedConversations(server: WorkbenchServer): Promise<readonly Conversation[]> {
  const folder = await conversationsFolder(server);
  const names = (await readdir(folder)).filter((name) => /^[^.].*\.json$/.test(name));
  return await Promise.all(
    names.map(async (name) => {
      const read = readConversationText(await readFile(join(folder, name), 'utf8'), name.replace('.json', ''));
      if (read.kind !== 'conversation') throw new Error(`${name} is no conversation.`);
      return read.conversation;
    }),
  );
}

/** Nothing of it is being written. */
export function isAnswered({ messages }: Conversation): boolean {
  const last = messages.at(-1);
  return last?.role === 'assistant' && last.status !== 'streaming';
}

/** A conversation of one question and its answer. */
export function conversationOf(id: string, title: string, answer: string): Conversation {
  const asked: UserMessage = { id: `${id}-q`, role: 'user', createdAtMs: 1, text: title, attachments: [] };
  const answered: AnswerMessage = {
    ...{ id: `${id}-a`, role: 'assistant', parentId: asked.id, createdAtMs: 2 },
    ...{ text: answer, status: 'complete', modelName: 'SmolLM2' },
  };
  return { id, title, createdAtMs: 1, updatedAtMs: Date.now(), messages: [asked, answered], leafId: answered.id };
}

/** Opens one of the stored conversations by its title, through the list. */
export async function openStored(chat: FrameLocator, title: string): Promise<void> {
  await chat.getByRole('button', { name: 'Conversations' }).click();
  await chat.locator('.history-open', { hasText: title }).click();
  await chat.getByRole('heading', { name: title, level: 1 }).waitFor();
}
