import * as vscode from 'vscode';
import { whySkipped } from '../../core/context/fileKinds.ts';
import { closedFolder } from '../../core/refactor/closedFolder.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { workspacePathOf } from '../context/workspacePaths.ts';

/**
 * The files that an instruction is for: those of a menu, with what is in its folders; else the user is asked.
 *
 * @param given files and folders, as a menu gives them.
 * @returns `undefined` where the user was asked, and gave up.
 */
export async function chooseFiles(given: readonly vscode.Uri[]): Promise<readonly vscode.Uri[] | undefined> {
  if (given.length > 0) return await filesIn(given);
  const active = vscode.window.activeTextEditor?.document.uri.toString();
  const found = (await vscode.workspace.findFiles('**/*', '**/node_modules/**', mostListed)).filter(isWorthChanging);
  const rows = found
    .map((uri) => ({ label: pathOf(uri), uri, picked: uri.toString() === active }))
    .sort((a, b) => Number(b.picked) - Number(a.picked) || a.label.localeCompare(b.label));
  const placeHolder = 'Which files is the instruction for?';
  const picked = await vscode.window.showQuickPick(rows, { canPickMany: true, placeHolder, matchOnDescription: true });
  return picked?.map(({ uri }) => uri);
}

const mostListed = 5_000;

async function filesIn(given: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const files = new Map<string, vscode.Uri>();
  for (const uri of given) {
    const { type } = await vscode.workspace.fs.stat(uri);
    const isFolder = (type & vscode.FileType.Directory) !== 0;
    // What is named by itself is refused later, with a sentence; what lies in a folder is passed over.
    const found = isFolder
      ? (await vscode.workspace.findFiles(new vscode.RelativePattern(uri, '**/*'), '**/node_modules/**')).filter(
          isWorthChanging,
        )
      : [uri];
    for (const one of found) files.set(one.toString(), one);
  }
  return [...files.values()];
}

function isWorthChanging(uri: vscode.Uri): boolean {
  const path = workspacePathOf(uri)?.path;
  return path !== undefined && closedFolder(path) === undefined && whySkipped(path, 1) === undefined;
}
