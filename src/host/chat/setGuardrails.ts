import * as vscode from 'vscode';
import type { ChatView } from '../../shared/chatProtocol.ts';
import { settingsSection } from '../../shared/settings.ts';

/**
 * Writes the setting: where it is set already, in the workspace, if there (and counts), else for all of them. Off is the
 * default.
 */
export async function setGuardrails(choice: ChatView['guardrails']): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const { workspaceValue } = configuration.inspect('chat.guardrails') ?? {};
  const isOfWorkspace = workspaceValue !== undefined && vscode.workspace.isTrusted;
  const target = isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  const value = choice === 'off' && !isOfWorkspace ? undefined : choice;
  await configuration.update('chat.guardrails', value, target);
}
