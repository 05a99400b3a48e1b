import * as vscode from 'vscode';
import type { Refactoring } from '../../core/refactor/refactoring.ts';

export interface InputQuestion {
  /** What the box has at first. */
  readonly words: string;
  /** A proposal gives way to what is asked for. */
  readonly isReplacing: boolean;
  /** What is going to change, in a few words. Never fails, and nobody waits for it: the box is there before. */
  where(signal: AbortSignal): Promise<string | undefined>;
}

/** What the user says to a refactoring that takes words. @returns `undefined` where the user gives up. */
export async function askInput(
  { title, sentence, input }: Refactoring,
  { words, isReplacing, where }: InputQuestion,
): Promise<string | undefined> {
  if (input === 'none') return '';
  const isRequired = input === 'required';
  const name = `Leeward: ${title.replace(/\.{3}$/, '')}`;
  const closed = new AbortController();
  const box = vscode.window.createInputBox();
  box.title = name;
  box.value = words;
  box.valueSelection = [0, words.length];
  box.ignoreFocusOut = true;
  box.placeholder = isRequired ? 'What is to be done' : 'A name or a wish';
  const prompt = isRequired ? sentence : `${sentence} Enter alone leaves the rest to the model.`;
  box.prompt = isReplacing ? 'Rejects this change, and asks for another one.' : prompt;
  box.onDidChangeValue(() => {
    box.validationMessage = undefined;
  });
  box.show();
  void where(closed.signal).then((place) => {
    if (place !== undefined && !closed.signal.aborted) box.title = `${name} (${place})`;
  });
  try {
    return await new Promise((resolve) => {
      box.onDidHide(() => resolve(undefined));
      box.onDidAccept(() => {
        if (!isRequired || box.value.trim() !== '') resolve(box.value);
        else box.validationMessage = 'Say what is to be done.';
      });
    });
  } finally {
    closed.abort();
    box.dispose();
  }
}
