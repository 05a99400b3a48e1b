import * as vscode from 'vscode';

/**
 * Says in the status bar what Tab would do. An extension has no way to speak to a screen reader by itself, but an item may be
 * a live region, which is how a page tells one of a change.
 */
export class NextEditItem implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('leeward.nextEdit', vscode.StatusBarAlignment.Left);
  #text: string | undefined;

  constructor() {
    this.#item.name = 'Leeward: Next Edit';
    this.#item.command = 'leeward.takeNextEdit';
    this.#item.tooltip = 'Escape puts it away.';
  }

  /** @param text `undefined`: Tab is the editor's. */
  say(text: string | undefined): void {
    if (text === this.#text) return;
    this.#text = text;
    if (text === undefined) {
      this.#item.hide();
      return;
    }
    // An item reads `$(name)` as an icon.
    this.#item.text = text.replaceAll('$(', '$ (');
    this.#item.accessibilityInformation = { label: `${text}. Escape puts it away.`, role: 'status' };
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
