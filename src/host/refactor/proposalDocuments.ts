import * as vscode from 'vscode';

/** Of documents as they would be. */
export const proposalScheme = 'leeward-proposal';

/** The right sides of reviews. Nobody can write in them, and VS Code opens none again with its window. */
export class ProposalDocuments {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  #count = 0;

  constructor(context: Pick<vscode.ExtensionContext, 'subscriptions'>) {
    context.subscriptions.push(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(proposalScheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()),
      }),
    );
  }

  /** A new one, with the name of the document, by which VS Code knows its language. */
  add(document: vscode.TextDocument): vscode.Uri {
    this.#count++;
    const uri = vscode.Uri.from({ scheme: proposalScheme, path: document.uri.path, query: `${this.#count}` });
    this.#texts.set(uri.toString(), document.getText());
    return uri;
  }

  show(uri: vscode.Uri, text: string): void {
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
  }

  remove(uri: vscode.Uri): void {
    this.#texts.delete(uri.toString());
  }
}
