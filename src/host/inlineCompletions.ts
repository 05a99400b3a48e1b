import * as vscode from 'vscode';
import type { Completer, CompletionRequest } from '../core/completion/completer.ts';
import type { DocumentChange } from '../core/completion/typing.ts';
import { isCancelled, UserError } from '../shared/errors.ts';
import type { OffsetRange } from '../shared/text.ts';
import type { Log } from './log.ts';
import type { SettingsStore } from './settingsStore.ts';
import type { LateStatistics } from './statistics/lateStatistics.ts';
import type { StatusItem } from './statusItem.ts';
import { toAbortSignal } from './toAbortSignal.ts';

export interface InlineCompletionDeps {
  readonly completer: Completer;
  readonly settings: SettingsStore;
  readonly statistics: Pick<LateStatistics, 'noteAnswer'>;
  readonly statusItem: Pick<StatusItem, 'during'>;
  readonly log: Log;
}

/** Ghost text: asks the completer wherever VS Code asks us, and tells it of every edit. */
export function registerInlineCompletions(context: vscode.ExtensionContext, deps: InlineCompletionDeps): void {
  const provider: vscode.InlineCompletionItemProvider = {
    provideInlineCompletionItems: (document, position, inlineContext, token) =>
      provide(deps, document, position, inlineContext, token),
  };
  context.subscriptions.push(
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, provider),
    vscode.workspace.onDidChangeTextDocument((event) => {
      // Output channels, our own log among them, are documents too.
      if (event.document === vscode.window.activeTextEditor?.document)
        deps.completer.noteChange(toDocumentChange(event));
    }),
  );
}

/** The provider's boundary: whatever fails becomes a line in the log, never a box in a typing person's way. */
async function provide(
  { completer, settings, statistics, statusItem, log }: InlineCompletionDeps,
  document: vscode.TextDocument,
  position: vscode.Position,
  { selectedCompletionInfo, triggerKind }: vscode.InlineCompletionContext,
  token: vscode.CancellationToken,
): Promise<vscode.InlineCompletionItem[]> {
  if (!settings.current.enable) return [];
  const request: CompletionRequest = {
    document: { uri: document.uri.toString(), languageId: document.languageId },
    text: document.getText(),
    offset: document.offsetAt(position),
    trigger: triggerKind === vscode.InlineCompletionTriggerKind.Invoke ? 'explicit' : 'automatic',
    cursorCount: cursorCount(document),
    ...(selectedCompletionInfo && {
      selectedItem: { range: offsetRange(document, selectedCompletionInfo.range), text: selectedCompletionInfo.text },
    }),
  };
  const { version } = document;
  const { signal, dispose } = toAbortSignal(token);
  try {
    const completions = await statusItem.during(completer.complete(request, signal));
    // What comes too late is not shown.
    const isLate = signal.aborted || document.version !== version;
    const onAccept = isLate ? undefined : statistics.noteAnswer(request, completions);
    return completions.map(
      ({ text, range }) => new vscode.InlineCompletionItem(text, toRange(document, range), onAccept),
    );
  } catch (error) {
    // The status item and its notice say what a user can mend; here it would come again at each keystroke.
    if (!isCancelled(error) && !(error instanceof UserError)) log.error(error);
    return [];
  } finally {
    dispose();
  }
}

/** More than one only in the editor that shows this document and has the focus. */
function cursorCount(document: vscode.TextDocument): number {
  const editor = vscode.window.activeTextEditor;
  return editor?.document === document ? editor.selections.length : 1;
}

function toDocumentChange({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): DocumentChange {
  return {
    uri: document.uri.toString(),
    reason: changeReason(reason),
    edits: contentChanges.map(({ rangeLength, text }) => ({ deletedLength: rangeLength, insertedText: text })),
  };
}

function changeReason(reason: vscode.TextDocumentChangeReason | undefined): DocumentChange['reason'] {
  if (reason === vscode.TextDocumentChangeReason.Undo) return 'undo';
  return reason === vscode.TextDocumentChangeReason.Redo ? 'redo' : 'edit';
}

function offsetRange(document: vscode.TextDocument, range: vscode.Range): OffsetRange {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

function toRange(document: vscode.TextDocument, { start, end }: OffsetRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
