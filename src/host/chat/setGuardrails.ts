import * as vscode from 'vscode';
import type { ChatView } from '../../shared/chatProtocol.ts';
import { settingsSection } from '../../shared/settings.ts';

/** Writes the setting: where it is set already, in the workspace, if there, else for all of them. Off is the default. */
export async function setGuardrails(choice: ChatView['guardrails']): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const { workspaceValue } = configuration.inspect('chat.guardrails') ?? {};
  const target =
    workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  const value = choice === 'off' && workspaceValue === undefined ? undefined : choice;
  await configuration.update('chat.guardrails', value, target);
}
