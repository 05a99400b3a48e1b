import * as vscode from 'vscode';
import { fenceLanguage } from '../../../core/chat/blocks/fenceLanguage.ts';
import { insertedText } from '../../../core/chat/blocks/insertedText.ts';
import { type CodeBlock, codeBlocks } from '../../../core/chat/codeBlocks.ts';
import type { AnswerMessage, UserMessage } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import { openDocument } from '../mentions/quotableFiles.ts';
import type { AppliedDiff } from './appliedDiff.ts';
import { blockEdit, type Place } from './blockEdit.ts';
import { exactFiles, newFileUri, placedPath } from './workspaceFiles.ts';

interface BlockActionsDeps {
  /** One sentence to the user, in the chat. */
  readonly notify: (kind: 'info' | 'error', text: string) => void;
  readonly diff: Pick<AppliedDiff, 'show'>;
  readonly place: Place;
}

/** What a user does with a code block of an answer. Each throws a UserError where it can't be done, and changes nothing then. */
export class BlockActions {
  readonly #deps: BlockActionsDeps;

  constructor(deps: BlockActionsDeps) {
    this.#deps = deps;
  }

  /**
   * Makes an edit of the block, applies it without saving, and shows it as a diff, in which single hunks can be taken back.
   * It is one step for undo. Where files would be deleted or renamed, VS Code shows all of it before anything is done.
   *
   * @param question that was answered, whose files the block may be for.
   */
  async apply(message: AnswerMessage, index: number, question: UserMessage | undefined): Promise<void> {
    const { notify, diff, place } = this.#deps;
    const edit = await blockEdit(blockAt(message, index), question, place);
    if (edit === undefined) return;
    const names = edit.targets.map((uri) => vscode.workspace.asRelativePath(uri)).join(', ');
    if (edit.written.length === 0 && !edit.isConfirmed)
      return notify('info', `The code of this block is in ${names} already.`);
    if (!edit.isCurrent())
      throw new UserError('inputInvalid', `${names} has changed meanwhile. Apply the block again.`);
    if (!(await vscode.workspace.applyEdit(edit.workspaceEdit))) {
      if (edit.isConfirmed) return notify('info', 'Nothing was applied.');
      throw new UserError(
        'inputInvalid',
        `${names} can't be changed, or has changed meanwhile. Apply the block again.`,
      );
    }
    await diff.show(edit.written);
    notify('info', `Applied to ${names}, not saved yet. Undo takes it back in one step.`);
  }

  /** Instead of what is selected, in the active editor. */
  async insertAtCursor(message: AnswerMessage, index: number): Promise<void> {
    const { code } = blockAt(message, index);
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
      throw new UserError('inputInvalid', 'There is no cursor to insert at. Open a file, and set the cursor.');
    }
    const { document, selection } = editor;
    const line = document.lineAt(selection.start.line).text;
    const after = document.lineAt(selection.end.line).text.slice(selection.end.character);
    const text = insertedText(code, line.slice(0, selection.start.character), after);
    if (!(await editor.edit((edit) => edit.replace(selection, text)))) {
      throw new UserError('inputInvalid', `${vscode.workspace.asRelativePath(document.uri)} can't be changed.`);
    }
    await vscode.window.showTextDocument(document, editor.viewColumn);
  }

  /** An untitled document, under the block's path where that is free. */
  async newFile(message: AnswerMessage, index: number): Promise<void> {
    const { code, language, path } = blockAt(message, index);
    const target = path === undefined ? undefined : (await freeUri(path))?.with({ scheme: 'untitled' });
    // Nor where one of that path is open, which may have been gone on with.
    if (target === undefined || openDocument(target) !== undefined) {
      const id = fenceLanguage(language, await vscode.languages.getLanguages());
      const options = { content: code, ...(id !== undefined && { language: id }) };
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(options));
      return;
    }
    const document = await vscode.workspace.openTextDocument(target);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), code));
  }
}

function blockAt({ text }: AnswerMessage, index: number): CodeBlock {
  const block = codeBlocks(text)[index];
  if (block === undefined) {
    throw new UserError('inputInvalid', 'That code block is no longer there: the answer has changed meanwhile.');
  }
  return block;
}

/** Where a new file of that path would be, if there is none. Local, since an untitled document is saved under no other. */
async function freeUri(path: string): Promise<vscode.Uri | undefined> {
  const placed = placedPath(path);
  if (placed === undefined || (await exactFiles(placed)).length > 0) return undefined;
  const uri = newFileUri(placed);
  return uri?.scheme === 'file' ? uri : undefined;
}
