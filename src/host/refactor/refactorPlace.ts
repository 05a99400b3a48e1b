import * as vscode from 'vscode';
import { UserError } from '../../shared/errors.ts';
import type { OffsetRange } from '../../shared/text.ts';
import { proposalScheme } from './proposalDocuments.ts';

/** Where something is to be refactored. */
export interface RefactorPlace {
  readonly document: vscode.TextDocument;
  /** Empty: the cursor. */
  readonly range: vscode.Range;
}

/** What a light bulb, a key binding of the user's, or a menu says. Everything that is absent is asked for or looked up. */
export interface RefactorWish {
  /** Of a row of the table, or of one of the workspace's own. */
  readonly id?: string;
  readonly input?: string;
  readonly uri?: vscode.Uri;
  readonly range?: vscode.Range;
  /** Files and folders, where many are to be changed. */
  readonly files?: readonly vscode.Uri[];
}

/** @param argument of a command: an identifier, or a {@link RefactorWish}. What is neither wishes nothing. */
export function wishOf(argument: unknown): RefactorWish {
  if (typeof argument === 'string') return { id: argument };
  if (typeof argument !== 'object' || argument === null) return {};
  const { id, input, uri, range, files } = argument as Readonly<Record<string, unknown>>;
  return {
    ...(typeof id === 'string' && { id }),
    ...(typeof input === 'string' && { input }),
    ...(uri instanceof vscode.Uri && { uri }),
    ...(range instanceof vscode.Range && { range }),
    ...(Array.isArray(files) && { files: files.filter((file) => file instanceof vscode.Uri) }),
  };
}

/**
 * @returns `undefined` where no editor is active, and the wish names no file.
 * @throws UserError where the document is only a proposal itself.
 */
export async function placeOf({ uri, range }: RefactorWish): Promise<RefactorPlace | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (uri === undefined && editor === undefined) return undefined;
  const document = uri === undefined ? editor?.document : await vscode.workspace.openTextDocument(uri);
  if (document === undefined) return undefined;
  if (document.uri.scheme === proposalScheme) {
    throw new UserError(
      'inputInvalid',
      'This side shows a proposed change. Accept or reject it, or go to the left side.',
    );
  }
  const isActive = editor?.document === document;
  return { document, range: range ?? (isActive ? editor.selection : new vscode.Range(0, 0, 0, 0)) };
}

/** @throws UserError where there is none. */
export function requirePlace(place: RefactorPlace | undefined): RefactorPlace {
  if (place !== undefined) return place;
  throw new UserError('inputInvalid', 'No file is open in an editor. Open the file that you mean.');
}

export function offsetsOf({ document, range }: RefactorPlace): OffsetRange {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

/** What the editor reports on these lines, errors first. */
export function problemsAt(document: vscode.TextDocument, range: vscode.Range): readonly vscode.Diagnostic[] {
  const lines = new vscode.Range(range.start.line, 0, range.end.line, Number.MAX_SAFE_INTEGER);
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ range: place, severity }) => severity <= vscode.DiagnosticSeverity.Warning && lines.intersection(place))
    .sort((a, b) => a.severity - b.severity);
}
