import * as vscode from 'vscode';
import { describeIndex } from '../../core/report/indexStatus.ts';
import type { IndexStatus } from '../../shared/indexProtocol.ts';

/** A line in the status bar while a folder is indexed for longer than a moment; then silence. */
export class IndexProgress {
  readonly #statuses = new Map<string, IndexStatus>();
  #shown: { readonly report: (message: string) => void; readonly end: () => void } | undefined;
  #soon: NodeJS.Timeout | undefined;

  /** @param status absent: the folder has no index any more. */
  setStatus(folderUri: string, status: IndexStatus | undefined): void {
    if (status === undefined) this.#statuses.delete(folderUri);
    else this.#statuses.set(folderUri, status);
    const busy = this.#busy();
    if (busy === undefined) this.#end();
    else if (this.#shown !== undefined) this.#shown.report(describeIndex(busy));
    else this.#soon ??= setTimeout(() => this.#begin(), momentMs);
  }

  dispose(): void {
    this.#end();
  }

  #busy(): IndexStatus | undefined {
    return [...this.#statuses.values()].find(({ kind }) => kind === 'listing' || kind === 'indexing');
  }

  #begin(): void {
    let report: (message: string) => void = () => {};
    const ended = new Promise<void>((end) => {
      this.#shown = { report: (message) => report(message), end };
    });
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: 'Leeward' }, (progress) => {
      report = (message) => progress.report({ message });
      const busy = this.#busy();
      if (busy !== undefined) report(describeIndex(busy));
      return ended;
    });
  }

  #end(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#shown?.end();
    this.#shown = undefined;
  }
}

const momentMs = 500;
