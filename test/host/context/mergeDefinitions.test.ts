import { strict as assert } from 'node:assert';
import type { Snippet } from '../../../src/core/context/snippet.ts';
import { mergeDefinitions } from '../../../src/host/context/mergeDefinitions.ts';
import type { SymbolCandidate } from '../../../src/shared/contextQuery.ts';

const candidate = (path: string, name: string, start: number, end: number): SymbolCandidate => ({
  ...{ path, languageId: 'typescript', reaches: [{ kind: 'named', via: path }], receivers: [], definitionsOfName: 2 },
  ...{ referencingFiles: 1, similarUse: 0, likeness: 0 },
  symbol: { name, kind: 'function', signature: name, isExported: true, lines: { start, end } },
});
const served = (path: string, name: string, start: number) => {
  const snippet: Snippet = {
    ...{ path, languageId: 'typescript', lines: { start, end: start + 1 }, text: name, kind: 'definition' },
    ...{ reason: 'the server says so', score: 0.5, tokens: 3 },
  };
  return { name, snippet };
};

describe('mergeDefinitions', () => {
  const candidates = { symbols: [candidate('a.ts', 'sum', 3, 9), candidate('b.ts', 'sum', 0, 2)], chunks: [] };

  it('is sure of the definition that the server has named, once', () => {
    const { candidates: merged, extra } = mergeDefinitions(candidates, [served('a.ts', 'sum', 5)]);
    assert.deepEqual(
      merged.symbols.map(({ reaches }) => reaches.map(({ kind }) => kind)),
      [['samePackage', 'named'], ['named']],
    );
    assert.deepEqual(extra, []);
  });

  it('quotes what the index does not know', () => {
    const unknown = [served('a.ts', 'sum', 9), served('a.ts', 'other', 4), served('c.ts', 'sum', 0)];
    const merged = mergeDefinitions(candidates, unknown);
    assert.deepEqual(merged.candidates, candidates);
    assert.deepEqual(
      merged.extra,
      unknown.map(({ snippet }) => snippet),
    );
  });
});
