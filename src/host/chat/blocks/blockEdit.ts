import * as vscode from 'vscode';
import type { CodeBlock } from '../../../core/chat/codeBlocks.ts';
import { diffFiles, type FileDiff } from '../../../core/chat/placement/diffFiles.ts';
import type { Block, Placement, Target } from '../../../core/chat/placement/placement.ts';
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
  /** No file has changed since it was looked at. */
  isCurrent(): boolean;
}

/** Finds a block's place in a document; see `placeBlock`. */
export type Place = (block: Block, target: Target) => Promise<Placement>;

/** An edit that is being made. */
interface Draft {
  readonly edit: vscode.WorkspaceEdit;
  readonly place: Place;
  /** Of the documents that were looked at. */
  readonly versions: Map<vscode.TextDocument, number>;
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
export async function blockEdit(
  block: CodeBlock,
  question: UserMessage | undefined,
  place: Place,
): Promise<BlockEdit | undefined> {
  const draft: Draft = { edit: new vscode.WorkspaceEdit(), place, versions: new Map() };
  const targets: vscode.Uri[] = [];
  const changes: FileChange[] = [];
  for (const file of diffFiles(block.code) ?? [undefined]) {
    const target = await resolveTarget(file?.path ?? block.path, question);
    if (target === undefined) return undefined;
    targets.push(target.uri);
    changes.push(
      file === undefined ? await changeText(draft, target, block) : await changeByDiff(draft, target, file, block),
    );
  }
  const written = changes.filter((change) => typeof change === 'object');
  return {
    workspaceEdit: draft.edit,
    ...{ targets, written, isConfirmed: changes.includes('moved') },
    isCurrent: () => [...draft.versions].every(([{ version }, before]) => version === before),
  };
}

/** Changes the text of a file, or makes one. */
async function changeText(
  { edit, place, versions }: Draft,
  { uri, exists, isNamed }: BlockTarget,
  { code, language, isClosed }: CodeBlock,
): Promise<FileChange> {
  const path = vscode.workspace.asRelativePath(uri, false);
  const document = exists ? await openText(uri, path) : undefined;
  const before = document?.getText();
  if (document !== undefined) versions.set(document, document.version);
  const target = { text: before ?? '', languageId: document?.languageId ?? '', path, isNamed };
  const placement = await place({ code, language, isClosed }, target);
  if (placement.kind === 'refused') throw refused(placement.reason);
  if (placement.kind === 'unchanged') return 'none';
  if (document === undefined) create(edit, uri, placement.edits.map(({ newText }) => newText).join(''));
  else replace(edit, document, placement.edits);
  return { uri, before };
}

async function changeByDiff(draft: Draft, target: BlockTarget, file: FileDiff, block: CodeBlock): Promise<FileChange> {
  const { uri, exists } = target;
  const { edit } = draft;
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
  const changed = file.diff === '' ? 'none' : await changeText(draft, target, { ...block, code: file.diff });
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
