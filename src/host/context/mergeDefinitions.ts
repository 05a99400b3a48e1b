import type { Snippet } from '../../core/context/snippet.ts';
import type { ContextCandidates, SymbolCandidate } from '../../shared/contextQuery.ts';

/** Where a language's server says that a name is defined. */
export interface ServedDefinition {
  readonly name: string;
  /** Its beginning, for where the index does not know it. */
  readonly snippet: Snippet;
}

/**
 * What the index proposes, sure of those that the server has named too, and as snippets the definitions that the index does
 * not know.
 */
export function mergeDefinitions(
  candidates: ContextCandidates,
  served: readonly ServedDefinition[],
): { readonly candidates: ContextCandidates; readonly extra: readonly Snippet[] } {
  const confirmed = (candidate: SymbolCandidate) => served.some((definition) => isSame(candidate, definition));
  return {
    candidates: {
      ...candidates,
      symbols: candidates.symbols.map((candidate) =>
        confirmed(candidate) ? { ...candidate, reaches: [visible, ...candidate.reaches] } : candidate,
      ),
    },
    extra: served
      .filter((definition) => !candidates.symbols.some((candidate) => isSame(candidate, definition)))
      .map(({ snippet }) => snippet),
  };
}

/** It can be used here, and no import says how. */
const visible = { kind: 'samePackage', via: 'the workspace' } as const;

function isSame({ path, symbol }: SymbolCandidate, { name, snippet }: ServedDefinition): boolean {
  const { start } = snippet.lines;
  return symbol.name === name && path === snippet.path && symbol.lines.start <= start && start < symbol.lines.end;
}
