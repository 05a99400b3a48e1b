import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { chooseSnippets, type SnippetChoice } from '../../../src/core/context/chooseSnippets.ts';
import type { Snippet } from '../../../src/core/context/snippet.ts';
import { snippetTokens } from '../../../src/core/context/snippetTokens.ts';
import type { CodeSymbol } from '../../../src/shared/codeFacts.ts';
import type { ChunkCandidate, CursorFacts, NameUse, SymbolCandidate } from '../../../src/shared/contextQuery.ts';

const use = (name: string, distanceLines: number): NameUse => ({
  name,
  count: 1,
  distanceLines,
  isInSignature: false,
  recency: 25 / (25 + distanceLines),
  likeness: 0,
});

const facts = (names: readonly NameUse[] = []): CursorFacts => ({
  path: 'src/own.ts',
  languageId: 'typescript',
  imports: [],
  names,
  ownNames: [],
  supertypes: [],
  surroundings: { above: [], below: [] },
});

const candidate = (path: string, symbol: Partial<CodeSymbol> & { readonly name: string }): SymbolCandidate => ({
  path,
  languageId: 'typescript',
  symbol: {
    kind: 'function',
    signature: `export function ${symbol.name}(value: number): void`,
    isExported: true,
    lines: { start: symbol.name.length, end: symbol.name.length + 1 },
    ...symbol,
  },
  reaches: [{ kind: 'imported', via: './m' }],
  definitionsOfName: 1,
  referencingFiles: 3,
  similarUse: 0,
  likeness: 0,
});

const choice = (more: Partial<SnippetChoice>): SnippetChoice => ({
  facts: facts(),
  candidates: { symbols: [], chunks: [] },
  extra: [],
  previous: [],
  budgetTokens: 1024,
  documentText: '',
  ...more,
});

const quoted = (path: string, text: string, score: number): Snippet => ({
  path,
  languageId: 'typescript',
  lines: { start: 0, end: text.split('\n').length },
  text,
  kind: 'edit',
  reason: 'edited 20 s ago',
  score,
  tokens: snippetTokens(path, text),
});

describe('chooseSnippets', () => {
  it('lists the signatures of a file below each other, members below their type', () => {
    const symbols = [
      candidate('src/m.ts', { name: 'Router', kind: 'class', signature: 'export class Router<T> {' }),
      candidate('src/m.ts', {
        name: 'handle',
        kind: 'method',
        signature: 'handle(request: T): void',
        container: 'Router',
      }),
      candidate('src/m.ts', { name: 'zip' }),
    ];
    const [snippet, ...more] = chooseSnippets(choice({ candidates: { symbols, chunks: [] } }));
    assert.equal(more.length, 0);
    assert.equal(snippet?.text, 'function zip(value: number): void\nclass Router<T>\n  handle(request: T): void');
    assert.deepEqual(snippet?.symbols, ['zip', 'Router', 'Router.handle']);
    assert.equal(snippet?.reason, 'imported from ./m');
  });

  it('prefers what is used near the cursor where there is no room for both', () => {
    const symbols = ['near', 'away'].map((name) => ({
      ...candidate(`src/${name}.ts`, { name }),
      reaches: [{ kind: 'named' as const, via: '' }],
    }));
    const names = [use('near', 2), use('away', 900)];
    const one = choice({ facts: facts(names), candidates: { symbols, chunks: [] }, budgetTokens: 26 });
    assert.deepEqual(
      chooseSnippets(one).map(({ path }) => path),
      ['src/near.ts'],
    );
  });

  it('quotes edits, and nothing of the document or what it has already', () => {
    const extra = [
      quoted('src/a.ts', '-const old = 1;\n+const fresh = 2;', 0.5),
      quoted('src/own.ts', 'const mine = 1;', 0.9),
      quoted('src/b.ts', 'const known = 1;\nconst knownToo = 2;', 0.9),
    ];
    const documentText = 'const known = 1;\nfoo();\nconst knownToo = 2;\n';
    assert.deepEqual(
      chooseSnippets(choice({ extra, documentText })).map(({ path }) => path),
      ['src/a.ts'],
    );
  });

  it('lets go of a listing whose signature has changed', () => {
    const old = { symbols: [candidate('src/m.ts', { name: 'zip' })], chunks: [] };
    const previous = chooseSnippets(choice({ candidates: old }));
    const fresh = {
      symbols: [candidate('src/m.ts', { name: 'zip', signature: 'function zip(a: string): void' })],
      chunks: [],
    };
    const [snippet, ...more] = chooseSnippets(choice({ candidates: fresh, previous }));
    assert.equal(snippet?.text, 'function zip(a: string): void');
    assert.equal(more.length, 0);
  });

  const name = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta');
  const symbol = fc.record({
    file: fc.constantFrom('src/a.ts', 'src/b.ts', 'lib/deep/c.ts', 'src/own.ts'),
    name,
    container: fc.constantFrom(undefined, 'Box'),
    width: fc.integer({ min: 0, max: 12 }),
  });
  const chunk = fc.record({ file: fc.constantFrom('src/a.ts', 'src/d.ts'), start: fc.integer({ min: 0, max: 60 }) });
  const input = fc
    .record({
      symbols: fc.array(symbol, { maxLength: 60 }),
      chunks: fc.array(chunk, { maxLength: 6 }),
      used: fc.array(name),
    })
    .map(({ symbols, chunks, used }) => ({
      facts: facts(used.map((each, index) => use(each, index * 5))),
      candidates: {
        symbols: symbols.map(({ file, name: own, container, width }) =>
          candidate(file, {
            name: own,
            signature: `${own}(${'parameter, '.repeat(width)}last)`,
            ...(container !== undefined && { container }),
          }),
        ),
        chunks: chunks.map(
          ({ file, start }, index): ChunkCandidate => ({
            path: file,
            languageId: 'typescript',
            lines: { start, end: start + 20 },
            text: `line ${start}\n`.repeat(20).trimEnd(),
            score: 10 - index,
            isSibling: false,
          }),
        ),
      },
    }));
  const budget = fc.integer({ min: 0, max: 700 });

  it('never exceeds the budget, says nothing twice, and nothing of the document', () => {
    fc.assert(
      fc.property(input, budget, (given, budgetTokens) => {
        const snippets = chooseSnippets(choice({ ...given, budgetTokens }));
        assert.ok(snippets.reduce((sum, { tokens }) => sum + tokens, 0) <= budgetTokens);
        assert.equal(new Set(snippets.map(({ path, text }) => `${path}\n${text}`)).size, snippets.length);
        const listed = snippets.flatMap(({ path, symbols }) => (symbols ?? []).map((each) => `${path}#${each}`));
        assert.equal(new Set(listed).size, listed.length);
        for (const { path, text, tokens } of snippets) {
          assert.notEqual(path, 'src/own.ts');
          assert.equal(tokens, snippetTokens(path, text));
        }
      }),
    );
  });

  it('changes nothing when nothing has changed', () => {
    fc.assert(
      fc.property(input, input, budget, (first, second, budgetTokens) => {
        const one = chooseSnippets(choice({ ...first, budgetTokens }));
        assert.deepEqual(chooseSnippets(choice({ ...first, budgetTokens, previous: one })), one);
        const two = chooseSnippets(choice({ ...second, budgetTokens, previous: one }));
        assert.deepEqual(chooseSnippets(choice({ ...second, budgetTokens, previous: two })), two);
      }),
    );
  });

  it('moves at most one snippet while a name is typed', () => {
    fc.assert(
      fc.property(input, name, budget, (given, typed, budgetTokens) => {
        const before = chooseSnippets(choice({ ...given, budgetTokens }));
        const names = [use(typed, 0), ...given.facts.names.filter((each) => each.name !== typed)];
        const after = chooseSnippets(choice({ ...given, facts: facts(names), budgetTokens, previous: before }));
        const at = (snippet: Snippet) =>
          before.findIndex(({ path, text }) => path === snippet.path && text === snippet.text);
        const stay = after.findIndex((snippet, index) => at(snippet) !== index);
        const moved = stay === -1 ? [] : after.slice(stay).filter((snippet) => at(snippet) !== -1);
        assert.ok(moved.length <= 1, `${moved.length} snippets have moved`);
      }),
    );
  });
});
