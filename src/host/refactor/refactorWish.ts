import * as vscode from 'vscode';

/** What a light bulb, a key binding of the user's, or a menu says. Everything that is absent is asked for or looked up. */
export interface RefactorWish {
  /** Of a row of the table, or of one of the workspace's own. */
  readonly id?: string;
  readonly input?: string;
  /** Where there is no input: the user is asked for one, and these are in the box at first. */
  readonly words?: string;
  /** The same has failed before. */
  readonly isRetry?: boolean;
  readonly uri?: vscode.Uri;
  readonly range?: vscode.Range;
  /** Files and folders, where many are to be changed. */
  readonly files?: readonly vscode.Uri[];
}

/** @param argument of a command: an identifier, or a {@link RefactorWish}. What is neither wishes nothing. */
export function wishOf(argument: unknown): RefactorWish {
  if (typeof argument === 'string') return { id: argument };
  if (typeof argument !== 'object' || argument === null) return {};
  const { id, input, words, isRetry, uri, range, files } = argument as Readonly<Record<string, unknown>>;
  return {
    ...(typeof id === 'string' && { id }),
    ...(typeof input === 'string' && { input }),
    ...(typeof words === 'string' && { words }),
    ...(isRetry === true && { isRetry }),
    ...(uri instanceof vscode.Uri && { uri }),
    ...(range instanceof vscode.Range && { range }),
    ...(Array.isArray(files) && { files: files.filter((file) => file instanceof vscode.Uri) }),
  };
}
