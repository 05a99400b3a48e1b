import { setImmediate as nextTurn } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { LanguageModelDeps } from './languageModelDeps.ts';
import type { LanguageModels } from './registerLanguageModels.ts';

/** What VS Code's own chat has of us, loaded once the extension is active: nobody waits for it. */
export class LateLanguageModels {
  #registered: LanguageModels | undefined;

  constructor(context: vscode.ExtensionContext, deps: LanguageModelDeps) {
    this.#load(context, deps).catch((error: unknown) => deps.log.error(error));
  }

  /** The engine's status is another one. */
  statusChanged(): void {
    this.#registered?.statusChanged();
  }

  async #load(context: vscode.ExtensionContext, deps: LanguageModelDeps): Promise<void> {
    await nextTurn();
    const { registerLanguageModels } = await import('./registerLanguageModels.ts');
    this.#registered = registerLanguageModels(context, deps);
  }
}
