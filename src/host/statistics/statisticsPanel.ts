import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { formatStatistics, type StatisticsReport, statisticsPage } from '../../core/statistics/statisticsReport.ts';
import type { Log } from '../log.ts';

export interface StatisticsPanelDeps {
  readonly report: () => Promise<StatisticsReport>;
  /** For good. */
  readonly delete: () => Promise<void>;
  readonly log: Log;
}

/** The page of the statistics. */
export class StatisticsPanel {
  readonly #deps: StatisticsPanelDeps;
  readonly #icon: vscode.Uri;
  #panel: vscode.WebviewPanel | undefined;
  #soon: NodeJS.Timeout | undefined;

  constructor(context: vscode.ExtensionContext, deps: StatisticsPanelDeps) {
    this.#deps = deps;
    this.#icon = vscode.Uri.joinPath(context.extensionUri, 'media', 'icon.png');
    context.subscriptions.push({
      dispose: () => {
        clearTimeout(this.#soon);
        this.#panel?.dispose();
      },
    });
  }

  /** Opens the page, or brings an open one up to date. */
  async show(): Promise<void> {
    const report = await this.#deps.report();
    if (this.#panel !== undefined) {
      this.#panel.reveal();
      return await this.refresh();
    }
    const options = { enableScripts: true, localResourceRoots: [] };
    const panel = vscode.window.createWebviewPanel(
      'leeward.statistics',
      'Leeward: Statistics',
      {
        viewColumn: vscode.ViewColumn.Active,
      },
      options,
    );
    this.#panel = panel;
    panel.iconPath = this.#icon;
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (message === 'delete') this.#delete().catch((error: unknown) => this.#fail(error));
    });
    panel.webview.html = statisticsPage(formatStatistics(report), randomBytes(16).toString('hex'));
    // While it is hidden, VS Code keeps nothing of what the page was told.
    panel.onDidChangeViewState(() => {
      this.refreshSoon();
    });
  }

  /** Brings an open page up to date, a moment later, with what comes until then. */
  refreshSoon(): void {
    if (this.#panel?.visible !== true) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.refresh().catch((error: unknown) => this.#deps.log.error(error));
    }, refreshDelayMs);
  }

  /** Brings an open page up to date. */
  async refresh(): Promise<void> {
    if (this.#panel?.visible !== true) return;
    const body = formatStatistics(await this.#deps.report());
    await this.#panel?.webview.postMessage(body);
  }

  async #delete(): Promise<void> {
    const answer = await vscode.window.showWarningMessage(
      'Delete all statistics?',
      { modal: true, detail: 'What was counted until now is gone then, for all windows.' },
      deleteThem,
    );
    if (answer !== deleteThem) return;
    await this.#deps.delete();
    await this.refresh();
  }

  #fail(error: unknown): void {
    this.#deps.log.error(error);
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`The statistics could not be deleted: ${reason}`);
  }
}

const deleteThem = 'Delete';
const refreshDelayMs = 500;
