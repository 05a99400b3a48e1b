import * as vscode from 'vscode';
import type { LanguageModelDeps } from './languageModelDeps.ts';
import { ModelProvider } from './modelProvider.ts';
import { SearchTool } from './searchTool.ts';

/** What has been registered, and wants to know. */
export interface LanguageModels {
  statusChanged(): void;
}

/**
 * Gives VS Code's own chat and other extensions our model, `@leeward`, and the search in the repository. Each only where
 * the running VS Code has it and lets us: forks leave parts out, and what is there may still be refused.
 */
export function registerLanguageModels(context: vscode.ExtensionContext, deps: LanguageModelDeps): LanguageModels {
  const attempt = (what: string, register: () => vscode.Disposable | undefined) => {
    try {
      const registered = register();
      if (registered === undefined) deps.log.debug(`This editor has no ${what}.`);
      else context.subscriptions.push(registered);
    } catch (error) {
      deps.log.debug(`This editor allows no ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const provider = new ModelProvider(deps);
  context.subscriptions.push(provider);
  attempt('language models of extensions', () =>
    has('lm', 'registerLanguageModelChatProvider')
      ? vscode.lm.registerLanguageModelChatProvider('leeward', provider)
      : undefined,
  );
  attempt('chat participants', () => {
    if (!has('chat', 'createChatParticipant')) return undefined;
    // Loaded with its first question.
    const participant = vscode.chat.createChatParticipant('leeward.chat', async (...asked) => {
      const { answerInChat } = await import('./answerInChat.ts');
      return await answerInChat(deps, ...asked);
    });
    participant.iconPath = vscode.Uri.joinPath(context.extensionUri, 'media', 'chat.svg');
    return participant;
  });
  attempt('language model tools', () =>
    has('lm', 'registerTool')
      ? vscode.lm.registerTool('leeward_searchRepository', new SearchTool(deps.repoContext))
      : undefined,
  );
  return provider;
}

/** Whether the running VS Code has a function that its types promise. */
function has(namespace: 'lm' | 'chat', name: string): boolean {
  const found: unknown = Reflect.get(Object(Reflect.get(vscode, namespace)), name);
  return typeof found === 'function';
}
