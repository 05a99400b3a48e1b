import * as vscode from 'vscode';
import { fenceLanguage } from '../../../core/chat/blocks/fenceLanguage.ts';
import { insertedText } from '../../../core/chat/blocks/insertedText.ts';
import { type CodeBlock, codeBlocks } from '../../../core/chat/codeBlocks.ts';
import type { AnswerMessage, UserMessage } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import { blockEdit } from './blockEdit.ts';
import { exactFiles, newFileUri, placedPath } from './workspaceFiles.ts';

interface BlockActionsDeps {
  /** One sentence to the user, in the chat. */
  readonly notify: (kind: 'info' | 'error', text: string) => void;
}

/** What a user does with a code block of an answer. Each throws a UserError where it can't be done, and changes nothing then. */
export class BlockActions {
  readonly #notify: BlockActionsDeps['notify'];

  constructor({ notify }: BlockActionsDeps) {
    this.#notify = notify;
  }

  /**
   * Makes an edit of the block, and has VS Code show it: file by file, hunk by hunk, each with a box to leave it out. What is
   * applied is one step for undo.
   *
   * @param question that was answered, whose files the block may be for.
   */
  async apply(message: AnswerMessage, index: number, question: UserMessage | undefined): Promise<void> {
    const edit = await blockEdit(blockAt(message, index), question);
    if (edit === undefined) return;
    const [first] = edit.changed;
    if (first === undefined)
      return this.#notify('info', `${namesOf(edit.targets)} has the code of this block already.`);
    // Resolves once the user has decided; false where all was thrown away, or nothing ticked: VS Code ticks none by itself.
    if (!(await vscode.workspace.applyEdit(edit.workspaceEdit)))
      return this.#notify('info', 'Nothing was applied. In the preview, tick the changes that you want.');
    this.#notify('info', `Applied to ${namesOf(edit.changed)}. Undo takes it back in one step.`);
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
    const target = path === undefined ? undefined : await freeUri(path);
    if (target === undefined) {
      const id = fenceLanguage(language, await vscode.languages.getLanguages());
      const options = { content: code, ...(id !== undefined && { language: id }) };
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(options));
      return;
    }
    const document = await vscode.workspace.openTextDocument(target.with({ scheme: 'untitled' }));
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

function namesOf(uris: readonly vscode.Uri[]): string {
  return uris.map((uri) => vscode.workspace.asRelativePath(uri)).join(', ');
}
