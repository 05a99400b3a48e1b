import * as vscode from 'vscode';
import { AppliedDiff } from './blocks/appliedDiff.ts';
import type { ChatDeps, ChatFeature } from './chatFeature.ts';
import { TerminalMemory } from './mentions/terminalMemory.ts';
import { SentPage } from './sentPage.ts';

/**
 * The chat, loaded when it is first asked for: most windows never do. What must be there from the start is small: who
 * remembers the terminals' commands, and who answers for pages that VS Code opens again with its window.
 */
export class LateChat {
  readonly #load: () => Promise<ChatFeature>;
  #loading: Promise<ChatFeature> | undefined;
  #feature: ChatFeature | undefined;

  constructor(context: vscode.ExtensionContext, deps: Omit<ChatDeps, 'terminals' | 'sentPage' | 'appliedDiff'>) {
    const terminals = new TerminalMemory(context);
    const sentPage = new SentPage(context);
    const appliedDiff = new AppliedDiff(context);
    this.#load = async () => {
      const { ChatFeature } = await import('./chatFeature.ts');
      this.#feature = new ChatFeature(context, { ...deps, terminals, sentPage, appliedDiff });
      return this.#feature;
    };
    context.subscriptions.push(
      vscode.window.registerWebviewViewProvider('leeward.chat', {
        resolveWebviewView: async (view) => {
          try {
            await (await this.feature()).resolveView(view);
          } catch (error) {
            deps.log.error(error);
          }
        },
      }),
    );
  }

  /** For what the user asks of it. */
  async feature(): Promise<ChatFeature> {
    this.#loading ??= this.#load();
    return await this.#loading;
  }

  /** The engine's status is another one. */
  statusChanged(): void {
    this.#feature?.statusChanged();
  }

  /** Resolves when nothing is left to be written. */
  async end(): Promise<void> {
    await this.#feature?.end();
  }
}
