import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { formatEngineReport } from '../core/report/engineReport.ts';
import { abandonable } from './engine/abandonable.ts';
import type { EngineClient } from './engine/engineClient.ts';

/** What the engine has loaded and how it does, as a page: a document that is not on disk, shown as rendered markdown. */
export class EngineReportPage {
  readonly #engine: EngineClient;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  /** Of the engine's latest answer. */
  #markdown: string | undefined;

  constructor(context: vscode.ExtensionContext, engine: EngineClient) {
    this.#engine = engine;
    context.subscriptions.push(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(pageUri.scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: () => this.#markdown ?? outdated,
      }),
    );
  }

  /**
   * Asks the engine, starting it where it is not running, and opens the page or brings an open one up to date.
   *
   * @throws what {@link EngineClient.report} throws; CancelledError where the user gives up waiting.
   */
  async show(): Promise<void> {
    await this.#ask();
    // By its editor's name, not by `markdown.showPreview`: so the tab has the page's own URI, which menus can tell.
    await vscode.commands.executeCommand('vscode.openWith', pageUri, 'vscode.markdown.preview.editor');
  }

  /**
   * Copies the page as it is seen, since the engine may be another one by now; asks the engine where none is open.
   *
   * @throws as {@link show}.
   */
  async copy(): Promise<void> {
    const shown = isOpen() ? this.#markdown : undefined;
    await vscode.env.clipboard.writeText(shown ?? (await this.#ask()));
    void vscode.window.showInformationMessage('The engine report is on the clipboard, as markdown.');
  }

  /** Brings an open page up to date: the engine has loaded something else. */
  async refresh(): Promise<void> {
    // Why there is no report is told by the status.
    if (isOpen()) await this.#ask().catch(() => {});
  }

  async #ask(): Promise<string> {
    const report = await withProgressIfSlow('Leeward: asking the engine', (signal) =>
      abandonable(this.#engine.report(signal), signal),
    );
    this.#markdown = formatEngineReport(report);
    this.#changed.fire(pageUri);
    return this.#markdown;
  }
}

const pageUri = vscode.Uri.from({ scheme: 'leeward', path: '/Engine Report.md' });

/** On a page that VS Code has opened again with its window: it activates us for that (`onFileSystem:leeward`). */
const outdated =
  'This report is from before the window was loaded. Run **Leeward: Show Engine Report** for a new one.\n';

function isOpen(): boolean {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(
      ({ input }) =>
        (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) &&
        input.uri.toString() === pageUri.toString(),
    );
}

/** A notification, with which the user can give up, for work that takes longer than a moment: loading a model does. */
async function withProgressIfSlow<Result>(
  title: string,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const cancelled = new AbortController();
  const result = work(cancelled.signal);
  const settled = result.then(
    () => {},
    () => {},
  );
  const isSlow = await Promise.race([settled.then(() => false), sleep(momentMs, true)]);
  if (isSlow) {
    const location = vscode.ProgressLocation.Notification;
    await vscode.window.withProgress({ location, title, cancellable: true }, async (_progress, token) => {
      token.onCancellationRequested(() => cancelled.abort());
      await settled;
    });
  }
  return await result;
}

const momentMs = 500;
