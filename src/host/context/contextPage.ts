import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { contextReportPage, formatContextReport, listedSnippets } from '../../core/report/contextReport.ts';
import { isCancelled } from '../../shared/errors.ts';
import type { Log } from '../log.ts';
import type { ContextPlace } from './contextService.ts';
import { type DescribeContextDeps, describeContext } from './describeContext.ts';
import { uriOf, type WorkspacePath } from './workspacePaths.ts';

export interface ContextPageDeps extends DescribeContextDeps {
  readonly log: Log;
}

/** What a prompt would say of other files, beside the code; follows the cursor while it is open. */
export class ContextPage {
  readonly #deps: ContextPageDeps;
  readonly #icon: vscode.Uri;
  #panel: vscode.WebviewPanel | undefined;
  /** What the page is about. */
  #place: ContextPlace | undefined;
  /** Where its links lead, by their numbers. */
  #links: readonly (WorkspacePath & { readonly line: number })[] = [];
  /** Where a link has led: the page stays with the place that it was read at. */
  #followed: { readonly uri: string; readonly line: number } | undefined;
  #asking = new AbortController();

  constructor(context: vscode.ExtensionContext, deps: ContextPageDeps) {
    this.#deps = deps;
    this.#icon = vscode.Uri.joinPath(context.extensionUri, 'media', 'icon.png');
    context.subscriptions.push(
      { dispose: () => this.#panel?.dispose() },
      deps.service.onDidCompute((place) => this.#follow(place)),
      deps.indexes.onDidProgress(() => this.refresh()),
    );
  }

  /** Opens the page beside the active editor, or brings an open one up to date with the cursor. */
  async show(): Promise<void> {
    this.#place = this.#deps.service.place() ?? this.#place;
    this.#followed = undefined;
    if (this.#panel === undefined) this.#panel = this.#open();
    else this.#panel.reveal(undefined, true);
    await this.#render();
  }

  /** Draws an open page anew: what decides about it has changed. */
  refresh(): void {
    if (this.#panel?.visible) this.#render().catch((error: unknown) => this.#deps.log.error(error));
  }

  /** Opens the snippet of that number at its place. */
  async openSnippet(number: unknown): Promise<void> {
    const link = typeof number === 'number' ? this.#links[number] : undefined;
    if (link === undefined) return;
    const uri = uriOf(link);
    this.#followed = { uri: uri.toString(), line: link.line };
    const at = new vscode.Range(link.line, 0, link.line, 0);
    const viewColumn = this.#deps.service.viewColumn ?? vscode.ViewColumn.One;
    const editor = await vscode.window.showTextDocument(uri, { viewColumn, selection: at });
    editor.revealRange(at, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  #open(): vscode.WebviewPanel {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const options = { enableScripts: true, enableCommandUris: [openCommand], localResourceRoots: [] };
    const panel = vscode.window.createWebviewPanel('leeward.context', 'Leeward: Context', column, options);
    panel.iconPath = this.#icon;
    panel.webview.html = contextReportPage('', randomBytes(16).toString('hex'));
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#asking.abort();
    });
    // While it is hidden, VS Code keeps nothing of what the page was told.
    panel.onDidChangeViewState(() => this.refresh());
    return panel;
  }

  #follow(place: ContextPlace): void {
    const isFollowed = place.document.uri.toString() === this.#followed?.uri && place.line === this.#followed.line;
    if (isFollowed) return;
    this.#followed = undefined;
    this.#place = place;
    this.refresh();
  }

  async #render(): Promise<void> {
    this.#asking.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const place = this.#place;
    try {
      const report = await describeContext(this.#deps, place, asking.signal);
      if (this.#panel === undefined || asking.signal.aborted) return;
      this.#links = listedSnippets(report).flatMap(({ path, lines }) =>
        place === undefined ? [] : [{ folder: place.folder, path, line: lines.start }],
      );
      const body = formatContextReport(report, (index) => `command:${openCommand}?${encodeURIComponent(`[${index}]`)}`);
      await this.#panel.webview.postMessage(body);
    } catch (error) {
      if (!isCancelled(error)) throw error;
    }
  }
}

const openCommand = 'leeward.openSnippet';
