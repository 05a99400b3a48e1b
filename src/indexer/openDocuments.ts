import { setImmediate as nextTurn } from 'node:timers/promises';
import { cursorFactsInSteps } from '../core/syntax/cursorFacts.ts';
import { DocumentTree } from '../core/syntax/documentTree.ts';
import { enclosingScopes } from '../core/syntax/enclosingScopes.ts';
import type { Grammar, Grammars } from '../core/syntax/grammars.ts';
import type { ShouldStop } from '../core/syntax/parse.ts';
import type { CursorFacts } from '../shared/contextQuery.ts';
import { throwIfAborted } from '../shared/errors.ts';
import type {
  CursorFactsParams,
  EditDocumentParams,
  OpenDocumentParams,
  ScopesParams,
} from '../shared/indexProtocol.ts';
import type { EnclosingScope } from '../shared/syntaxQuery.ts';
import { applyEdits } from '../shared/text.ts';

/** In one turn: a text of the greatest length that is parsed takes more, and then its definitions have no names. */
const scopesBudgetMs = 500;

type ParsedTree = NonNullable<DocumentTree['tree']>;

interface OpenDocument {
  readonly languageId: string;
  version: number;
  /** While it has no tree. */
  text: string;
  /** Made when it is first asked about. */
  tree?: DocumentTree;
}

/**
 * The documents that the window's editors show, with their syntax trees, which are kept up to date with edits. They are parsed
 * here and not in the extension host, where compiling a language's queries would hold up everything for a tenth of a second.
 */
export class OpenDocuments {
  readonly #grammars: Grammars;
  readonly #open = new Map<string, OpenDocument>();

  constructor(grammars: Grammars) {
    this.#grammars = grammars;
  }

  open({ documentUri, languageId, version, text }: OpenDocumentParams): void {
    this.close(documentUri);
    this.#open.set(documentUri, { languageId, version, text });
  }

  /** Nothing where the document is not open. */
  edit({ documentUri, version, edits }: EditDocumentParams): void {
    const document = this.#open.get(documentUri);
    if (document === undefined) return;
    document.version = version;
    const { tree } = document;
    if (tree !== undefined && edits.length <= maxTreeEdits) {
      for (const edit of edits) tree.edit(edit);
      return;
    }
    document.text = applyEdits(tree?.text ?? document.text, edits);
    tree?.dispose();
    delete document.tree;
  }

  close(documentUri: string): void {
    this.#open.get(documentUri)?.tree?.dispose();
    this.#open.delete(documentUri);
  }

  /**
   * The document seen from the cursor. Parsing and reading go on in steps, between which other work of the process has its turn.
   *
   * @returns `notOpen` where this version of it is not here, or not any more; `undefined` where the language's syntax is not
   * understood, or the document is too large to be parsed.
   * @throws CancelledError; BugError where the grammar does not load; WebAssembly.RuntimeError, after which nothing can be parsed.
   */
  async factsAt(
    { documentUri, version, offset, path }: CursorFactsParams,
    signal: AbortSignal,
  ): Promise<CursorFacts | 'notOpen' | undefined> {
    let reading: ReturnType<typeof cursorFactsInSteps> | undefined;
    return await this.#read(documentUri, version, signal, (grammar, tree, text, isOver) => {
      reading ??= cursorFactsInSteps(grammar, tree, text, offset, path);
      do {
        const { done, value } = reading.next();
        if (done) return value;
      } while (!isOver());
      return undefined;
    });
  }

  /** What a selection is in, the innermost first. Returns and throws as {@link factsAt}. */
  async scopesAt(
    { documentUri, version, selection }: ScopesParams,
    signal: AbortSignal,
  ): Promise<readonly EnclosingScope[] | 'notOpen' | undefined> {
    return await this.#read(documentUri, version, signal, (grammar, tree, text) => {
      const endMs = performance.now() + scopesBudgetMs;
      return enclosingScopes(grammar, tree, text, selection, () => performance.now() > endMs);
    });
  }

  /** Parses the document and reads its tree, both in steps: `read` is called again until it returns something. */
  async #read<Result>(
    documentUri: string,
    version: number,
    signal: AbortSignal,
    read: (grammar: Grammar, tree: ParsedTree, text: string, isOver: ShouldStop) => Result | undefined,
  ): Promise<Result | 'notOpen' | undefined> {
    const document = this.#open.get(documentUri);
    if (document?.version !== version) return 'notOpen';
    const grammar = await this.#grammars.load(document.languageId);
    if (grammar === undefined) return undefined;
    for (let step = 0; step < maxSteps; step++) {
      throwIfAborted(signal);
      if (this.#open.get(documentUri) !== document || document.version !== version) return 'notOpen';
      const endMs = performance.now() + budgetMs;
      const isOver = () => performance.now() > endMs;
      const tree = treeOf(document, grammar);
      if (tree.update(isOver)) {
        if (tree.tree === undefined) return undefined;
        const result = read(grammar, tree.tree, tree.text, isOver);
        if (result !== undefined) return result;
      }
      await nextTurn();
    }
    return undefined;
  }
}

function treeOf(document: OpenDocument, grammar: Grammar): DocumentTree {
  document.tree ??= new DocumentTree(grammar, document.text);
  return document.tree;
}

/** More at once, as a formatter makes them, cost more than parsing the text anew: each needs its own place in the lines. */
const maxTreeEdits = 100;
const budgetMs = 10;
/** Together a second: what takes longer is no file that somebody edits. */
const maxSteps = 100;
