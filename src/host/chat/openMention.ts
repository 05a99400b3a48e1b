import * as vscode from 'vscode';
import type { Mention } from '../../shared/conversation.ts';
import { UserError } from '../../shared/errors.ts';
import { workspacePathOf } from '../context/workspacePaths.ts';
import { openDocument } from './mentions/quotableFiles.ts';

/** Goes to what a chip names: its file and lines, its folder in the explorer, the view that shows it. */
export async function openMention({ kind, label, uri: place, lines }: Mention): Promise<void> {
  const view = views[kind];
  if (place === undefined) {
    if (view === undefined)
      throw new UserError('inputInvalid', `"What was sent" at the question shows what ${label} stood for.`);
    await vscode.commands.executeCommand(view);
    return;
  }
  const uri = vscode.Uri.parse(place);
  // Conversations come from files: what they name is opened only where a mention could have come from.
  if (workspacePathOf(uri) === undefined && openDocument(uri) === undefined)
    throw new UserError('inputInvalid', `${label} is not in the workspace.`);
  if (kind === 'folder') {
    await vscode.commands.executeCommand('revealInExplorer', uri);
    return;
  }
  const range =
    lines && new vscode.Range(lines.start, 0, Math.max(lines.start, lines.end - 1), Number.MAX_SAFE_INTEGER);
  try {
    await vscode.window.showTextDocument(uri, range === undefined ? {} : { selection: range });
  } catch {
    throw new UserError('inputInvalid', `${label} can not be opened: it may have been moved or deleted.`);
  }
}

const views: Readonly<Partial<Record<Mention['kind'], string>>> = {
  problems: 'workbench.actions.view.problems',
  changes: 'workbench.view.scm',
  terminal: 'workbench.action.terminal.focus',
};
