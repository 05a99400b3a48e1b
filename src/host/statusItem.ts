import * as vscode from 'vscode';
import { describeStatus, type EngineStatus } from './engine/engineStatus.ts';

/** The status bar item: what is going on, and the way to the menu. */
export class StatusItem {
  readonly #item: vscode.StatusBarItem;
  #status: EngineStatus = { kind: 'off' };
  #enabled = true;

  constructor(context: vscode.ExtensionContext) {
    this.#item = vscode.window.createStatusBarItem('leeward.status', vscode.StatusBarAlignment.Right, 100);
    this.#item.name = 'Leeward';
    this.#item.command = 'leeward.showMenu';
    context.subscriptions.push(this.#item);
    this.#draw();
    this.#item.show();
  }

  get status(): EngineStatus {
    return this.#status;
  }

  setStatus(status: EngineStatus): void {
    this.#status = status;
    this.#draw();
  }

  setEnabled(enabled: boolean): void {
    this.#enabled = enabled;
    this.#draw();
  }

  #draw(): void {
    const { icon, label, detail, severity } = describeStatus(this.#status, this.#enabled);
    this.#item.text = `$(${icon}) ${label}`;
    this.#item.tooltip = detail;
    this.#item.accessibilityInformation = { label: `${label}. ${detail}` };
    this.#item.backgroundColor =
      severity === 'normal' ? undefined : new vscode.ThemeColor(`statusBarItem.${severity}Background`);
  }
}
