import * as vscode from 'vscode';
import type { MentionText } from '../../../core/chat/mentions/fitTexts.ts';
import { type EditorProblem, problemsText } from '../../../core/chat/mentions/problemsText.ts';
import { redactSecrets } from '../../../core/context/secrets.ts';
import type { Mention } from '../../../shared/conversation.ts';
import { quoteSelection } from '../../context/quoteSelection.ts';
import { openDocument, pathOf, type QuotableFiles } from './quotableFiles.ts';

/** `#problems`: errors and warnings, those of the active editor first; or of one file. */
export async function readProblems(files: QuotableFiles, mention: Mention, signal: AbortSignal): Promise<MentionText> {
  const shown = vscode.languages
    .getDiagnostics()
    .filter(([uri]) => mention.uri === undefined || uri.toString() === mention.uri);
  const active = vscode.window.activeTextEditor?.document.uri.toString();
  const sorted = [...shown].sort(([a], [b]) => Number(b.toString() === active) - Number(a.toString() === active));
  const counted = sorted.filter(([, all]) => all.some(isWorthTelling));
  const allowed = new Set(
    (
      await files.allowed(
        counted.map(([uri]) => uri),
        signal,
      )
    ).map(String),
  );
  const problems = counted.flatMap(([uri, all]) =>
    allowed.has(uri.toString()) ? all.filter(isWorthTelling).map((one) => problemOf(uri, one)) : [],
  );
  return {
    mention,
    languageId: 'text',
    text: redactSecrets(problemsText(problems, maxProblems), 'problems.txt').text,
    ...(problems.length === 0 && { problem: counted.length === 0 ? none : noneQuotable }),
  };
}

const maxProblems = 50;
const none = 'The editor shows no errors or warnings.';
const noneQuotable = 'The editor shows errors or warnings only in files that are not quoted: private or ignored ones.';

function isWorthTelling({ severity }: vscode.Diagnostic): boolean {
  return severity === vscode.DiagnosticSeverity.Error || severity === vscode.DiagnosticSeverity.Warning;
}

function problemOf(uri: vscode.Uri, { range, severity, message, source = '', code }: vscode.Diagnostic): EditorProblem {
  const rule = typeof code === 'object' ? code.value : (code ?? '');
  const { line, character } = range.start;
  const document = openDocument(uri);
  return {
    path: pathOf(uri),
    line,
    character,
    severity: severity === vscode.DiagnosticSeverity.Error ? 'error' : 'warning',
    message,
    source: rule === '' ? source : `${source}(${rule})`,
    ...(document !== undefined &&
      line < document.lineCount && { code: quoteSelection(document, { start: line, end: line + 1 }, pathOf(uri)) }),
  };
}
