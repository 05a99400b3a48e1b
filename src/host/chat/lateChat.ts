import { setImmediate as nextTurn } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ChatDeps, ChatFeature } from './chatFeature.ts';

/** The chat, loaded once the extension is active: nobody waits for it but who opens its view meanwhile. */
export class LateChat {
  readonly #loading: Promise<ChatFeature>;
  #feature: ChatFeature | undefined;

  constructor(context: vscode.ExtensionContext, deps: ChatDeps) {
    this.#loading = this.#load(context, deps);
    this.#loading.catch((error: unknown) => deps.log.error(error));
    context.subscriptions.push(
      vscode.window.registerWebviewViewProvider('leeward.chat', {
        resolveWebviewView: async (view) => await (await this.#loading).resolveView(view),
      }),
    );
  }

  /** For what the user asks of it. */
  async feature(): Promise<ChatFeature> {
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

  async #load(context: vscode.ExtensionContext, deps: ChatDeps): Promise<ChatFeature> {
    await nextTurn();
    const { ChatFeature } = await import('./chatFeature.ts');
    this.#feature = new ChatFeature(context, deps);
    return this.#feature;
  }
}
