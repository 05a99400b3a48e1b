import * as vscode from 'vscode';
import type { Refactoring } from '../../core/refactor/refactoring.ts';
import { UserError } from '../../shared/errors.ts';
import type { OffsetRange } from '../../shared/text.ts';
import { pathOf } from '../chat/mentions/quotableFiles.ts';
import { documentNow } from './documentNow.ts';
import { proposalScheme } from './proposalDocuments.ts';
import type { RefactorWish } from './refactorWish.ts';
import type { Review } from './reviews.ts';

/** Where something is to be refactored. */
export interface RefactorPlace {
  readonly document: vscode.TextDocument;
  /** Empty: the cursor. */
  readonly range: vscode.Range;
  /** A proposal that the user wants another one in place of. */
  readonly replaced?: Review;
}

/** What is to be done at a place. */
export interface RefactorOrder {
  readonly refactoring: Refactoring;
  /** What the user typed; empty where nothing was asked. */
  readonly input: string;
  /** The same was asked for before, and failed. */
  readonly isRetry: boolean;
}

/**
 * @returns `undefined` where no editor is active, and the wish names no file.
 * @throws UserError where the document is only a proposal itself, or there is none any more.
 */
export async function placeOf({ uri, range }: RefactorWish): Promise<RefactorPlace | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (uri === undefined && editor === undefined) return undefined;
  const document = uri === undefined ? editor?.document : await documentNow(uri);
  if (document === undefined && uri !== undefined)
    throw new UserError('inputInvalid', `${pathOf(uri)} can't be opened any more.`);
  if (document === undefined) return undefined;
  if (document.uri.scheme === proposalScheme) {
    throw new UserError(
      'inputInvalid',
      'This side shows a proposed change. Accept or reject it, go to the left side, or ask for another one with "Leeward: Edit with an Instruction...".',
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
