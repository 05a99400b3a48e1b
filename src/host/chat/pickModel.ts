import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { settingsSection } from '../../shared/settings.ts';

interface ModelItem extends vscode.QuickPickItem {
  /** For the setting; empty: the default model. Absent: another file is to be chosen. */
  readonly path?: string;
}

/**
 * Offers the models that are at hand: the default one, those used before, and the files beside these. Reads no file.
 *
 * @param memory of the user, over all workspaces.
 * @param currentPath as the setting has it; empty: the default model.
 */
export async function pickModel(memory: vscode.Memento, currentPath: string): Promise<void> {
  const used = new Set([currentPath, ...memory.get<readonly string[]>(memoryKey, [])]);
  used.delete('');
  const folders = [...new Set([...used].map((path) => dirname(path)))];
  const found = (await Promise.all(folders.map(modelsIn))).flat();
  // What was used and is gone is not offered, but for the current one, which would only seem to be another.
  const paths = new Set([...(currentPath === '' ? [] : [currentPath]), ...found]);
  const itemOf = (path: string, label: string, description: string): ModelItem => ({
    label: `$(${path === currentPath ? 'check' : 'blank'}) ${label}`,
    description,
    path,
  });
  const items: ModelItem[] = [
    itemOf('', 'Default Model', 'SmolLM2 135M: small, often wrong'),
    ...[...paths].map((path) => itemOf(path, basename(path), dirname(path))),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(file) Choose Model File...' },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Leeward: Model', matchOnDescription: true });
  if (picked === undefined) return;
  await memory.update(memoryKey, [...used].slice(0, mostRemembered));
  if (picked.path === undefined) await vscode.commands.executeCommand('leeward.chooseModel');
  else if (picked.path !== currentPath) {
    const configuration = vscode.workspace.getConfiguration(settingsSection);
    await configuration.update('model.path', picked.path || undefined, vscode.ConfigurationTarget.Global);
  }
}

const memoryKey = 'usedModels';
const mostRemembered = 20;
const mostInFolder = 50;

async function modelsIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    const models = names.filter((name) => name.toLowerCase().endsWith('.gguf')).sort();
    return models.slice(0, mostInFolder).map((name) => join(folder, name));
  } catch {
    // The folder is gone, or closed.
    return [];
  }
}
