import * as vscode from 'vscode';
import { languageOfId } from '../../core/syntax/languageLookup.ts';
import { maxParsableLength } from '../../core/syntax/parse.ts';
import type { CursorFacts } from '../../shared/contextQuery.ts';
import { CancelledError, UserError } from '../../shared/errors.ts';
import type { EnclosingScope } from '../../shared/syntaxQuery.ts';
import type { OffsetRange } from '../../shared/text.ts';
import type { IndexClient } from '../index/indexClient.ts';
import type { Log } from '../log.ts';

/**
 * What the visible documents say of themselves. The index worker parses them: it is told of a document when it is first asked
 * about, and of its edits from then on.
 */
export class DocumentSyntax {
  readonly #client: IndexClient;
  readonly #log: Log;
  /** Documents that the worker was told of. */
  readonly #told = new Set<string>();
  /** Languages whose grammar is damaged: said once. */
  readonly #broken = new Set<string>();
  /** Documents that a worker was asked about when it ended, and how often in a row: they may be why. */
  readonly #suspects = new Map<string, number>();

  constructor(context: vscode.ExtensionContext, client: IndexClient, log: Log) {
    this.#client = client;
    this.#log = log;
    context.subscriptions.push(
      vscode.workspace.onDidChangeTextDocument((event) => this.#edit(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#drop(uri.toString());
        this.#suspects.delete(uri.toString());
      }),
      vscode.window.onDidChangeVisibleTextEditors((editors) =>
        this.#keepOnly(new Set(editors.map(({ document }) => document.uri.toString()))),
      ),
    );
  }

  /**
   * The document seen from the cursor.
   *
   * @returns `undefined` where the language's syntax is not understood, or the document is too large to be parsed.
   * @throws CancelledError; UserError `indexGone`.
   */
  async factsAt(
    document: vscode.TextDocument,
    offset: number,
    path: string,
    signal: AbortSignal,
  ): Promise<CursorFacts | undefined> {
    return await this.#ask(document, (place) => this.#client.cursorFacts({ ...place, offset, path }, signal));
  }

  /** What a selection is in, the innermost first. Returns and throws as {@link factsAt}. */
  async scopesAt(
    document: vscode.TextDocument,
    selection: OffsetRange,
    signal: AbortSignal,
  ): Promise<readonly EnclosingScope[] | undefined> {
    return await this.#ask(document, (place) => this.#client.scopes({ ...place, selection }, signal));
  }

  async #ask<Answer>(
    document: vscode.TextDocument,
    ask: (place: { readonly documentUri: string; readonly version: number }) => Promise<Answer | 'notOpen' | undefined>,
  ): Promise<Answer | undefined> {
    const { languageId } = document;
    const documentUri = document.uri.toString();
    if (this.#broken.has(languageId) || languageOfId(languageId) === undefined) return undefined;
    const ends = this.#suspects.get(documentUri) ?? 0;
    if (ends >= maxEnds) return undefined;
    const wasRunning = this.#client.pid !== undefined;
    try {
      for (let attempt = 0; attempt < maxAttempts; attempt++) {
        if (document.isClosed) return undefined;
        const { version } = document;
        if ((!this.#told.has(documentUri) || attempt > 0) && !this.#tell(document)) return undefined;
        const answer = await ask({ documentUri, version });
        if (answer === 'notOpen') continue;
        this.#suspects.delete(documentUri);
        return answer;
      }
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      if (error instanceof UserError) {
        if (wasRunning) this.#suspects.set(documentUri, ends + 1);
        throw error;
      }
      this.#broken.add(languageId);
      this.#log.error(error);
      return undefined;
    }
    // It is typed in: whoever asks will do so again.
    throw new CancelledError();
  }

  /** @returns whether it is short enough for a tree. */
  #tell(document: vscode.TextDocument): boolean {
    const { languageId, version } = document;
    const documentUri = document.uri.toString();
    const text = document.getText();
    if (text.length > maxParsableLength) return false;
    this.#told.add(documentUri);
    this.#client.openDocument({ documentUri, languageId, version, text });
    return true;
  }

  /** Offsets are as before the event; VS Code sorts the changes from the end to the start. */
  #edit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const documentUri = document.uri.toString();
    if (!this.#told.has(documentUri)) return;
    const edits = contentChanges.map(({ rangeOffset: start, rangeLength, text: newText }) => ({
      range: { start, end: start + rangeLength },
      newText,
    }));
    this.#client.editDocument({ documentUri, version: document.version, edits });
  }

  #keepOnly(keys: ReadonlySet<string>): void {
    for (const key of [...this.#told]) if (!keys.has(key)) this.#drop(key);
  }

  #drop(documentUri: string): void {
    if (this.#told.delete(documentUri)) this.#client.closeDocument(documentUri);
  }
}

/** The worker may have been started anew, and the document edited meanwhile. */
const maxAttempts = 3;
/** The first may have been another's fault: a file's, or the memory's. */
const maxEnds = 2;
