import * as vscode from 'vscode';
import { chooseSnippets } from '../../core/context/chooseSnippets.ts';
import type { RepoContext, Snippet } from '../../core/context/snippet.ts';
import type { ContextCandidates, CursorFacts } from '../../shared/contextQuery.ts';
import { CancelledError, isCancelled, throwIfAborted, UserError } from '../../shared/errors.ts';
import type { Log } from '../log.ts';
import { contextDelayMs } from './contextDelay.ts';
import type { DocumentSyntax } from './documentSyntax.ts';
import type { FolderIndexes } from './folderIndexes.ts';
import { mergeDefinitions } from './mergeDefinitions.ts';
import { nearbyText } from './nearbyText.ts';
import { ServerDefinitions } from './serverDefinitions.ts';
import { unplacedNames } from './unplacedNames.ts';
import type { UserActivity } from './userActivity.ts';
import { type WorkspacePath, workspacePathOf } from './workspacePaths.ts';

export interface ContextServiceDeps {
  readonly indexes: FolderIndexes;
  readonly syntax: DocumentSyntax;
  readonly activity: UserActivity;
  readonly log: Log;
  readonly isEnabled: () => boolean;
  /** Tokens that snippets may have now. */
  readonly budgetTokens: () => number;
}

/** The cursor of a document of the workspace. */
export interface ContextPlace extends WorkspacePath {
  readonly document: vscode.TextDocument;
  readonly offset: number;
  /** 0-based. */
  readonly line: number;
}

interface KnownContext {
  readonly repo: RepoContext;
  readonly gathered: GatheredContext;
}

/** All that is known around a place, before a budget chooses among it. */
export interface GatheredContext {
  readonly place: ContextPlace;
  readonly facts: CursorFacts;
  /** The language's syntax is understood. */
  readonly hasSyntax: boolean;
  readonly candidates: ContextCandidates;
  readonly extra: readonly Snippet[];
  /** What the document's prompts have had, without what may not be quoted any more. */
  readonly previous: readonly Snippet[];
}

/**
 * What prompts know of the repository. It is computed when the cursor has come to rest elsewhere, or the typing has paused,
 * and never for a keystroke: until then a document keeps what it has, which also keeps the start of its prompts.
 */
export class ContextService {
  readonly #deps: ContextServiceDeps;
  readonly #server: ServerDefinitions;
  /** By document. */
  readonly #known = new Map<string, KnownContext>();
  readonly #changed = new vscode.EventEmitter<ContextPlace>();
  /** The context around a place has been computed. */
  readonly onDidCompute = this.#changed.event;
  /** The last one that had the focus: a page beside it may have it now. */
  #editor: vscode.TextEditor | undefined;
  #timer: NodeJS.Timeout | undefined;
  #computing = new AbortController();

  constructor(context: vscode.ExtensionContext, deps: ContextServiceDeps) {
    this.#deps = deps;
    this.#editor = vscode.window.activeTextEditor;
    this.#server = new ServerDefinitions((place, signal) => deps.indexes.mayQuote(place, signal));
    context.subscriptions.push(
      this.#changed,
      { dispose: () => this.#abandon() },
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        this.#editor = editor ?? this.#editor;
        this.#schedule(false);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === this.#editor) this.#schedule(false);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.#editor?.document) this.#schedule(false);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#known.delete(uri.toString())),
      deps.indexes.onDidHide(() => {
        this.#server.forget();
        this.#forget();
      }),
      deps.indexes.onDidChange(() => {
        this.#server.forget();
        this.#schedule(true);
      }),
    );
  }

  /** What is known of the repository for prompts in that document, at once. */
  current(documentUri: string): RepoContext | undefined {
    return this.#deps.isEnabled() ? this.#known.get(documentUri)?.repo : undefined;
  }

  /** Computes it anew soon: the budget, or what may be known, is another one. */
  refresh(): void {
    if (!this.#deps.isEnabled()) this.#forget();
    this.#schedule(true);
  }

  /** The cursor of the editor that has, or last had, the focus. `undefined`: that is in no file of the workspace. */
  place(): ContextPlace | undefined {
    if (this.#editor === undefined || this.#editor.document.isClosed) return undefined;
    const { document, selection } = this.#editor;
    const path = workspacePathOf(document.uri);
    return path && { ...path, document, offset: document.offsetAt(selection.active), line: selection.active.line };
  }

  /** Of that editor. */
  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#editor?.viewColumn;
  }

  /** What was gathered for that very place, if it was the last one in its document. */
  gathered({ document, line }: ContextPlace): GatheredContext | undefined {
    const gathered = this.#known.get(document.uri.toString())?.gathered;
    return gathered?.place.line === line ? gathered : undefined;
  }

  async #gather(place: ContextPlace, signal: AbortSignal): Promise<GatheredContext> {
    const { indexes, syntax, activity } = this.#deps;
    const { document, offset, path } = place;
    const found = await syntax.factsAt(document, offset, path, signal);
    const facts = found ?? withoutSyntax(path, document.languageId);
    const candidates = await indexes.lookUp(place, { facts, nearbyText: nearbyText(document, place.line) }, signal);
    const names = unplacedNames(facts, candidates, maxServerNames);
    const had = this.#known.get(document.uri.toString())?.repo.snippets ?? [];
    const [served, own, previous] = await Promise.all([
      this.#server.find(document, offset, names, signal),
      this.#quotable(place.folder, activity.snippets(place, place.line), signal),
      this.#quotable(place.folder, had, signal),
    ]);
    const merged = mergeDefinitions(candidates, served);
    return {
      ...{ place, facts, hasSyntax: found !== undefined, candidates: merged.candidates },
      ...{ extra: [...merged.extra, ...own], previous },
    };
  }

  /**
   * Those that a prompt has, in their order.
   *
   * @param previous what stays where it is worth it.
   */
  choose(
    { place, facts, candidates, extra }: GatheredContext,
    previous: readonly Snippet[],
    budgetTokens: number,
  ): readonly Snippet[] {
    return chooseSnippets({ facts, candidates, extra, previous, budgetTokens, documentText: place.document.getText() });
  }

  /**
   * Computes the context around the place and keeps it.
   *
   * @throws CancelledError; what index and grammars throw.
   */
  async compute(place: ContextPlace, signal: AbortSignal): Promise<GatheredContext> {
    const gathered = await this.#gather(place, signal);
    throwIfAborted(signal);
    if (place.document.isClosed) throw new CancelledError();
    const snippets = this.choose(gathered, gathered.previous, this.#deps.budgetTokens());
    const repo: RepoContext = { repoName: place.folder.name, path: place.path, snippets };
    const key = place.document.uri.toString();
    // The newest last: the documents that were left longest ago are forgotten.
    this.#known.delete(key);
    this.#known.set(key, { repo, gathered });
    for (const oldest of this.#known.keys()) if (this.#known.size > maxDocuments) this.#known.delete(oldest);
    this.#changed.fire(place);
    return gathered;
  }

  #schedule(isOther: boolean): void {
    const place = this.#deps.isEnabled() ? this.place() : undefined;
    if (place === undefined) return;
    const known = this.#known.get(place.document.uri.toString());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), contextDelayMs(known?.gathered.place.line, place.line, isOther));
  }

  async #run(): Promise<void> {
    this.#computing.abort();
    this.#computing = new AbortController();
    const place = this.place();
    if (this.#editor === undefined || place === undefined || !this.#deps.isEnabled()) return;
    this.#deps.activity.notePlace(this.#editor);
    try {
      await this.compute(place, this.#computing.signal);
    } catch (error) {
      // Why there is no index is told once, by the index.
      if (!isCancelled(error) && !(error instanceof UserError)) this.#deps.log.error(error);
    }
  }

  async #quotable(
    folder: vscode.WorkspaceFolder,
    snippets: readonly Snippet[],
    signal: AbortSignal,
  ): Promise<readonly Snippet[]> {
    const paths = [...new Set(snippets.map(({ path }) => path))];
    const answers = await Promise.all(paths.map((path) => this.#deps.indexes.mayQuote({ folder, path }, signal)));
    const allowed = new Set(paths.filter((_, index) => answers[index]));
    return snippets.filter(({ path }) => allowed.has(path));
  }

  /** What is known now, and what is being found out on the same grounds. */
  #forget(): void {
    this.#abandon();
    this.#known.clear();
  }

  #abandon(): void {
    clearTimeout(this.#timer);
    this.#computing.abort();
  }
}

/** Names that the language's server is asked about at one place. */
const maxServerNames = 3;
const maxDocuments = 50;

function withoutSyntax(path: string, languageId: string): CursorFacts {
  return {
    path,
    languageId,
    imports: [],
    names: [],
    ownNames: [],
    supertypes: [],
    variables: [],
    surroundings: { above: [], below: [] },
  };
}
