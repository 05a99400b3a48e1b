import * as vscode from 'vscode';
import type { CodeBlock } from '../../../core/chat/codeBlocks.ts';
import { diffFiles, type FileDiff } from '../../../core/chat/placement/diffFiles.ts';
import { placeBlock } from '../../../core/chat/placement/placeBlock.ts';
import type { UserMessage } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import type { TextEdit } from '../../../shared/text.ts';
import { type BlockTarget, resolveTarget } from './resolveTarget.ts';
import { newFileUri, placedPath } from './workspaceFiles.ts';

/** What a code block changes, for VS Code to show and the user to confirm. */
export interface BlockEdit {
  readonly workspaceEdit: vscode.WorkspaceEdit;
  /** Empty: all is there already. */
  readonly changed: readonly vscode.Uri[];
  /** The files that it is for. */
  readonly targets: readonly vscode.Uri[];
}

/**
 * All of the block, or nothing.
 *
 * @param question that was answered.
 * @returns `undefined` where the user was asked which file is meant, and gave up.
 * @throws UserError `inputInvalid` where a part of it can't be placed with certainty.
 */
export async function blockEdit(block: CodeBlock, question: UserMessage | undefined): Promise<BlockEdit | undefined> {
  const workspaceEdit = new vscode.WorkspaceEdit();
  const changed: vscode.Uri[] = [];
  const targets: vscode.Uri[] = [];
  const files = diffFiles(block.code);
  for (const file of files ?? [undefined]) {
    const target = await resolveTarget(file?.path ?? block.path, question);
    if (target === undefined) return undefined;
    targets.push(target.uri);
    const isChange = file === undefined || file.kind === 'change';
    const hasChanged = isChange
      ? await change(
          workspaceEdit,
          target,
          { ...block, ...(file !== undefined && { code: file.diff }) },
          files !== undefined,
        )
      : await changeFiles(workspaceEdit, target, file, block);
    if (hasChanged) changed.push(target.uri);
  }
  return { workspaceEdit, changed, targets };
}

/** Changes the text of a file, or makes one. */
async function change(
  edit: vscode.WorkspaceEdit,
  { uri, exists }: BlockTarget,
  block: CodeBlock,
  isDiff: boolean,
): Promise<boolean> {
  const path = vscode.workspace.asRelativePath(uri, false);
  if (!exists && isDiff) throw refused(`There is no file ${path}, which the block would change.`);
  const document = exists ? await openText(uri, path) : undefined;
  const target = { text: document?.getText() ?? '', languageId: document?.languageId ?? '', path };
  const placement = placeBlock(block, target);
  if (placement.kind === 'refused') throw refused(placement.reason);
  if (placement.kind === 'unchanged') return false;
  if (document === undefined) create(edit, uri, placement.edits.map(({ newText }) => newText).join(''));
  else replace(edit, document, placement.edits);
  return true;
}

/** A diff that creates, deletes or renames a file. */
async function changeFiles(
  edit: vscode.WorkspaceEdit,
  { uri, exists }: BlockTarget,
  file: FileDiff,
  block: CodeBlock,
): Promise<boolean> {
  const path = vscode.workspace.asRelativePath(uri, false);
  if (file.kind === 'create') {
    const text = file.text ?? '';
    if (exists && (await openText(uri, path)).getText() === text) return false;
    if (exists) throw refused(`The block would create ${path}, which is there already.`);
    create(edit, uri, text);
    return true;
  }
  if (!exists) throw refused(`There is no file ${path}, which the block would ${file.kind}.`);
  if (file.kind === 'delete') {
    edit.deleteFile(uri, {}, confirmed);
    return true;
  }
  const placed = placedPath(file.newPath ?? '');
  const newUri = placed === undefined ? undefined : newFileUri(placed);
  if (newUri === undefined) throw refused(`${file.newPath ?? ''}, the new name of ${path}, is not in this workspace.`);
  if (file.diff !== '') await change(edit, { uri, exists }, { ...block, code: file.diff }, true);
  edit.renameFile(uri, newUri, {}, confirmed);
  return true;
}

function create(edit: vscode.WorkspaceEdit, uri: vscode.Uri, text: string): void {
  edit.createFile(uri, {}, confirmed);
  edit.insert(uri, new vscode.Position(0, 0), text, confirmed);
}

function replace(edit: vscode.WorkspaceEdit, document: vscode.TextDocument, edits: readonly TextEdit[]): void {
  for (const { range, newText } of edits) {
    const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
    edit.replace(document.uri, place, newText, confirmed);
  }
}

/** VS Code shows each, with a box to leave it out. */
const confirmed: vscode.WorkspaceEditEntryMetadata = { needsConfirmation: true, label: 'Code block of the chat' };

async function openText(uri: vscode.Uri, path: string): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    throw refused(`${path} can't be opened as text.`);
  }
}

function refused(reason: string): UserError {
  return new UserError('inputInvalid', reason);
}
