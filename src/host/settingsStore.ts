import * as vscode from 'vscode';
import { parseSettings, type Settings, settingDefinitions, settingsSection } from '../shared/settings.ts';
import type { Log } from './log.ts';

/** The settings of this window: read once, and again when they change. */
export class SettingsStore {
  #current: Settings;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<{ readonly before: Settings; readonly now: Settings }>();
  readonly onDidChange = this.#changed.event;

  constructor(context: vscode.ExtensionContext, log: Log) {
    this.#log = log;
    this.#current = this.#read();
    context.subscriptions.push(
      this.#changed,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(settingsSection)) return;
        const before = this.#current;
        this.#current = this.#read();
        this.#changed.fire({ before, now: this.#current });
      }),
    );
  }

  get current(): Settings {
    return this.#current;
  }

  #read(): Settings {
    const configuration = vscode.workspace.getConfiguration(settingsSection);
    const raw = Object.fromEntries(Object.keys(settingDefinitions).map((key) => [key, configuration.get(key)]));
    const { settings, problems } = parseSettings(raw);
    for (const problem of problems) this.#log.warn(problem);
    return settings;
  }
}
