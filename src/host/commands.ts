import * as vscode from 'vscode';
import { isCancelled, UserError } from '../shared/errors.ts';
import { plainMessage } from '../shared/plainMessage.ts';
import { settingsSection } from '../shared/settings.ts';
import type { LateChat } from './chat/lateChat.ts';
import { chooseEagerness } from './chooseEagerness.ts';
import type { LateRepoContext } from './context/lateRepoContext.ts';
import { downloadDefaultModel } from './downloadModel.ts';
import type { EngineClient } from './engine/engineClient.ts';
import type { EngineStatus } from './engine/engineStatus.ts';
import type { EngineReportPage } from './engineReport.ts';
import type { Log } from './log.ts';
import type { LateNextEdit } from './nextEdit/lateNextEdit.ts';
import type { LateRefactor } from './refactor/lateRefactor.ts';
import type { SettingsStore } from './settingsStore.ts';
import type { LateStatistics } from './statistics/lateStatistics.ts';

export interface CommandDeps {
  readonly engine: EngineClient;
  readonly settings: SettingsStore;
  readonly log: Log;
  readonly status: () => EngineStatus;
  readonly reportPage: EngineReportPage;
  readonly repoContext: LateRepoContext;
  readonly chat: LateChat;
  readonly refactor: LateRefactor;
  readonly nextEdit: LateNextEdit;
  readonly statistics: LateStatistics;
  readonly restartEngine: () => Promise<void>;
  /** The program that fetches the default model. */
  readonly fetchModelPath: string;
}

/** All commands. Here is the boundary where an expected failure becomes a message. */
export function registerCommands(context: vscode.ExtensionContext, deps: CommandDeps): void {
  const commands: { readonly [id: string]: (...args: readonly unknown[]) => Promise<unknown> } = {
    'leeward.showMenu': () => showMenu(),
    'leeward.complete': () => completeHere(deps),
    'leeward.toggle': () => toggle(deps),
    'leeward.chooseEagerness': () => changeEagerness(deps),
    'leeward.chooseModel': () => chooseModel(),
    'leeward.downloadModel': () => downloadModel(deps),
    'leeward.showEngineReport': () => whereOn(deps, () => deps.reportPage.show()),
    'leeward.copyEngineReport': () => whereOn(deps, () => deps.reportPage.copy()),
    'leeward.showContext': () => whereOn(deps, () => deps.repoContext.showPage()),
    'leeward.openSnippet': (number) => deps.repoContext.openSnippet(number),
    'leeward.rebuildIndex': () => whereOn(deps, () => deps.repoContext.rebuildIndex()),
    'leeward.openChat': async () => await (await deps.chat.feature()).open(),
    'leeward.newConversation': async () => await (await deps.chat.feature()).startNew(),
    'leeward.stopAnswer': async () => (await deps.chat.feature()).stop(),
    'leeward.addSelection': async () => await (await deps.chat.feature()).addSelection(),
    'leeward.addFile': async (uri, uris) => await (await deps.chat.feature()).addFiles(urisOf(uri, uris)),
    'leeward.explain': async () => await (await deps.chat.feature()).prepare('explain'),
    'leeward.fix': async () => await (await deps.chat.feature()).prepare('fix'),
    'leeward.writeTests': async () => await (await deps.chat.feature()).prepare('tests'),
    'leeward.document': async () => await (await deps.chat.feature()).prepare('doc'),
    'leeward.commitMessage': async () => await (await deps.chat.feature()).prepare('commit'),
    'leeward.refactor': async (wish) => await (await deps.refactor.feature()).refactor(wish),
    'leeward.instruct': async () => await (await deps.refactor.feature()).refactor('instruct'),
    'leeward.instructFiles': async (uri, uris) =>
      await (await deps.refactor.feature()).refactor({ id: 'instructFiles', files: urisOf(uri, uris) }),
    'leeward.generateMessage': async (source) => await (await deps.refactor.feature()).writeMessage(rootOf(source)),
    'leeward.acceptHunk': async (...place) => await (await deps.refactor.reviews()).acceptHunk(...place),
    'leeward.rejectHunk': async (...place) => await (await deps.refactor.reviews()).rejectHunk(...place),
    'leeward.acceptFile': async (...place) => await (await deps.refactor.reviews()).acceptFile(...place),
    'leeward.rejectFile': async (...place) => await (await deps.refactor.reviews()).rejectFile(...place),
    'leeward.acceptAllFiles': async () => await (await deps.refactor.reviews()).acceptAllFiles(),
    'leeward.rejectAllFiles': async () => await (await deps.refactor.reviews()).rejectAllFiles(),
    'leeward.stopProposal': async (...place) => (await deps.refactor.reviews()).stop(...place),
    'leeward.nextHunk': async () => await (await deps.refactor.reviews()).nextHunk(),
    'leeward.previousHunk': async () => await (await deps.refactor.reviews()).previousHunk(),
    'leeward.showChecks': async () => (await deps.refactor.reviews()).showChecks(),
    'leeward.takeBack': async () => await (await deps.refactor.reviews()).takeBack(),
    'leeward.takeNextEdit': async () => await (await deps.nextEdit.feature()).take(),
    'leeward.dismissNextEdit': async () => (await deps.nextEdit.feature()).dismiss(),
    'leeward.restartEngine': () => deps.restartEngine(),
    'leeward.showStatistics': () => deps.statistics.show(),
    'leeward.showLog': async () => deps.log.show(),
  };
  for (const [id, run] of Object.entries(commands)) {
    context.subscriptions.push(
      vscode.commands.registerCommand(id, (...args: readonly unknown[]) =>
        run(...args).catch((error) => report(error, deps.log)),
      ),
    );
  }
}

/** As menus give them: the one that was clicked, and all that are selected. */
function urisOf(uri: unknown, uris: unknown): readonly vscode.Uri[] {
  const given: readonly unknown[] = Array.isArray(uris) && uris.length > 0 ? uris : [uri];
  return given.filter((one) => one instanceof vscode.Uri);
}

/** Of the repository whose menu was used: the Source Control view gives itself. */
function rootOf(source: unknown): vscode.Uri | undefined {
  if (typeof source !== 'object' || source === null || !('rootUri' in source)) return undefined;
  return source.rootUri instanceof vscode.Uri ? source.rootUri : undefined;
}

async function completeHere(deps: CommandDeps): Promise<void> {
  await whereOn(deps, async () => {
    // Tries again where it is time to, and says why it fails.
    if (deps.status().kind === 'failed') await deps.engine.model(new AbortController().signal);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  });
}

/** An explicit wish is never met with silence: where Leeward is off, offers to turn it on. */
async function whereOn({ settings }: CommandDeps, run: () => Promise<void>): Promise<void> {
  if (settings.current.enable) return await run();
  const turnOn = 'Turn On';
  const answer = await vscode.window.showInformationMessage('Leeward is switched off (leeward.enable).', turnOn);
  if (answer === turnOn) await updateSetting('enable', undefined);
}

/** On is the default, so it leaves nothing behind in the settings. */
async function toggle({ settings }: CommandDeps): Promise<void> {
  await updateSetting('enable', settings.current.enable ? false : undefined);
}

async function changeEagerness({ settings }: CommandDeps): Promise<void> {
  const chosen = await chooseEagerness(settings.current.completion.eagerness);
  if (chosen !== undefined) await updateSetting('completion.eagerness', chosen);
}

async function showMenu(): Promise<void> {
  const items = [
    { label: '$(sparkle) Complete Here', command: 'leeward.complete' },
    { label: '$(wand) Refactor...', command: 'leeward.refactor' },
    { label: '$(comment-discussion) Open Chat', command: 'leeward.openChat' },
    { label: '$(circle-slash) Toggle Completions', command: 'leeward.toggle' },
    { label: '$(eye) Show More or Less Ghost Text...', command: 'leeward.chooseEagerness' },
    { label: '$(file) Choose Model File...', command: 'leeward.chooseModel' },
    { label: '$(cloud-download) Download Default Model', command: 'leeward.downloadModel' },
    { label: '$(debug-restart) Restart Engine', command: 'leeward.restartEngine' },
    { label: '$(dashboard) Show Engine Report', command: 'leeward.showEngineReport' },
    { label: '$(list-selection) Show Context', command: 'leeward.showContext' },
    { label: '$(graph) Show Statistics', command: 'leeward.showStatistics' },
    { label: '$(output) Show Log', command: 'leeward.showLog' },
    { label: '$(settings-gear) Settings', command: 'workbench.action.openSettings', argument: `@ext:leeward.leeward` },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Leeward' });
  if (picked !== undefined) await vscode.commands.executeCommand(picked.command, picked.argument);
}

async function chooseModel(): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({ title: 'Choose a model file', filters: { 'GGUF models': ['gguf'] } })) ?? [];
  if (file !== undefined) await updateSetting('model.path', file.fsPath);
}

async function downloadModel({ engine, settings, fetchModelPath }: CommandDeps): Promise<void> {
  const location = vscode.ProgressLocation.Notification;
  const title = 'Leeward: fetching the default model';
  await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    const pythonPath = settings.current.python.path;
    const onProgress = (phase: string, fraction: number) =>
      progress.report({ message: `${phase} ${Math.round(fraction * 100)} %` });
    await downloadDefaultModel(
      { nodePath: process.execPath, entryPath: fetchModelPath, pythonPath, onProgress },
      cancelled.signal,
    );
  });
  if (settings.current.model.path === '') {
    if (settings.current.enable) engine.reload();
    void vscode.window.showInformationMessage('The default model is here, and Leeward uses it.');
    return;
  }
  const use = 'Use It';
  const answer = await vscode.window.showInformationMessage(
    `The default model is here. leeward.model.path names another one: ${settings.current.model.path}`,
    use,
  );
  if (answer === use) await updateSetting('model.path', undefined);
}

async function updateSetting(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(settingsSection).update(key, value, vscode.ConfigurationTarget.Global);
}

async function report(error: unknown, log: Log): Promise<void> {
  log.error(error);
  if (isCancelled(error)) return;
  const message = error instanceof UserError ? error.message : `Leeward failed: ${String(error)}`;
  const showLog = 'Show Log';
  if ((await vscode.window.showErrorMessage(plainMessage(message), showLog)) === showLog) log.show();
}
