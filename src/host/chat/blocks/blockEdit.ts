import * as vscode from 'vscode';
import type { CodeBlock } from '../../../core/chat/codeBlocks.ts';
import { diffFiles, type FileDiff } from '../../../core/chat/placement/diffFiles.ts';
import { placeBlock } from '../../../core/chat/placement/placeBlock.ts';
import type { UserMessage } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import type { TextEdit } from '../../../shared/text.ts';
import type { AppliedFile } from './appliedDiff.ts';
import { type BlockTarget, resolveTarget } from './resolveTarget.ts';
import { newFileUri, placedPath } from './workspaceFiles.ts';

/** What a code block changes. */
export interface BlockEdit {
  readonly workspaceEdit: vscode.WorkspaceEdit;
  /** The files that it is for. */
  readonly targets: readonly vscode.Uri[];
  /** Those of them that will be there, and will have another text. */
  readonly written: readonly AppliedFile[];
  /** Files are deleted or renamed, which VS Code asks about first. */
  readonly isConfirmed: boolean;
}

/** What becomes of one file. */
type FileChange = 'none' | 'moved' | AppliedFile;

/**
 * All of the block, or nothing.
 *
 * @param question that was answered.
 * @returns `undefined` where the user was asked which file is meant, and gave up.
 * @throws UserError `inputInvalid` where a part of it can't be placed with certainty.
 */
export async function blockEdit(block: CodeBlock, question: UserMessage | undefined): Promise<BlockEdit | undefined> {
  const workspaceEdit = new vscode.WorkspaceEdit();
  const targets: vscode.Uri[] = [];
  const changes: FileChange[] = [];
  for (const file of diffFiles(block.code) ?? [undefined]) {
    const target = await resolveTarget(file?.path ?? block.path, question);
    if (target === undefined) return undefined;
    targets.push(target.uri);
    changes.push(
      file === undefined
        ? await changeText(workspaceEdit, target, block)
        : await changeByDiff(workspaceEdit, target, file, block),
    );
  }
  const written = changes.filter((change) => typeof change === 'object');
  return { workspaceEdit, targets, written, isConfirmed: changes.includes('moved') };
}

/** Changes the text of a file, or makes one. */
async function changeText(
  edit: vscode.WorkspaceEdit,
  { uri, exists }: BlockTarget,
  block: CodeBlock,
): Promise<FileChange> {
  const path = vscode.workspace.asRelativePath(uri, false);
  const document = exists ? await openText(uri, path) : undefined;
  const before = document?.getText();
  const placement = placeBlock(block, { text: before ?? '', languageId: document?.languageId ?? '', path });
  if (placement.kind === 'refused') throw refused(placement.reason);
  if (placement.kind === 'unchanged') return 'none';
  if (document === undefined) create(edit, uri, placement.edits.map(({ newText }) => newText).join(''));
  else replace(edit, document, placement.edits);
  return { uri, before };
}

async function changeByDiff(
  edit: vscode.WorkspaceEdit,
  target: BlockTarget,
  file: FileDiff,
  block: CodeBlock,
): Promise<FileChange> {
  const { uri, exists } = target;
  const path = vscode.workspace.asRelativePath(uri, false);
  if (file.kind === 'create') {
    const text = file.text ?? '';
    if (exists && (await openText(uri, path)).getText() === text) return 'none';
    if (exists) throw refused(`The block would create ${path}, which is there already.`);
    create(edit, uri, text);
    return { uri, before: undefined };
  }
  if (!exists) throw refused(`There is no file ${path}, which the block would ${file.kind}.`);
  if (file.kind === 'delete') {
    edit.deleteFile(uri, {}, confirmed);
    return 'moved';
  }
  const changed = file.diff === '' ? 'none' : await changeText(edit, target, { ...block, code: file.diff });
  if (file.kind === 'change') return changed;
  const placed = placedPath(file.newPath ?? '');
  const newUri = placed === undefined ? undefined : newFileUri(placed);
  if (newUri === undefined) throw refused(`${file.newPath ?? ''}, the new name of ${path}, is not in this workspace.`);
  edit.renameFile(uri, newUri, {}, confirmed);
  return 'moved';
}

function create(edit: vscode.WorkspaceEdit, uri: vscode.Uri, text: string): void {
  edit.createFile(uri);
  edit.insert(uri, new vscode.Position(0, 0), text);
}

function replace(edit: vscode.WorkspaceEdit, document: vscode.TextDocument, edits: readonly TextEdit[]): void {
  for (const { range, newText } of edits) {
    const place = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
    edit.replace(document.uri, place, newText);
  }
}

/** VS Code shows the whole edit first; what is confirmed is done only where the user ticks it. */
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
