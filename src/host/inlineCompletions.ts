import * as vscode from 'vscode';
import type { Completer, CompletionRequest } from '../core/completion/completer.ts';
import { isCancelled } from '../shared/errors.ts';
import type { Log } from './log.ts';
import type { SettingsStore } from './settingsStore.ts';
import { toAbortSignal } from './toAbortSignal.ts';

export interface InlineCompletionDeps {
  readonly completer: Completer;
  readonly settings: SettingsStore;
  readonly log: Log;
}

/** Ghost text: asks the completer wherever VS Code asks us, and tells it of every edit. */
export function registerInlineCompletions(context: vscode.ExtensionContext, deps: InlineCompletionDeps): void {
  const provider: vscode.InlineCompletionItemProvider = {
    provideInlineCompletionItems: (document, position, inlineContext, token) =>
      provide(deps, document, position, inlineContext, token),
  };
  context.subscriptions.push(
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, provider),
    vscode.workspace.onDidChangeTextDocument((event) => noteChange(deps.completer, event)),
  );
}

/** The provider's boundary: whatever fails becomes a line in the log, never a box in a typing person's way. */
async function provide(
  { completer, settings, log }: InlineCompletionDeps,
  document: vscode.TextDocument,
  position: vscode.Position,
  { selectedCompletionInfo, triggerKind }: vscode.InlineCompletionContext,
  token: vscode.CancellationToken,
): Promise<vscode.InlineCompletionItem[]> {
  if (!settings.current.enable) return [];
  const request: CompletionRequest = {
    document: { uri: document.uri.toString(), languageId: document.languageId },
    text: document.getText(),
    offset: document.offsetAt(position),
    trigger: triggerKind === vscode.InlineCompletionTriggerKind.Invoke ? 'explicit' : 'automatic',
    cursorCount: cursorCount(document),
    ...(selectedCompletionInfo && { selectedItem: { range: offsetRange(document, selectedCompletionInfo.range), text: selectedCompletionInfo.text } }),
  };
  const { signal, dispose } = toAbortSignal(token);
  try {
    const completions = await completer.complete(request, signal);
    return completions.map(({ text, range }) => new vscode.InlineCompletionItem(text, toRange(document, range)));
  } catch (error) {
    if (!isCancelled(error)) log.error(error);
    return [];
  } finally {
    dispose();
  }
}
