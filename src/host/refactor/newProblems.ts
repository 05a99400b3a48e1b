import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { throwIfAborted } from '../../shared/errors.ts';

/** How often each problem is there, by what it says. Where it stands may have moved. */
export type ProblemCounts = ReadonlyMap<string, number>;

export function problemCounts({ uri }: vscode.TextDocument): ProblemCounts {
  const counts = new Map<string, number>();
  for (const problem of problemsOf(uri)) counts.set(keyOf(problem), (counts.get(keyOf(problem)) ?? 0) + 1);
  return counts;
}

/**
 * Problems of a document that it did not have before a change was accepted. Language servers see only what stands in a
 * document, so this can be told no sooner: it waits until they have said nothing new for a moment, three seconds at most.
 *
 * @param before as it was when the change was accepted.
 * @returns `undefined` where no language server looks at the document, so that nothing can be told.
 * @throws CancelledError.
 */
export async function newProblems(
  document: vscode.TextDocument,
  before: ProblemCounts,
  signal: AbortSignal,
): Promise<readonly vscode.Diagnostic[] | undefined> {
  const endMs = performance.now() + longestMs;
  let saidAtMs = performance.now();
  let isSaid = before.size > 0;
  const listening = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    if (!uris.some((uri) => uri.toString() === document.uri.toString())) return;
    isSaid = true;
    saidAtMs = performance.now();
  });
  try {
    while (performance.now() < endMs && !(isSaid && performance.now() - saidAtMs > quietMs)) {
      await sleep(lookMs);
      throwIfAborted(signal);
    }
  } finally {
    listening.dispose();
  }
  if (!isSaid && !(await hasServer(document))) return undefined;
  const left = new Map(before);
  return problemsOf(document.uri).filter((problem) => {
    const known = left.get(keyOf(problem)) ?? 0;
    left.set(keyOf(problem), known - 1);
    return known <= 0;
  });
}

const longestMs = 3_000;
/** Syntax errors come first, and what needs types a moment later. */
const quietMs = 1_500;
const lookMs = 100;

function problemsOf(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
}

function keyOf({ severity, source, message }: vscode.Diagnostic): string {
  return JSON.stringify([severity, source, message]);
}

/** One that has nothing to say of a document says nothing at all: who knows its symbols has looked at it. */
async function hasServer({ uri }: vscode.TextDocument): Promise<boolean> {
  const symbols: unknown = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', uri);
  return symbols !== undefined;
}
