import { hash } from 'node:crypto';
import { resolve } from 'node:path';
import { chooseSnippets } from '../../../src/core/context/chooseSnippets.ts';
import { maxFileBytes } from '../../../src/core/context/fileKinds.ts';
import { indexableText } from '../../../src/core/context/indexableText.ts';
import type { Snippet } from '../../../src/core/context/snippet.ts';
import { cursorFacts } from '../../../src/core/syntax/cursorFacts.ts';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import { withTree } from '../../../src/core/syntax/parse.ts';
import { DiskWorkspace } from '../../../src/indexer/crawl/diskWorkspace.ts';
import { FileParser } from '../../../src/indexer/fileParser.ts';
import { lookUp } from '../../../src/indexer/lookUp.ts';
import { openMemoryStore } from '../../../src/indexer/store/openIndexStore.ts';
import type { SqliteIndexStore } from '../../../src/indexer/store/sqliteIndexStore.ts';
import type { ContextCandidates, CursorFacts } from '../../../src/shared/contextQuery.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';
import type { Contestant, Quote } from './contestant.ts';
import type { MaskedLine } from './questions.ts';

const never = new AbortController().signal;

/** What the product does, in this process: index, facts of the cursor, look-up, choice. */
export class LeewardContestant implements Contestant {
  readonly name = 'leeward';
  readonly #grammars: Grammars;
  readonly #workspace: DiskWorkspace;
  readonly #store: SqliteIndexStore;
  readonly #budgetTokens: number;

  private constructor(grammars: Grammars, workspace: DiskWorkspace, store: SqliteIndexStore, budgetTokens: number) {
    this.#grammars = grammars;
    this.#workspace = workspace;
    this.#store = store;
    this.#budgetTokens = budgetTokens;
  }

  static async create(root: string, budgetTokens: number): Promise<LeewardContestant> {
    const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '../../..')));
    const workspace = new DiskWorkspace({ rootPath: root, excludes: [], isTrusted: false, onSkip: () => {} });
    const store = openMemoryStore();
    const parser = new FileParser(grammars);
    for (const file of await workspace.list(never)) {
      const bytes = await workspace.read(file.path, maxFileBytes);
      const found = bytes && indexableText(bytes, file.path);
      if (bytes === undefined || found?.kind !== 'text') continue;
      const { facts } = await parser.parse(file.path, found.text);
      store.put({ ...file, hash: hash('sha256', bytes) }, facts, found.text);
    }
    return new LeewardContestant(grammars, workspace, store, budgetTokens);
  }

  async choose(line: MaskedLine): Promise<readonly Quote[]> {
    const chosen = await this.decide(line);
    return chosen.snippets.map(toQuote);
  }

  /** The choice, with what it was made from. */
  async decide(
    { path, languageId, text, offset }: Pick<MaskedLine, 'path' | 'languageId' | 'text' | 'offset'>,
    previous: readonly Snippet[] = [],
    mostSymbols?: number,
  ): Promise<Decision> {
    const grammar = await this.#grammars.load(languageId);
    if (grammar === undefined) return { snippets: [], candidates: { symbols: [], chunks: [] } };
    const facts = withTree(
      grammar,
      text,
      () => false,
      (tree) => cursorFacts(grammar, tree, text, offset, path),
    );
    if (facts === undefined) return { snippets: [], candidates: { symbols: [], chunks: [] } };
    const nearbyText = textAround(text, offset);
    const candidates = await lookUp(this.#store, this.#workspace, { facts, nearbyText }, undefined, mostSymbols);
    const choice = { facts, candidates, extra: [], previous, budgetTokens: this.#budgetTokens, documentText: text };
    return { snippets: chooseSnippets(choice), candidates, facts };
  }

  close(): void {
    this.#store.close();
  }
}

export interface Decision {
  readonly snippets: readonly Snippet[];
  readonly candidates: ContextCandidates;
  readonly facts?: CursorFacts;
}

export function toQuote({ path, text, lines, symbols }: Snippet): Quote {
  return symbols === undefined ? { path, text, lines } : { path, text };
}

/** As the host gives it: 40 lines above the cursor's, 20 below, without that line. */
function textAround(text: string, offset: number): string {
  const lines = text.split('\n');
  const line = text.slice(0, offset).split('\n').length - 1;
  return [lines.slice(Math.max(0, line - 40), line), lines.slice(line + 1, line + 21)].flat().join('\n');
}
