import * as vscode from 'vscode';
import type { Mention } from '../../shared/conversation.ts';
import { openDocument } from './mentions/quotableFiles.ts';
import { selectionNow } from './mentions/selectionNow.ts';

/** What is selected in the active editor, to be offered as a mention. It is never sent by itself. */
export class SelectionOffer {
  #timer: NodeJS.Timeout | undefined;
  #offered: Mention | undefined;

  /** @param onChange told a moment after the selection has come to rest. */
  constructor(context: vscode.ExtensionContext, onChange: (mention: Mention | undefined) => void) {
    const look = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        const mention = selectionMention();
        if (JSON.stringify(mention) === JSON.stringify(this.#offered)) return;
        this.#offered = mention;
        onChange(mention);
      }, restMs);
    };
    context.subscriptions.push(
      { dispose: () => clearTimeout(this.#timer) },
      vscode.window.onDidChangeActiveTextEditor(look),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) look();
      }),
    );
    this.#offered = selectionMention();
  }

  get current(): Mention | undefined {
    return this.#offered;
  }
}

const restMs = 150;

/** `undefined`: nothing is selected. */
export function selectionMention(): Mention | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty || openDocument(editor.document.uri) === undefined)
    return undefined;
  return selectionNow();
}
