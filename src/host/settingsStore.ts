import * as vscode from 'vscode';
import { parseSettings, type Settings, settingDefinitions, settingsSection } from '../shared/settings.ts';

/** The settings of this window: read once, and again when they change. */
export class SettingsStore {
  #current: Settings;
  readonly #onProblems: (problems: readonly string[]) => void;
  readonly #changed = new vscode.EventEmitter<{ readonly before: Settings; readonly now: Settings }>();
  readonly onDidChange = this.#changed.event;

  /** @param onProblems told of values that were refused, each in a sentence, at each reading. */
  constructor(context: vscode.ExtensionContext, onProblems: (problems: readonly string[]) => void) {
    this.#onProblems = onProblems;
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
    this.#onProblems(problems);
    return settings;
  }
}
