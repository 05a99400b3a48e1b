import * as vscode from 'vscode';

/** Exactly what the model was given with a question: a document that is not on disk, read-only, as rendered markdown. */
export class SentPage {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  #markdown = outdated;

  constructor(context: vscode.ExtensionContext) {
    context.subscriptions.push(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(pageUri.scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: () => this.#markdown,
      }),
    );
  }

  async show(markdown: string): Promise<void> {
    this.#markdown = markdown;
    this.#changed.fire(pageUri);
    await vscode.commands.executeCommand('vscode.openWith', pageUri, 'vscode.markdown.preview.editor');
  }
}

const pageUri = vscode.Uri.from({ scheme: 'leeward-sent', path: '/What Was Sent.md' });

/** On a page that VS Code has opened again with its window. */
const outdated = 'This page is from before the window was loaded. Choose **What was sent** below a question again.\n';
