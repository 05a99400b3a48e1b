import { setImmediate as nextTurn } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { Completion, CompletionRequest } from '../../core/completion/completer.ts';
import type { RequestLog } from '../../core/completion/requestLog.ts';
import type { StatisticsDeps, StatisticsFeature } from './statisticsFeature.ts';

/** The statistics, loaded once the extension is active: before that there is nothing to count. */
export class LateStatistics {
  readonly #loading: Promise<StatisticsFeature>;
  #feature: StatisticsFeature | undefined;
  /** Of requests that have been answered, until the editor has the answer. */
  readonly #lines = new WeakMap<CompletionRequest, RequestLog>();

  constructor(context: vscode.ExtensionContext, deps: StatisticsDeps) {
    this.#loading = this.#load(context, deps);
    this.#loading.catch((error: unknown) => deps.log.error(error));
  }

  async show(): Promise<void> {
    await (await this.#loading).show();
  }

  /** What the request took: to be told before its answer. */
  noteRequest(request: CompletionRequest, line: RequestLog): void {
    this.#lines.set(request, line);
  }

  /** As {@link StatisticsFeature.noteAnswer}. */
  noteAnswer(request: CompletionRequest, completions: readonly Completion[]): vscode.Command | undefined {
    return this.#feature?.noteAnswer(request, completions, this.#lines.get(request));
  }

  /** Resolves when nothing is left to be written. */
  async end(): Promise<void> {
    await this.#feature?.end();
  }

  async #load(context: vscode.ExtensionContext, deps: StatisticsDeps): Promise<StatisticsFeature> {
    await nextTurn();
    const { StatisticsFeature } = await import('./statisticsFeature.ts');
    this.#feature = new StatisticsFeature(context, deps);
    return this.#feature;
  }
}
