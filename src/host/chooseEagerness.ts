import * as vscode from 'vscode';
import type { Settings } from '../shared/settings.ts';

type Eagerness = Settings['completion']['eagerness'];

/** From most to least, as on a slider. */
const choices: readonly { readonly eagerness: Eagerness; readonly label: string; readonly description: string }[] = [
  { eagerness: 'eager', label: 'Eager', description: 'all that the model proposes' },
  { eagerness: 'balanced', label: 'Balanced', description: 'without what it is least sure of' },
  { eagerness: 'quiet', label: 'Quiet', description: 'only what it is very sure of' },
];

/** Asks how sure the model must be of what is shown. @returns `undefined` where the user chose nothing. */
export async function chooseEagerness(current: Eagerness): Promise<Eagerness | undefined> {
  const items = choices.map(({ eagerness, label, description }) => ({
    eagerness,
    description,
    label: `$(${eagerness === current ? 'circle-large-filled' : 'circle-large-outline'}) ${label}`,
  }));
  const picker = vscode.window.createQuickPick<(typeof items)[number]>();
  picker.title = 'How much ghost text is shown while you type';
  picker.items = items;
  picker.activeItems = items.filter(({ eagerness }) => eagerness === current);
  return await new Promise((done) => {
    picker.onDidAccept(() => {
      done(picker.selectedItems[0]?.eagerness);
      picker.hide();
    });
    picker.onDidHide(() => {
      done(undefined);
      picker.dispose();
    });
    picker.show();
  });
}
