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
  variables: [],
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
  receivers: [],
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

  it('quotes edits of the document itself where a line is gone', () => {
    const documentText = 'const fresh = 2;\nconst added = 3;\n';
    const extra = [
      quoted('src/own.ts', '-const old = 1;\n+const fresh = 2;', 0.5),
      quoted('src/own.ts', '+const added = 3;', 0.9),
      quoted('src/own.ts', '-const added = 3;\n+const added = 3;', 0.9),
      { ...quoted('src/own.ts', '-const old = 1;', 0.9), kind: 'copied' as const },
    ].map((snippet, index) => ({ ...snippet, lines: { start: 10 * index, end: 10 * index + 2 } }));
    assert.deepEqual(
      chooseSnippets(choice({ extra, documentText })).map(({ text }) => text),
      ['-const old = 1;\n+const fresh = 2;'],
    );
  });

  it('tells of what stays why it is there now', () => {
    const symbols = [candidate('src/m.ts', { name: 'zip' })];
    const old = quoted('src/a.ts', '-const old = 1;\n+const fresh = 2;', 0.5);
    const previous = chooseSnippets(choice({ candidates: { symbols, chunks: [] }, extra: [old] }));
    const later = choice({
      facts: facts([use('zip', 4)]),
      candidates: { symbols: symbols.map((one) => ({ ...one, reaches: [{ kind: 'named', via: '' }] })), chunks: [] },
      extra: [{ ...old, reason: 'edited 2 min ago', score: 0.3 }],
    });
    const now = chooseSnippets({ ...later, previous });
    assert.deepEqual(
      now.map(({ text }) => text),
      previous.map(({ text }) => text),
    );
    const byPath = (snippets: readonly Snippet[]) =>
      new Map(snippets.map(({ path, reason, score }) => [path, { reason, score }]));
    assert.deepEqual(byPath(now), byPath(chooseSnippets(later)));
    assert.equal(byPath(now).get('src/m.ts')?.reason, 'used 4 lines away');
    assert.deepEqual(byPath(now).get('src/a.ts'), { reason: 'edited 2 min ago', score: 0.3 });
  });

  it('quotes no licences and imports', () => {
    const chunkOf = (path: string, line: string): ChunkCandidate => ({
      path,
      languageId: 'typescript',
      lines: { start: 0, end: 10 },
      text: Array.from({ length: 10 }, (_, index) => `${line} ${index}`).join('\n'),
      score: 5,
      isSibling: false,
    });
    const chunks = [
      chunkOf('src/a.ts', 'import { some } from'),
      chunkOf('src/b.ts', ' * Licensed under'),
      chunkOf('src/c.ts', 'call(some,'),
    ];
    const [first] = chooseSnippets(choice({ candidates: { symbols: [], chunks } }));
    assert.equal(first?.path, 'src/c.ts');
    assert.deepEqual(
      chooseSnippets(choice({ candidates: { symbols: [], chunks: chunks.slice(1) }, budgetTokens: first.tokens })).map(
        ({ path }) => path,
      ),
      ['src/c.ts'],
    );
  });

  it('lets an extension stand alone, a member below its type', () => {
    const member = { kind: 'method' as const, container: 'Lock' };
    const symbols = [
      candidate('src/Lock.kt', { ...member, name: 'use', signature: 'fun use(): Int' }),
      candidate('src/Lock.kt', {
        ...member,
        name: 'withLock',
        signature: 'inline fun <T> Lock.withLock(action: () -> T): T',
      }),
    ].map((one) => ({ ...one, languageId: 'kotlin' }));
    const [snippet] = chooseSnippets(choice({ candidates: { symbols, chunks: [] } }));
    assert.equal(snippet?.text, 'Lock\n  use(): Int\nfun <T> Lock.withLock(action: () -> T): T');
  });

  it('lists a type that is in another one once, with its members', () => {
    const symbols = [
      candidate('src/Headers.kt', { name: 'Headers', kind: 'class', signature: 'class Headers' }),
      candidate('src/Headers.kt', { name: 'Builder', kind: 'class', signature: 'class Builder', container: 'Headers' }),
      candidate('src/Headers.kt', {
        name: 'addLine',
        kind: 'method',
        signature: 'fun addLine()',
        container: 'Builder',
      }),
    ].map((one) => ({ ...one, languageId: 'kotlin' }));
    const [snippet] = chooseSnippets(choice({ candidates: { symbols, chunks: [] } }));
    assert.equal(snippet?.text, 'class Headers\n  class Builder\n    addLine()');
  });

  it('lists a long constructor below its type, and the type alone where there is no room', () => {
    const signature =
      'data class Answer<T : Any> internal constructor(@JvmField val request: Request, private val code: Int = -1, val text: String) : Base(code), Closeable';
    const type = { ...candidate('src/Answer.kt', { name: 'Answer', kind: 'class', signature }), languageId: 'kotlin' };
    const listed = (budgetTokens: number) =>
      chooseSnippets(choice({ candidates: { symbols: [type], chunks: [] }, budgetTokens })).map(({ text }) => text);
    const line = 'data class Answer<T : Any> : Base, Closeable';
    assert.deepEqual(listed(200), [`${line}\n  constructor(val request: Request, code: Int, val text: String)`]);
    assert.deepEqual(listed(30), [line]);
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
