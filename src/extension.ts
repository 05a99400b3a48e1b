/** Composition root: builds every long-lived object, and does nothing else. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { Completer } from './core/completion/completer.ts';
import { LateChat } from './host/chat/lateChat.ts';
import { registerCommands } from './host/commands.ts';
import { LateRepoContext } from './host/context/lateRepoContext.ts';
import { CursorRest } from './host/cursorRest.ts';
import { EngineClient } from './host/engine/engineClient.ts';
import { engineDirectory } from './host/engine/engineLaunch.ts';
import { EngineReportPage } from './host/engineReport.ts';
import { FailureNotice } from './host/failureNotice.ts';
import { registerInlineCompletions } from './host/inlineCompletions.ts';
import { LateLanguageModels } from './host/languageModels/lateLanguageModels.ts';
import { Log } from './host/log.ts';
import { LateNextEdit } from './host/nextEdit/lateNextEdit.ts';
import { LateRefactor } from './host/refactor/lateRefactor.ts';
import { SettingsStore } from './host/settingsStore.ts';
import { LateStatistics } from './host/statistics/lateStatistics.ts';
import { StatusItem } from './host/statusItem.ts';

/** Of what this window has to write yet: VS Code gives `deactivate` no argument. */
let endWriting = async (): Promise<void> => {};

export function activate(context: vscode.ExtensionContext): void {
  const log = new Log(context);
  const failureNotice = new FailureNotice();
  const settings = new SettingsStore(context, (problems) => {
    for (const problem of problems) log.warn(problem);
    failureNotice.onSettingProblems(problems);
  });
  const statusItem = new StatusItem(context);
  const enginePath = context.asAbsolutePath(join('dist', 'engine.mjs'));

  const engine = new EngineClient({
    launch: () => ({
      nodePath: process.execPath,
      entryPath: enginePath,
      directory: engineDirectory([enginePath]),
      idleMs: settings.current.engine.idleMs,
    }),
    loadParams: () => ({
      modelPath: settings.current.model.path,
      contextSizeTokens: settings.current.model.contextSizeTokens,
      slidingWindow: settings.current.model.slidingWindow,
      gpu: settings.current.engine.gpu,
      threads: settings.current.engine.threads,
    }),
    onStatus: (status) => {
      statusItem.setStatus(status);
      log.status(status);
      failureNotice.onStatus(status);
      chat.statusChanged();
      languageModels.statusChanged();
      if (status.kind !== 'ready') return;
      completer.engineReady();
      void reportPage.refresh();
      repoContext.modelChanged();
    },
  });
  context.subscriptions.push(engine);
  const reportPage = new EngineReportPage(context, engine);

  const model = () => (statusItem.status.kind === 'ready' ? statusItem.status.model : undefined);
  const onContext = () => cursorRest.now();
  const onHide = () => completer.forgetContext();
  const repoContext = new LateRepoContext(context, { settings, model, onContext, onHide, log });
  const chat = new LateChat(context, { settings, engine, status: () => statusItem.status, repoContext, log });
  const languageModels = new LateLanguageModels(context, { settings, engine, model, repoContext, chat, log });
  const refactor = new LateRefactor(context, { settings, engine, repoContext, chat, log });
  const nextEdit = new LateNextEdit(context, { settings, repoContext, log });
  const statistics = new LateStatistics(context, { settings, log });
  endWriting = async () => void (await Promise.all([chat.end(), statistics.end()]));
  const completer = new Completer({
    engine,
    settings: () => settings.current.completion,
    clock: { nowMs: () => performance.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) },
    log: (line, request) => {
      log.request(line);
      statistics.noteRequest(request, line);
      if (line.counts !== undefined) repoContext.noteCounts(line.counts);
    },
    repoContext: ({ uri }) => repoContext.contextFor(uri),
    firstParsing: (query, signal) => repoContext.firstParsing(query, signal),
    unknownNames: (query, signal) => repoContext.unknownNames(query, signal),
    background: {
      loadedModel: model,
      onCounts: (counts) => repoContext.noteCounts(counts),
      onBug: (error) => log.error(error),
    },
  });
  const cursorRest = new CursorRest(context, (place) => void completer.rest(place));
  registerInlineCompletions(context, { completer, settings, statistics, statusItem, log });
  registerCommands(context, {
    engine,
    settings,
    log,
    status: () => statusItem.status,
    reportPage,
    repoContext,
    chat,
    refactor,
    nextEdit,
    statistics,
    restartEngine: async () => {
      failureNotice.reset();
      await engine.restart();
      if (!settings.current.enable) engine.disconnect();
    },
    fetchModelPath: context.asAbsolutePath(join('dist', 'fetchModel.mjs')),
  });

  statusItem.setEnabled(settings.current.enable);
  settings.onDidChange(({ before, now }) => {
    statusItem.setEnabled(now.enable);
    const engineChanged = JSON.stringify([before.model, before.engine]) !== JSON.stringify([now.model, now.engine]);
    completer.reset();
    if (!now.enable) return engine.disconnect();
    if (!engineChanged && before.enable) return;
    failureNotice.reset();
    engine.reload();
  });
  // After activation, so that the first keystroke does not wait for the model.
  if (settings.current.enable) setImmediate(() => engine.reload());
}

/** Waits until the last words of the chat, and the last figures, are on the disk. */
export async function deactivate(): Promise<void> {
  await endWriting();
}
