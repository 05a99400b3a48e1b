import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Completion, CompletionRequest } from '../../core/completion/completer.ts';
import type { RequestLog } from '../../core/completion/requestLog.ts';
import {
  dueAtMs,
  type Followed,
  nothingRecorded,
  type Recording,
  record,
  type StatisticsEvent,
} from '../../core/statistics/recorder.ts';
import { timeParts } from '../../core/statistics/timeParts.ts';
import type { Log } from '../log.ts';
import type { SettingsStore } from '../settingsStore.ts';
import { StatisticsPanel } from './statisticsPanel.ts';
import { StatisticsStore } from './statisticsStore.ts';

export interface StatisticsDeps {
  readonly settings: SettingsStore;
  readonly log: Log;
}

/** Counts what becomes of completions: tells the recorder of events, and the store of what it has counted. */
export class StatisticsFeature {
  readonly #deps: StatisticsDeps;
  readonly #store: StatisticsStore;
  readonly #panel: StatisticsPanel;
  readonly #remarks: string[] = [];
  #recording: Recording = nothingRecorded;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: vscode.ExtensionContext, deps: StatisticsDeps) {
    this.#deps = deps;
    const path = join(context.globalStorageUri.fsPath, 'statistics', 'statistics.json');
    this.#store = new StatisticsStore({
      path,
      today,
      newId: randomUUID,
      sleep: (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
      onProblem: (sentence) => {
        deps.log.warn(sentence);
        this.#remarks.push(sentence);
      },
      onDeleted: () => this.#forget(),
    });
    this.#panel = new StatisticsPanel(context, {
      report: async () => ({
        statistics: await this.#store.read(),
        ...{ today: today(), path, isCounting: this.#isCounting },
        remarks: [...this.#remarks],
      }),
      delete: () => this.#store.delete(),
      log: deps.log,
    });
    context.subscriptions.push(
      { dispose: () => clearTimeout(this.#timer) },
      vscode.commands.registerCommand(acceptedCommand, (offerId: unknown) => {
        if (typeof offerId === 'number') this.#note({ kind: 'accepted', offerId, atMs: performance.now() });
      }),
      vscode.workspace.onDidChangeTextDocument((event) => this.#noteChange(event)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        const uri = document.uri.toString();
        if (this.#isFollowed(uri)) this.#note({ kind: 'closed', uri, text: document.getText() });
      }),
      deps.settings.onDidChange(() => {
        if (!this.#isCounting) this.#forget();
        this.#panel.refreshSoon();
      }),
    );
    // So that a file that another window deletes from now on is known to be deleted.
    this.#store.read().catch((error: unknown) => deps.log.error(error));
  }

  async show(): Promise<void> {
    await this.#panel.show();
  }

  /**
   * To be told of what the editor is answered in time, and of answers that are none.
   *
   * @returns for each of these completions, what VS Code runs when it is accepted; `undefined` where nothing is counted.
   */
  noteAnswer(
    request: CompletionRequest,
    completions: readonly Completion[],
    line: RequestLog | undefined,
  ): vscode.Command | undefined {
    if (!this.#isCounting) return undefined;
    const { uri, languageId } = request.document;
    const { text, offset, selectedItem } = request;
    const times = line && timeParts(line);
    const itemLength = selectedItem?.text.length ?? 0;
    const place = { uri, languageId, day: today(), text, offset, itemLength };
    this.#note({ kind: 'answered', ...place, completions, ...(times && { times }) });
    return { command: acceptedCommand, title: '', arguments: [this.#recording.lastId] };
  }

  /** Resolves when nothing is left to be written. */
  async end(): Promise<void> {
    await this.#store.flush();
  }

  get #isCounting(): boolean {
    const { enable, statistics } = this.#deps.settings.current;
    return enable && statistics.enable;
  }

  #noteChange({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const uri = document.uri.toString();
    if (this.#recording.ghost?.uri !== uri && !this.#isFollowed(uri)) return;
    // VS Code gives the last in the document first.
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      range: { start: rangeOffset, end: rangeOffset + rangeLength },
      newText: text,
    }));
    this.#note({ kind: 'changed', uri, edits, atMs: performance.now() });
  }

  #isFollowed(uri: string): boolean {
    return this.#recording.followed.some((one) => one.uri === uri);
  }

  #note(event: StatisticsEvent): void {
    const { recording, added } = record(this.#recording, event);
    this.#recording = recording;
    this.#store.add(added);
    if (added.length > 0) this.#panel.refreshSoon();
    this.#lookLater();
  }

  #lookLater(): void {
    clearTimeout(this.#timer);
    if (this.#recording.followed.length === 0) return;
    const dueMs = Math.min(...this.#recording.followed.map(dueAtMs));
    this.#timer = setTimeout(() => this.#look(), Math.max(0, dueMs - performance.now())).unref();
  }

  #look(): void {
    const nowMs = performance.now();
    for (const one of this.#recording.followed.filter((followed) => dueAtMs(followed) <= nowMs))
      this.#note({ kind: 'lookedAt', offerId: one.offer.id, text: textNow(one) });
    this.#lookLater();
  }

  #forget(): void {
    this.#recording = { ...nothingRecorded, lastId: this.#recording.lastId };
    clearTimeout(this.#timer);
  }
}

/** Of ours alone: no command that a user could want. */
const acceptedCommand = '_leeward.completionAccepted';

function textNow({ uri, range, lastText }: Followed): string {
  if (lastText !== undefined) return lastText;
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri);
  return document?.getText().slice(range.start, range.end) ?? '';
}

/** Where the user is. */
function today(): string {
  const now = new Date();
  const [month, day] = [now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${now.getFullYear()}-${month}-${day}`;
}
