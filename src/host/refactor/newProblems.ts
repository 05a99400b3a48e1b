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
 * document, so this can be told no sooner: it waits until one has spoken of it and they have said nothing new for a moment,
 * three seconds at most.
 *
 * @param before as it was when the change was accepted.
 * @returns `undefined` where none has spoken of the document since, so that nothing can be told: it may have none, or one
 *   that is slow, or one that says nothing again of a document without problems.
 * @throws CancelledError.
 */
export async function newProblems(
  document: vscode.TextDocument,
  before: ProblemCounts,
  signal: AbortSignal,
): Promise<readonly vscode.Diagnostic[] | undefined> {
  const endMs = performance.now() + longestMs;
  let saidAtMs = performance.now();
  let isSaid = false;
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
  if (!isSaid) return undefined;
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
