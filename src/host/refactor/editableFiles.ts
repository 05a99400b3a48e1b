import { realpath } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { describeRefused } from '../../core/chat/mentions/describeRefused.ts';
import { closedFolder } from '../../core/refactor/closedFolder.ts';
import { UserError } from '../../shared/errors.ts';
import { pathOf, type QuotableFiles } from '../chat/mentions/quotableFiles.ts';
import { type WorkspacePath, workspacePathOf } from '../context/workspacePaths.ts';

/**
 * Which files a model may read and change: those of the workspace that may be quoted, through no link out of it, and nothing
 * that decides what git or the editor runs. What is asked here is asked before anything is sent to the model.
 */
export class EditableFiles {
  readonly #files: Pick<QuotableFiles, 'allowed'>;

  constructor(files: Pick<QuotableFiles, 'allowed'>) {
    this.#files = files;
  }

  /**
   * A file that is there, or a document that is none yet.
   *
   * @throws UserError that says why it is not changed; CancelledError.
   */
  async require(uri: vscode.Uri, signal: AbortSignal): Promise<void> {
    await this.requirePlace(uri);
    if (uri.scheme === 'untitled') return;
    const [allowed] = await this.#files.allowed([uri], signal);
    if (allowed === undefined) throw refused(describeRefused(pathOf(uri)));
  }

  /**
   * Where it lies, whether it is there or not: for a file that is to be made, and for what others change.
   *
   * @throws as {@link require}.
   */
  async requirePlace(uri: vscode.Uri): Promise<void> {
    const place = workspacePathOf(uri.scheme === 'untitled' ? uri.with({ scheme: 'file' }) : uri);
    if (place === undefined) {
      if (uri.scheme === 'untitled') return;
      throw refused(`${uri.path} is outside of the workspace: Leeward changes only files that are in it.`);
    }
    refuseClosed(place.path, pathOf(uri));
    if (place.folder.uri.scheme === 'file') await refuseLink(place, uri);
  }
}

/** Names as a path has them, and as a link that it goes through has them. */
function refuseClosed(path: string, shownPath: string): void {
  const folder = closedFolder(path);
  if (folder === undefined) return;
  throw refused(`${shownPath} is not changed: what is in ${folder} decides what runs on this machine.`);
}

async function refuseLink({ folder, path }: WorkspacePath, uri: vscode.Uri): Promise<void> {
  const [root, real] = await Promise.all([
    realpath(folder.uri.fsPath),
    realPathOf(vscode.Uri.joinPath(folder.uri, path).fsPath),
  ]);
  const inRoot = relative(root, real);
  if (inRoot === '..' || inRoot.startsWith(`..${sep}`) || inRoot === real)
    throw refused(
      `${pathOf(uri)} is a link that leads out of the workspace: Leeward changes only files that are in it.`,
    );
  refuseClosed(inRoot.split(sep).join('/'), pathOf(uri));
}

/** Of what is there; what is not there yet will be in its nearest folder that is. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : await realPathOf(parent);
  }
}

function refused(sentence: string): UserError {
  return new UserError('inputInvalid', sentence);
}
