import * as vscode from 'vscode';
import type { UserMessage } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import { exactFiles, isFile, newFileUri, type PlacedPath, placedPath } from './workspaceFiles.ts';

/** The file that a code block means. */
export interface BlockTarget {
  readonly uri: vscode.Uri;
  readonly exists: boolean;
  /** The answer names it, the question was about it alone, or the user has said so: not only the editor that is active. */
  readonly isNamed: boolean;
}

/**
 * By the path that the answer names; without one, the only file that the question brought with it, else the active editor's.
 * Several files that the path fits: the user is asked which.
 *
 * @returns `undefined` where the user was asked, and gave up.
 * @throws UserError `inputInvalid` where there is none.
 */
export async function resolveTarget(
  path: string | undefined,
  question: UserMessage | undefined,
): Promise<BlockTarget | undefined> {
  if (path !== undefined) return await byPath(path, question);
  const attached = attachedUris(question);
  const [only] = attached;
  if (only !== undefined && attached.length === 1) return { uri: only, exists: await isFile(only), isNamed: true };
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active !== undefined) return { uri: active, exists: true, isNamed: false };
  throw new UserError(
    'inputInvalid',
    'The code block does not say which file it is for. Open that file, and apply the block again.',
  );
}

async function byPath(path: string, question: UserMessage | undefined): Promise<BlockTarget | undefined> {
  const placed = placedPath(path);
  if (placed === undefined) {
    throw new UserError(
      'inputInvalid',
      `${path} is not a file of this workspace. Open the file that you mean, and insert the block at its cursor.`,
    );
  }
  const found = await filesFor(placed, question);
  const [only] = found;
  if (only !== undefined)
    return found.length === 1 ? { uri: only, exists: true, isNamed: true } : await askWhich(found, path);
  const uri = newFileUri(placed);
  if (uri !== undefined) return { uri, exists: false, isNamed: true };
  throw new UserError('inputInvalid', `No open file is called ${path}, and no folder is open. Open the file first.`);
}

/** What stands exactly there; else what the question brought, lies deeper, or is open, and ends with that path. */
async function filesFor(placed: PlacedPath, question: UserMessage | undefined): Promise<readonly vscode.Uri[]> {
  const { path, folders } = placed;
  const exact = await exactFiles(placed);
  if (exact.length > 0) return exact;
  const attached = attachedUris(question).filter((uri) => endsWithPath(uri, path));
  if (attached.length > 0) return attached;
  if (folders.length === 0) {
    return vscode.workspace.textDocuments.map(({ uri }) => uri).filter((uri) => endsWithPath(uri, path));
  }
  const pattern = `**/${path.replace(/[[\]{}*?]/g, '[$&]')}`;
  const found = await Promise.all(
    folders.map((folder) =>
      vscode.workspace.findFiles(new vscode.RelativePattern(folder, pattern), undefined, mostChoices),
    ),
  );
  return found.flat();
}

const mostChoices = 20;

async function askWhich(uris: readonly vscode.Uri[], path: string): Promise<BlockTarget | undefined> {
  const items = uris.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: `Several files fit ${path}: which one?` });
  return chosen === undefined ? undefined : { uri: chosen.uri, exists: true, isNamed: true };
}

/** Files that the question was asked about, each once. */
function attachedUris(question: UserMessage | undefined): readonly vscode.Uri[] {
  const uris = new Map<string, vscode.Uri>();
  for (const { mention } of question?.attachments ?? []) {
    if (mention.uri === undefined || mention.kind === 'folder') continue;
    const uri = vscode.Uri.parse(mention.uri, true);
    uris.set(uri.toString(), uri);
  }
  return [...uris.values()];
}

function endsWithPath({ path: whole }: vscode.Uri, path: string): boolean {
  return whole.toLowerCase().endsWith(`/${path.toLowerCase()}`);
}
