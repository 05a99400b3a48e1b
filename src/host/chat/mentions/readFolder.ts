import * as vscode from 'vscode';
import type { MentionText } from '../../../core/chat/mentions/fitTexts.ts';
import { folderListing } from '../../../core/chat/mentions/folderListing.ts';
import { whySkipped } from '../../../core/context/fileKinds.ts';
import type { Mention } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import { pathIn } from '../../context/pathIn.ts';
import { workspacePathOf } from '../../context/workspacePaths.ts';
import { pathOf, type QuotableFiles } from './quotableFiles.ts';

/** `#folder`: its files as a tree, with their sizes. Without a place: the first folder of the workspace. */
export async function readFolder(files: QuotableFiles, mention: Mention, signal: AbortSignal): Promise<MentionText> {
  const folder =
    mention.uri === undefined ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.parse(mention.uri);
  if (folder === undefined) throw new UserError('inputInvalid', 'No folder is open in this window.');
  const path = pathOf(folder);
  if (workspacePathOf(folder) === undefined)
    throw new UserError('inputInvalid', `${path} is outside of the workspace. Open its folder to mention it.`);
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**'), dependencies, maxFiles);
  const inFolder = (uri: vscode.Uri) => pathIn(folder, uri) ?? uri.path;
  const worth = found.filter((uri) => whySkipped(inFolder(uri), 1) === undefined);
  const listed = await Promise.all(
    (await files.allowed(worth, signal)).map(async (uri) => await sizeOf(uri, inFolder)),
  );
  const isCut = found.length === maxFiles;
  return {
    mention,
    ...(path !== '' && { path }),
    languageId: 'text',
    text: folderListing(listed, maxLines),
    ...(listed.length === 0 && { problem: `There is nothing in ${path || 'the workspace'} that may be quoted.` }),
    ...(isCut && { problem: `It has more than ${maxFiles} files, of which not all were looked at.` }),
  };
}

const maxFiles = 2_000;
/** They would be most of what is found, and are not listed. */
const dependencies = '**/{node_modules,.venv,venv,site-packages,.yarn,.gradle,.next}/**';
const maxLines = 400;

async function sizeOf(uri: vscode.Uri, inFolder: (uri: vscode.Uri) => string) {
  const size = await vscode.workspace.fs.stat(uri).then(
    (stat) => stat.size,
    () => 0,
  );
  return { path: inFolder(uri), sizeBytes: size };
}
