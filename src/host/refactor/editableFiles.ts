import { realpath } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { describeRefused } from '../../core/chat/mentions/describeRefused.ts';
import { whyClosed } from '../../core/refactor/whyClosed.ts';
import { UserError } from '../../shared/errors.ts';
import { pathOf, type QuotableFiles } from '../chat/mentions/quotableFiles.ts';
import { folderFiles } from '../context/folderFiles.ts';
import { type WorkspacePath, workspacePathOf } from '../context/workspacePaths.ts';
import { firstLink } from './firstLink.ts';
import { whyReadOnly } from './whyReadOnly.ts';

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

  /** Those of them that a model may read, in their order. */
  async allowed(uris: readonly vscode.Uri[], signal: AbortSignal): Promise<readonly vscode.Uri[]> {
    return await this.#files.allowed(uris, signal);
  }

  /**
   * Where it lies, whether it is there or not: for a file that is to be made, and for what others change.
   *
   * @throws as {@link require}.
   */
  async requirePlace(uri: vscode.Uri): Promise<void> {
    refuseClosed(uri.path, pathOf(uri));
    const places = placesOf(uri);
    if (places.length === 0 && uri.scheme !== 'untitled')
      throw refused(`${uri.path} is outside of the workspace: Leeward changes only files that are in it.`);
    for (const place of places) {
      if (place.folder.uri.scheme === 'file') await refuseLink(place, uri);
      else await refuseRemoteLink(place, uri);
    }
    const readOnly = await whyReadOnly(uri);
    if (readOnly !== undefined) throw refused(`${pathOf(uri)} is not changed: ${readOnly}.`);
  }
}

/** Where it lies, or where it is going to once it is saved: which of the folders' file systems that is, nobody says before. */
function placesOf(uri: vscode.Uri): readonly WorkspacePath[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const uris =
    uri.scheme === 'untitled'
      ? folders.map(({ uri: { scheme, authority } }) => uri.with({ scheme, authority, query: '', fragment: '' }))
      : [uri];
  return uris.flatMap((one) => workspacePathOf(one) ?? []);
}

/** Names as a path has them, and as a link that it goes through has them. */
function refuseClosed(path: string, shownPath: string): void {
  const reason = whyClosed(path);
  if (reason !== undefined) throw refused(`${shownPath} is not changed: ${reason}.`);
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
  refuseClosed(real.split(sep).join('/'), pathOf(uri));
}

/** Where a link leads to, VS Code's file systems don't say. */
async function refuseRemoteLink({ folder, path }: WorkspacePath, uri: vscode.Uri): Promise<void> {
  let link: string | undefined;
  try {
    link = await firstLink(folderFiles(folder.uri), path);
  } catch {
    throw refused(`${pathOf(uri)} is not changed: its file system does not answer. Try again.`);
  }
  if (link === undefined) return;
  throw refused(`${pathOf(uri)} is not changed: ${link} is a link, which may lead out of the workspace.`);
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
