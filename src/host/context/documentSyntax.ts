import { setImmediate as nextTurn } from 'node:timers/promises';
import * as vscode from 'vscode';
import { cursorFactsInSteps } from '../../core/syntax/cursorFacts.ts';
import { DocumentTree } from '../../core/syntax/documentTree.ts';
import { type Grammar, Grammars, type ReadAsset } from '../../core/syntax/grammars.ts';
import type { CursorFacts } from '../../shared/contextQuery.ts';
import { throwIfAborted } from '../../shared/errors.ts';
import type { Log } from '../log.ts';

interface OpenTree {
  readonly grammar: Grammar;
  readonly tree: DocumentTree;
}

/** Syntax trees of the documents that are visible, each parsed when it is first asked for and kept up to date with edits. */
export class DocumentSyntax {
  readonly #grammars: Grammars;
  readonly #log: Log;
  /** Languages whose grammar is damaged: said once. */
  readonly #broken = new Set<string>();
  readonly #trees = new Map<string, OpenTree>();
  /** The parsers of this process are of no use any more. */
  #isCrashed = false;

  constructor(context: vscode.ExtensionContext, readAsset: ReadAsset, log: Log) {
    this.#grammars = new Grammars(readAsset);
    this.#log = log;
    context.subscriptions.push(
      { dispose: () => this.#keepOnly(new Set()) },
      vscode.workspace.onDidChangeTextDocument((event) => this.#edit(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#drop(uri.toString())),
      vscode.window.onDidChangeVisibleTextEditors((editors) =>
        this.#keepOnly(new Set(editors.map(({ document }) => document.uri.toString()))),
      ),
    );
  }

  /**
   * The document seen from the cursor. Parsing and reading go on in steps, so that they hold up nobody for longer than a
   * frame.
   *
   * @returns `undefined` where the language's syntax is not understood, or the document is too large to be parsed.
   * @throws CancelledError.
   */
  async factsAt(
    document: vscode.TextDocument,
    offset: number,
    path: string,
    signal: AbortSignal,
  ): Promise<CursorFacts | undefined> {
    const grammar = await this.#load(document.languageId);
    if (grammar === undefined) return undefined;
    let reading:
      | { readonly tree: DocumentTree['tree']; readonly steps: ReturnType<typeof cursorFactsInSteps> }
      | undefined;
    for (let step = 0; step < maxSteps; step++) {
      throwIfAborted(signal);
      if (document.isClosed) return undefined;
      const parsed = this.#parse(() => {
        const { tree } = this.#treeOf(document, grammar);
        const endMs = performance.now() + budgetMs;
        const isOver = () => performance.now() > endMs;
        if (!tree.update(isOver)) return 'unfinished';
        if (tree.tree === undefined) return undefined;
        // An edit meanwhile has made another tree: what was read is of one that is gone.
        if (reading?.tree !== tree.tree)
          reading = { tree: tree.tree, steps: cursorFactsInSteps(grammar, tree.tree, tree.text, offset, path) };
        do {
          const { done, value } = reading.steps.next();
          if (done) return value;
        } while (!isOver());
        return 'unfinished';
      });
      if (parsed !== 'unfinished') return parsed;
      await nextTurn();
    }
    return undefined;
  }

  /** Where the parsers crash, it is said once, and documents are text from then on. */
  #parse<Result>(parse: () => Result): Result | undefined {
    try {
      return parse();
    } catch (error) {
      // WebAssembly.RuntimeError: its memory is in no order any more, so the trees in it are left where they are.
      if (!(error instanceof Error) || error.name !== 'RuntimeError') throw error;
      this.#isCrashed = true;
      this.#trees.clear();
      this.#log.error(error);
      return undefined;
    }
  }

  async #load(languageId: string): Promise<Grammar | undefined> {
    if (this.#isCrashed || this.#broken.has(languageId)) return undefined;
    try {
      return await this.#grammars.load(languageId);
    } catch (error) {
      this.#broken.add(languageId);
      this.#log.error(error);
      return undefined;
    }
  }

  #treeOf(document: vscode.TextDocument, grammar: Grammar): OpenTree {
    const key = document.uri.toString();
    const known = this.#trees.get(key);
    // A document may change its language, and be closed and opened again meanwhile.
    if (known?.grammar === grammar && known.tree.text === document.getText()) return known;
    this.#drop(key);
    const open = { grammar, tree: new DocumentTree(grammar, document.getText()) };
    this.#trees.set(key, open);
    return open;
  }

  /** Offsets are as before the event; VS Code sorts the changes from the end to the start. */
  #edit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const open = this.#trees.get(document.uri.toString());
    if (open === undefined) return;
    this.#parse(() => {
      for (const { rangeOffset: start, rangeLength, text: newText } of contentChanges)
        open.tree.edit({ range: { start, end: start + rangeLength }, newText });
    });
  }

  #keepOnly(keys: ReadonlySet<string>): void {
    for (const key of [...this.#trees.keys()]) if (!keys.has(key)) this.#drop(key);
  }

  #drop(key: string): void {
    this.#trees.get(key)?.tree.dispose();
    this.#trees.delete(key);
  }
}

/** A frame has 16 ms, of which an extension host must not take many; the last thing begun may take as long again. */
const budgetMs = 10;
/** Together a second: what takes longer is no file that somebody edits. */
const maxSteps = 100;
