import * as vscode from 'vscode';
import type { ChatSession } from '../../core/chat/chatSession.ts';
import { requireMessage } from '../../core/chat/conversationTree.ts';
import type { ChatHost, ChatView } from '../../shared/chatProtocol.ts';
import type { AnswerMessage, Mention, UserMessage } from '../../shared/conversation.ts';
import { UserError } from '../../shared/errors.ts';
import type { BlockActions } from './blocks/blockActions.ts';
import type { Conversations } from './conversations.ts';
import { droppedUri } from './droppedUri.ts';
import { openLink } from './openLink.ts';
import { openMention } from './openMention.ts';
import type { SentPage } from './sentPage.ts';
import { type SuggestDeps, suggest } from './suggest.ts';
import type { TurnStart } from './turnStart.ts';

export interface ChatHostDeps {
  readonly session: ChatSession;
  readonly turns: TurnStart;
  readonly conversations: Conversations;
  readonly blocks: () => Promise<BlockActions>;
  readonly suggestions: SuggestDeps;
  readonly sentPage: SentPage;
  /** @throws UserError where Leeward is switched off. */
  readonly requireEnabled: () => void;
  /** Shows the page everything. */
  readonly onReady: () => void;
  readonly mentionsOf: (uris: readonly vscode.Uri[]) => Promise<readonly Mention[]>;
  readonly pickModel: () => Promise<void>;
  /** Asks where to. Resolves to whether it was written. */
  readonly saveMarkdown: (title: string, markdown: string) => Promise<boolean>;
  readonly setGuardrails: (choice: ChatView['guardrails']) => Promise<void>;
  /** Has the engine forget what it has evaluated. Not waited for. */
  readonly forgetEvaluated: () => void;
  /** One sentence to the user, in the page. */
  readonly notify: (kind: 'info' | 'error', text: string) => void;
}

/** What the page may call. Arguments have been checked; what goes wrong is thrown. */
export function createChatHost(deps: ChatHostDeps): ChatHost {
  const { session, turns, conversations, blocks } = deps;
  const answerOf = (id: string): AnswerMessage => {
    const message = requireMessage(session.conversation, id);
    if (message.role === 'assistant') return message;
    throw new UserError('inputInvalid', 'Only answers have code blocks.');
  };
  const questionOf = ({ parentId }: AnswerMessage): UserMessage | undefined => {
    const parent = session.conversation.messages.find(({ id }) => id === parentId);
    return parent?.role === 'user' ? parent : undefined;
  };
  const begin = async (ask: () => Promise<void>) => {
    deps.requireEnabled();
    await turns.begin(ask);
  };
  let asking = new AbortController();
  return {
    ready: async () => deps.onReady(),
    send: async (text, mentions) => await begin(() => session.send(text, mentions)),
    stop: async () => session.stop(),
    regenerate: async (id) => await begin(() => session.regenerate(id)),
    edit: async (id, text, mentions) => await begin(() => session.edit(id, text, mentions)),
    selectBranch: async (id) => session.selectBranch(id),
    deleteMessage: async (id) => session.deleteMessage(id),
    newConversation: async () => conversations.startNew(),
    openConversation: async (id) => await conversations.open(id),
    renameConversation: async (id, title) => await conversations.rename(id, title),
    deleteConversation: async (id) => {
      const title = (await conversations.titleOf(id)) || 'New conversation';
      const remove = 'Delete';
      const detail =
        'All of its messages are deleted from the disk, and what the engine has kept of evaluated prompts. This can not be undone.';
      const message = `Delete the conversation "${title}" for good?`;
      const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, remove);
      if (answer !== remove) return;
      await conversations.delete(id);
      deps.forgetEvaluated();
    },
    exportConversation: async (id) => {
      const { title, markdown } = await conversations.exported(id);
      if (await deps.saveMarkdown(title, markdown)) deps.notify('info', `"${title}" was exported.`);
    },
    listConversations: async (search) => await conversations.list(search),
    suggest: async (word) => {
      asking.abort();
      asking = new AbortController();
      return await suggest(deps.suggestions, word, asking.signal);
    },
    mentionDropped: async (uris) => await deps.mentionsOf(uris.map(droppedUri)),
    openMention: async (mention) => await openMention(mention),
    showSent: async (id) => await deps.sentPage.show(session.sentText(id)),
    insertBlock: async (id, index) => await (await blocks()).insertAtCursor(answerOf(id), index),
    newFileFromBlock: async (id, index) => await (await blocks()).newFile(answerOf(id), index),
    applyBlock: async (id, index) => await (await blocks()).apply(answerOf(id), index, questionOf(answerOf(id))),
    copyText: async (text) => await vscode.env.clipboard.writeText(text),
    openLink: async (address) => await openLink(address),
    pickModel: async () => await deps.pickModel(),
    setGuardrails: async (choice) => await deps.setGuardrails(choice),
  };
}
