import * as vscode from 'vscode';
import { whySkipped } from '../../core/context/fileKinds.ts';
import { whyClosed } from '../../core/refactor/whyClosed.ts';
import { UserError } from '../../shared/errors.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { workspacePathOf } from '../context/workspacePaths.ts';

/**
 * The files that an instruction is for: those of a menu, with what is in its folders; else the user is asked.
 *
 * @param given files and folders, as a menu gives them.
 * @param allowed those of some files that a model may read.
 * @returns `undefined` where the user was asked, and gave up.
 * @throws UserError where there is none in these folders; what `allowed` throws.
 */
export async function chooseFiles(
  given: readonly vscode.Uri[],
  allowed: (uris: readonly vscode.Uri[]) => Promise<readonly vscode.Uri[]>,
): Promise<readonly vscode.Uri[] | undefined> {
  const chosen = given.length > 0 ? await filesIn(given, allowed) : await pickFiles();
  if (chosen?.length === 0 && given.length > 0)
    throw new UserError('inputInvalid', 'There is no file in here that Leeward may read and change.');
  return chosen === undefined || chosen.length <= mostUnasked || (await isMeant(chosen.length)) ? chosen : undefined;
}

/** A model writes each of them anew: a folder may hold more than the user thinks. */
async function isMeant(count: number): Promise<boolean> {
  const go = `Edit ${count.toLocaleString('en')} Files`;
  const message = `Have the model go through ${count.toLocaleString('en')} files?`;
  const detail = 'It reads them one after the other, which may take long. You see every change before it is made.';
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, go)) === go;
}

const mostUnasked = 50;

async function pickFiles(): Promise<readonly vscode.Uri[] | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri.toString();
  const found = await vscode.workspace.findFiles('**/*', '**/node_modules/**', mostListed);
  const rows = found
    .filter(isWorthChanging)
    .map((uri) => ({ label: pathOf(uri), uri, picked: uri.toString() === active }))
    .sort((a, b) => Number(b.picked) - Number(a.picked) || a.label.localeCompare(b.label));
  const isAll = found.length < mostListed;
  const placeHolder = `Which files is the instruction for?${isAll ? '' : ` ${notAll}`}`;
  const picked = await vscode.window.showQuickPick(rows, { canPickMany: true, placeHolder, matchOnDescription: true });
  return picked?.map(({ uri }) => uri);
}

const mostListed = 5_000;
const notAll = `Only ${mostListed.toLocaleString('en')} are listed: choose others, or a folder, in the explorer.`;

async function filesIn(
  given: readonly vscode.Uri[],
  allowed: (uris: readonly vscode.Uri[]) => Promise<readonly vscode.Uri[]>,
): Promise<readonly vscode.Uri[]> {
  const files = new Map<string, vscode.Uri>();
  for (const uri of given) {
    // What is named by itself is refused later, with a sentence; what lies in a folder is passed over.
    const found = (await isFolder(uri))
      ? await allowed(
          (await vscode.workspace.findFiles(new vscode.RelativePattern(uri, '**/*'), '**/node_modules/**')).filter(
            isWorthChanging,
          ),
        )
      : [uri];
    for (const one of found) files.set(one.toString(), one);
  }
  return [...files.values()];
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

function isWorthChanging(uri: vscode.Uri): boolean {
  const path = workspacePathOf(uri)?.path;
  return path !== undefined && whyClosed(path) === undefined && whySkipped(path, 1) === undefined;
}
