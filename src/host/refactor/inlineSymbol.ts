import * as vscode from 'vscode';
import { UserError } from '../../shared/errors.ts';
import { applyServerEdit, documentVersions } from './applyServerEdit.ts';
import { refactorCommand } from './refactorActions.ts';
import type { RefactorPlace } from './refactorPlace.ts';
import type { RefactorPorts } from './refactorPorts.ts';

/**
 * Puts what a variable or function stands for in place of its name, as the language's server does it: which uses mean the same
 * is nothing that a model should guess.
 *
 * @throws UserError where no server offers it there.
 */
export async function inlineSymbol(ports: Pick<RefactorPorts, 'files'>, place: RefactorPlace): Promise<void> {
  const { document, range } = place;
  await ports.files.requirePlace(document.uri);
  const asked = documentVersions();
  const actions = await offered(document.uri, range);
  const usable = actions.filter(({ disabled }) => disabled === undefined);
  const [first] = usable;
  if (first === undefined) throw new UserError('inputInvalid', whyNone(actions, document.languageId));
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

function whyNone(actions: readonly vscode.CodeAction[], languageId: string): string {
  const reason = actions.find(({ disabled }) => disabled !== undefined)?.disabled?.reason;
  if (reason !== undefined) return `Nothing is inlined: ${reason}`;
  return `No language server for ${languageId} offers to inline what is at the cursor. Set it on a variable or function that is used here.`;
}
