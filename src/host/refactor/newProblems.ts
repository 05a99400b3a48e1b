import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { throwIfAborted } from '../../shared/errors.ts';
import { type ProblemsAt, problemsSince } from './problemsSince.ts';

/** Of a document as it is now. */
export function problemsNow(document: vscode.TextDocument): ProblemsAt {
  const lines = document
    .getText()
    .split('\n')
    .map((line) => line.trim());
  return {
    problems: diagnosticsOf(document).map(({ severity, source, message, range }) => ({
      key: JSON.stringify([severity, source, message]),
      line: lines[range.start.line] ?? '',
      row: range.start.line,
    })),
    lines: new Set(lines),
  };
}

/**
 * Problems of a document that it did not have before a change was accepted. Language servers see only what stands in a
 * document, so this can be told no sooner: it waits until one has spoken of it and they have said nothing new for a moment,
 * three seconds at most.
 *
 * @param before as it was before the change was accepted: some speak at once.
 * @returns `undefined` where none has spoken of the document since, so that nothing can be told: it may have none, or one
 *   that is slow, or one that says nothing again of a document without problems; or where it was closed.
 * @throws CancelledError.
 */
export async function newProblems(
  document: vscode.TextDocument,
  before: ProblemsAt,
  signal: AbortSignal,
): Promise<readonly vscode.Diagnostic[] | undefined> {
  const spoken = new Speech(document);
  try {
    await spoken.until(() => spoken.isHeard && spoken.quietForMs > quietMs, { longMs: longestMs, lookMs: 100 }, signal);
    const found = since(document, before);
    // Servers forget the problems of what is closed.
    return document.isClosed || (found.length === 0 && !spoken.isHeard) ? undefined : found;
  } finally {
    spoken.dispose();
  }
}

/**
 * As {@link newProblems}, of linters that take their time: while the document stays as it is, for a minute at most.
 *
 * @param version of the document as it was when the change was accepted.
 * @returns none where there are none by then.
 * @throws CancelledError.
 */
export async function lateProblems(
  document: vscode.TextDocument,
  before: ProblemsAt,
  version: number,
  signal: AbortSignal,
): Promise<readonly vscode.Diagnostic[]> {
  const isOver = () => document.version !== version || document.isClosed;
  const spoken = new Speech(document);
  try {
    const isThere = () => spoken.quietForMs > lateQuietMs && since(document, before).length > 0;
    await spoken.until(() => isOver() || isThere(), { longMs: latestMs, lookMs: 1_000 }, signal);
    return isOver() ? [] : since(document, before);
  } finally {
    spoken.dispose();
  }
}

const longestMs = 3_000;
/** Syntax errors come first, and what needs types a moment later. */
const quietMs = 1_500;
const latestMs = 60_000;
const lateQuietMs = 500;

/** When anybody has spoken of the problems of a document. */
class Speech implements vscode.Disposable {
  readonly #listening: vscode.Disposable;
  #heardAtMs: number | undefined;

  constructor({ uri }: vscode.TextDocument) {
    this.#listening = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((one) => one.toString() === uri.toString())) this.#heardAtMs = performance.now();
    });
  }

  get isHeard(): boolean {
    return this.#heardAtMs !== undefined;
  }

  /** Without an end where nobody has spoken yet. */
  get quietForMs(): number {
    return this.#heardAtMs === undefined ? Number.POSITIVE_INFINITY : performance.now() - this.#heardAtMs;
  }

  /** @param isEnough asked again and again. @throws CancelledError. */
  async until(
    isEnough: () => boolean,
    { longMs, lookMs }: { readonly longMs: number; readonly lookMs: number },
    signal: AbortSignal,
  ): Promise<void> {
    const endMs = performance.now() + longMs;
    while (performance.now() < endMs && !isEnough()) {
      await sleep(lookMs);
      throwIfAborted(signal);
    }
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

function since(document: vscode.TextDocument, before: ProblemsAt): readonly vscode.Diagnostic[] {
  const diagnostics = diagnosticsOf(document);
  return problemsSince(before, problemsNow(document)).flatMap((index) => diagnostics[index] ?? []);
}

function diagnosticsOf({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
}
