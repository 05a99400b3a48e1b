import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ChatSession } from '../../core/chat/chatSession.ts';
import { slashCommands } from '../../core/chat/slashCommands.ts';
import type { ChatHost, ChatView } from '../../shared/chatProtocol.ts';
import type { Mention } from '../../shared/conversation.ts';
import type { Engine, EngineModel } from '../../shared/engine.ts';
import { UserError } from '../../shared/errors.ts';
import type { LateRepoContext } from '../context/lateRepoContext.ts';
import type { EngineStatus } from '../engine/engineStatus.ts';
import type { Log } from '../log.ts';
import { requireEnabled } from '../requireEnabled.ts';
import type { SettingsStore } from '../settingsStore.ts';
import type { AppliedDiff } from './blocks/appliedDiff.ts';
import type { Place } from './blocks/blockEdit.ts';
import { placeOffThread } from './blocks/placeOffThread.ts';
import { createChatHost } from './chatHost.ts';
import { describeChatModel } from './chatModel.ts';
import type { PageConnection } from './connectPage.ts';
import { Conversations } from './conversations.ts';
import { forgetEvaluated } from './forgetEvaluated.ts';
import { MentionReader } from './mentions/mentionReader.ts';
import { QuotableFiles } from './mentions/quotableFiles.ts';
import type { TerminalMemory } from './mentions/terminalMemory.ts';
import { mentionsOf } from './mentionsOf.ts';
import { openPage } from './openPage.ts';
import { PageFeed } from './pageFeed.ts';
import { pickModel } from './pickModel.ts';
import { saveMarkdown } from './saveMarkdown.ts';
import { SelectionOffer, selectionMention } from './selectionOffer.ts';
import type { SentPage } from './sentPage.ts';
import { setGuardrails } from './setGuardrails.ts';
import { ConversationStore } from './store/conversationStore.ts';
import { SaveQueue } from './store/saveQueue.ts';
import { TurnStart } from './turnStart.ts';
import { expandInWorkspace } from './workspacePrompts.ts';
import { WorkspaceThings } from './workspaceThings.ts';

export interface ChatDeps {
  readonly settings: SettingsStore;
  readonly engine: Engine;
  readonly status: () => EngineStatus;
  readonly repoContext: Pick<LateRepoContext, 'mayQuote' | 'search'>;
  readonly log: Log;
  readonly terminals: TerminalMemory;
  readonly sentPage: SentPage;
  readonly appliedDiff: AppliedDiff;
}

/** The chat in the sidebar: builds its parts and connects them. */
export class ChatFeature {
  /** For `@leeward` in VS Code's own chat too. */
  readonly mentions: MentionReader;
  readonly #deps: ChatDeps;
  readonly #extensionUri: vscode.Uri;
  readonly #session: ChatSession;
  readonly #conversations: Conversations;
  readonly #queue: SaveQueue;
  readonly #feed: PageFeed;
  readonly #offer: SelectionOffer;
  readonly #host: ChatHost;
  readonly #opened: Promise<void>;
  #model: EngineModel | undefined;
  #connection: PageConnection | undefined;

  constructor(context: vscode.ExtensionContext, deps: ChatDeps) {
    this.#deps = deps;
    this.#extensionUri = context.extensionUri;
    const { log, settings, repoContext } = deps;
    const onBug = (error: unknown) => log.error(error);
    const files = new QuotableFiles((place, signal) => repoContext.mayQuote(place, signal));
    this.mentions = new MentionReader({
      files,
      terminals: deps.terminals,
      search: (question, budgetTokens, signal) => repoContext.search(question, budgetTokens, signal),
      onBug,
    });
    const notify = (kind: 'info' | 'error', text: string) => this.#feed.wish((page) => page.notify(kind, text));
    const onProblem = (text: string) => notify('error', text);
    const store = new ConversationStore({ folder: conversationsFolder(context), onProblem });
    const queue = new SaveQueue({
      save: async (conversation, isDurable) => {
        if ((await store.save(conversation, isDurable)) === 'saved') return;
        const left = this.#conversations.leave(conversation.id);
        if (left === undefined) return;
        notify('info', `"${conversation.title}" was deleted in another window.`);
        const { unsaved } = left;
        if (unsaved !== undefined) this.#feed.wish((page) => page.setInput(unsaved));
      },
      sleep: (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
      onProblem,
    });
    const turns = new TurnStart(() => session, onBug);
    const session: ChatSession = new ChatSession({
      engine: deps.engine,
      nowMs: () => Date.now(),
      newId: () => randomBytes(12).toString('hex'),
      guardrails: () => settings.current.chat.guardrails,
      readMentions: (wanted, question, budgetTokens, signal) =>
        this.mentions.read(wanted, question, budgetTokens, signal),
      expand: expandInWorkspace,
      save: (conversation) => queue.add(conversation),
      onChange: () => {
        turns.sessionChanged();
        this.#feed.changed();
      },
      onDelta: (id, delta) => this.#feed.grew(id, delta),
      onAnswer: (message) => this.#feed.ended(message),
      onProblem: (text) => notify('info', text),
    });
    this.#session = session;
    this.#queue = queue;
    this.#conversations = new Conversations({
      ...{ session, store, queue },
      memory: context.workspaceState,
      nowMs: () => Date.now(),
    });
    this.#feed = new PageFeed({ view: () => this.#view(), soon: (run) => setTimeout(run, frameMs) });
    this.#offer = new SelectionOffer(context, (mention) =>
      this.#feed.tell((page) => page.offerSelection(mention ?? null)),
    );
    const ended = new AbortController();
    const threadPath = context.asAbsolutePath(join('dist', 'placementThread.mjs'));
    const place: Place = async (block, target) => await placeOffThread(threadPath, { block, target }, ended.signal);
    this.#host = createChatHost({
      ...{ session, turns, conversations: this.#conversations, notify, setGuardrails },
      // What reads answers is a third of the chat's code: loaded with the first block that is used.
      blocks: async () => {
        const { BlockActions } = await import('./blocks/blockActions.ts');
        return new BlockActions({ notify, place, diff: deps.appliedDiff });
      },
      suggestions: { things: new WorkspaceThings(), files },
      sentPage: deps.sentPage,
      requireEnabled: () => requireEnabled(settings),
      saveMarkdown: (title, markdown) => saveMarkdown(context.globalState, title, markdown),
      pickModel: () => pickModel(context.globalState, settings.current.model.path),
      forgetEvaluated: () => {
        forgetEvaluated(deps, ended.signal).then((problem) => problem && notify('info', problem), onBug);
      },
      onReady: () => this.#connection && this.#feed.attach(this.#connection.page),
      mentionsOf,
    });
    context.subscriptions.push(
      { dispose: () => this.#disconnect() },
      { dispose: () => ended.abort() },
      settings.onDidChange(() => this.#feed.changed()),
    );
    this.statusChanged();
    this.#opened = this.#conversations.reopenLast().catch(onBug);
  }

  /** VS Code shows the view, or shows it in another place. */
  async resolveView(view: vscode.WebviewView): Promise<void> {
    const gone = new AbortController();
    view.onDidDispose(() => gone.abort());
    // So that the page shows the conversation at once, and not an empty one first.
    await this.#opened;
    if (gone.signal.aborted) return;
    this.#disconnect();
    const connection = openPage(view.webview, this.#extensionUri, this.#host, (error) => this.#deps.log.error(error));
    this.#connection = connection;
    view.onDidChangeVisibility(() => {
      // VS Code keeps nothing of a page that is hidden.
      if (!view.visible && this.#connection === connection) this.#feed.detach();
    });
    gone.signal.addEventListener('abort', () => {
      if (this.#connection === connection) this.#disconnect();
    });
  }

  /** The engine's status is another one. */
  statusChanged(): void {
    const status = this.#deps.status();
    if (status.kind === 'ready' && status.model !== this.#model) {
      this.#model = status.model;
      this.#session.modelChanged(status.model);
    }
    this.#feed.changed();
  }

  async open(): Promise<void> {
    await vscode.commands.executeCommand('leeward.chat.focus');
    this.#feed.wish((page) => page.focusInput());
  }

  async startNew(): Promise<void> {
    this.#conversations.startNew();
    await this.open();
  }

  stop(): void {
    this.#session.stop();
  }

  /** Puts a slash command into the input, with what it is about: the selection, where there is one. */
  async prepare(command: string): Promise<void> {
    const kinds = slashCommands.find(({ id }) => id === command)?.mentions ?? [];
    const selection = selectionMention();
    const mentions = kinds.map((kind): Mention => (kind === 'selection' && selection) || { kind, label: `#${kind}` });
    await this.open();
    this.#feed.wish((page) => page.setInput(`/${command} `));
    for (const mention of mentions) this.#feed.wish((page) => page.addMention(mention));
  }

  /** @throws UserError where nothing is selected. */
  async addSelection(): Promise<void> {
    const selection = selectionMention();
    if (selection === undefined)
      throw new UserError('inputInvalid', 'Nothing is selected. Select the lines that your question is about.');
    await this.#add([selection]);
  }

  async addFiles(uris: readonly vscode.Uri[]): Promise<void> {
    const active = vscode.window.activeTextEditor?.document.uri;
    const wanted = uris.length > 0 ? uris : active === undefined ? [] : [active];
    if (wanted.length === 0) throw new UserError('inputInvalid', 'No file is open in an editor.');
    await this.#add(await mentionsOf(wanted));
  }

  /** Resolves when nothing is left to be written. */
  async end(): Promise<void> {
    this.#session.dispose();
    await this.#queue.flush();
  }

  async #add(mentions: readonly Mention[]): Promise<void> {
    await this.open();
    for (const mention of mentions) this.#feed.wish((page) => page.addMention(mention));
  }

  #view(): ChatView {
    const { settings, status } = this.#deps;
    const { messages, ...shown } = this.#session.shown();
    const offeredSelection = this.#offer.current;
    return {
      ...shown,
      messages: [...messages],
      model: describeChatModel(status(), this.#model, settings.current.enable),
      guardrails: settings.current.chat.guardrails,
      ...(offeredSelection !== undefined && { offeredSelection }),
    };
  }

  #disconnect(): void {
    this.#feed.detach();
    this.#connection?.dispose();
    this.#connection = undefined;
  }
}

/** As long as a frame takes. */
const frameMs = 16;

function conversationsFolder({ storageUri, globalStorageUri }: vscode.ExtensionContext): string {
  return join((storageUri ?? globalStorageUri).fsPath, 'conversations');
}
