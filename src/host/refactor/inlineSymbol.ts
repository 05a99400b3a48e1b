import * as vscode from 'vscode';
import { applyServerEdit, documentVersions } from './applyServerEdit.ts';
import { inlineInReview } from './inlineInReview.ts';
import { refactorCommand } from './refactorActions.ts';
import type { RefactorPlace } from './refactorPlace.ts';
import type { RefactorPorts } from './refactorPorts.ts';

/**
 * Puts what a variable or function stands for in place of its name, as the language's server does it: which uses mean the same
 * is nothing that a model should guess. Where no server does it, a variable whose uses are plain to see is put in place here.
 *
 * @throws UserError where neither can.
 */
export async function inlineSymbol(
  ports: Pick<RefactorPorts, 'files' | 'repoContext' | 'reviews' | 'onBug'>,
  place: RefactorPlace,
): Promise<void> {
  const { document, range } = place;
  await ports.files.requirePlace(document.uri);
  const asked = documentVersions();
  const actions = await offered(document.uri, range);
  const usable = actions.filter(({ disabled }) => disabled === undefined);
  const [first] = usable;
  if (first === undefined) {
    const serverReason = actions.find(({ disabled }) => disabled !== undefined)?.disabled?.reason;
    return await inlineInReview(ports, place, { version: asked.get(document.uri.toString()), serverReason });
  }
  const chosen =
    usable.length === 1
      ? first
      : await vscode.window
          .showQuickPick(usable.map((action) => ({ label: action.title, action })))
          .then((row) => row?.action);
  if (chosen === undefined) return;
  const { edit, command } = chosen;
  if (edit !== undefined) await applyServerEdit(ports, edit, asked);
  if (command !== undefined) await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
}

/** At the whole name: servers offer it there, or at a cursor in it. */
async function offered(uri: vscode.Uri, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  const found = await vscode.commands.executeCommand<readonly (vscode.CodeAction | vscode.Command)[] | undefined>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    vscode.CodeActionKind.RefactorInline.value,
    mostResolved,
  );
  return (found ?? []).filter(
    (action): action is vscode.CodeAction =>
      'kind' in action && action.kind !== undefined && action.command?.command !== refactorCommand,
  );
}

const mostResolved = 5;
