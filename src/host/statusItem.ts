import * as vscode from 'vscode';
import { describeStatus, type EngineStatus } from './engine/engineStatus.ts';

/** The status bar item: what is going on, and the way to the menu. */
export class StatusItem {
  readonly #item: vscode.StatusBarItem;
  #status: EngineStatus = { kind: 'off' };
  #enabled = true;
  /** Those whose wait has become long. */
  readonly #waiting = new Set<object>();

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

  /** Shows that somebody waits for `work`, where it takes longer than a moment. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    const timer = setTimeout(() => {
      this.#waiting.add(timer);
      this.#draw();
    }, momentMs);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      if (this.#waiting.delete(timer)) this.#draw();
    }
  }

  #draw(): void {
    const { icon, label, detail, severity } = describeStatus(this.#status, this.#enabled);
    // Whatever else it says is said by its own sign.
    const isAtWork = this.#waiting.size > 0 && this.#enabled && this.#status.kind === 'ready';
    this.#item.text = `$(${isAtWork ? 'loading~spin' : icon}) ${label}`;
    this.#item.tooltip = detail;
    this.#item.accessibilityInformation = { label: `${label}. ${detail}` };
    this.#item.backgroundColor =
      severity === 'normal' ? undefined : new vscode.ThemeColor(`statusBarItem.${severity}Background`);
  }
}

const momentMs = 500;
