import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Quote } from '../../bench/support/context/contestant.ts';
import { evaluatedForContext, movedSnippets } from '../../bench/support/context/contextChange.ts';
import { fitQuotes } from '../../bench/support/context/fitQuotes.ts';
import { isHit } from '../../bench/support/context/isHit.ts';
import { normalised } from '../../bench/support/context/normalised.ts';
import { type Definition, parseSource } from '../../bench/support/context/parseSource.ts';
import type { Snippet } from '../../src/core/context/snippet.ts';
import { snippetTokens } from '../../src/core/context/snippetTokens.ts';
import { estimateTokens } from '../../src/core/prompt/budget.ts';

const sources: readonly { readonly languageId: string; readonly text: string; readonly name: string }[] = [
  {
    languageId: 'typescript',
    name: 'clamp',
    text: 'export function clamp(\n  value: number, // a comment\n  low = 0,\n): number {\n  return clamp(value, low);\n}\n',
  },
  {
    languageId: 'typescript',
    name: 'Box',
    text: 'export class Box<T> extends Base {\n  size = 1;\n}\nnew Box<T>();\n',
  },
  { languageId: 'typescript', name: 'codes', text: 'export const codes = {\n  a: 1,\n};\n' },
  { languageId: 'python', name: 'limit', text: 'limit: int = 3\nprint(limit)\n' },
  { languageId: 'go', name: 'Context', text: 'type Context struct {\n\tName string\n}\n' },
  { languageId: 'c', name: 'G_OLD', text: '#define G_OLD 4 /* really old */\nint a = G_OLD;\n' },
  { languageId: 'c', name: 'wide', text: 'struct box {\n  int *wide;\n};\n' },
];
const [clamp, Box, codes, limit, Context, G_OLD, wide] = sources.map(({ name }) => name) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

const shown: readonly { readonly of: string; readonly text: string; readonly isShown: boolean }[] = [
  { of: clamp, text: 'function clamp(value: number, low = 0): number', isShown: true },
  { of: clamp, text: 'function clamp( value: number,  low, )', isShown: true },
  { of: clamp, text: 'function clamp(value: number, …', isShown: false },
  { of: clamp, text: 'return clamp(value, low);', isShown: false },
  { of: clamp, text: 'function unclamp(value: number, low = 0): number', isShown: false },
  { of: Box, text: 'class Box<T> extends Base', isShown: true },
  { of: Box, text: 'new Box<T>()', isShown: false },
  { of: Box, text: 'class Boxes', isShown: false },
  { of: codes, text: 'const codes', isShown: true },
  { of: codes, text: 'return codes.a', isShown: false },
  { of: limit, text: 'limit: int', isShown: true },
  { of: limit, text: 'print(limit)', isShown: false },
  { of: Context, text: 'type Context struct', isShown: true },
  { of: Context, text: 'func f(c *Context) {}', isShown: false },
  { of: G_OLD, text: '#define G_OLD 4', isShown: true },
  { of: G_OLD, text: 'int a = G_OLD;', isShown: false },
  { of: wide, text: 'struct box\n  int *wide', isShown: true },
  { of: wide, text: 'b->wide', isShown: false },
];

describe('hits of the context bench', () => {
  const definitions = new Map<string, Definition>();
  before(async () => {
    for (const { languageId, text, name } of sources) {
      const parsed = await parseSource('src/it', languageId, text);
      const found = parsed?.definitions.find((one) => one.name === name);
      assert.ok(found, name);
      definitions.set(name, found);
    }
  });
  const hits = (quotes: readonly Quote[], of: string): boolean => {
    const definition = definitions.get(of);
    assert.ok(definition);
    return isHit(quotes, [definition]);
  };

  for (const { of, text, isShown } of shown) {
    it(`${isShown ? 'sees' : 'does not see'} ${of} in: ${text.replaceAll('\n', '⏎')}`, () => {
      assert.equal(hits([{ path: 'src/it', text }], of), isShown);
    });
  }

  it('does not see it in another file', () => {
    assert.equal(hits([{ path: 'src/other', text: 'const codes' }], codes), false);
  });

  it('goes by the lines where lines are quoted: all of the signature, whatever they say', () => {
    const quote = (start: number, end: number): Quote => ({ path: 'src/it', text: '', lines: { start, end } });
    assert.equal(hits([quote(0, 4)], clamp), true);
    assert.equal(hits([quote(0, 3)], clamp), false);
    assert.equal(hits([quote(1, 6)], clamp), false);
  });

  it('normalising twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b1', '(', ')', ',', ' ', '\n', '*', '.') }), (text) => {
        assert.equal(normalised(normalised(text)), normalised(text));
      }),
    );
  });

  it('what fits is a beginning, in whole lines, of at most the budget', () => {
    const quotes = fc.array(
      fc.record({ path: fc.constantFrom('a', 'b/c'), text: fc.stringMatching(/^(?:[a-z ]{0,30}\n){0,8}[a-z]{1,9}$/) }),
    );
    fc.assert(
      fc.property(quotes, fc.integer({ min: 0, max: 200 }), (some, budget) => {
        const all = some.map((one) => ({ ...one, lines: { start: 3, end: 3 + one.text.split('\n').length } }));
        const fitting = fitQuotes(all, budget);
        const tokens = fitting.reduce((sum, { path, text }) => sum + snippetTokens(path, text), 0);
        assert.ok(tokens <= budget);
        for (const [index, { text, lines }] of fitting.entries()) {
          assert.ok(all[index]?.text.startsWith(text));
          assert.equal((lines?.end ?? 0) - 3, text.split('\n').length);
        }
      }),
    );
  });
});

describe('changes of a context', () => {
  const snippet = (path: string, text = ''): Snippet => ({
    path,
    languageId: 'go',
    lines: { start: 0, end: 1 },
    text,
    kind: 'definition',
    reason: '',
    score: 1,
    tokens: 1,
  });
  const order = (paths: string) => [...paths].map((path) => snippet(path));

  for (const [before, after, moved] of [
    ['abc', 'abcd', 0],
    ['abc', 'ab', 0],
    ['abc', 'acd', 0],
    ['abc', 'acb', 1],
    ['abc', 'cab', 1],
    ['abcd', 'dcba', 3],
    ['', 'ab', 0],
  ] as const) {
    it(`from ${before || 'nothing'} to ${after} ${moved} moved`, () => {
      assert.equal(movedSnippets(order(before), order(after)), moved);
    });
  }

  const prompt = (context: readonly string[], document: string) => ({
    segments: [...context, document].map((text) => ({ kind: 'text' as const, text })),
    contextSegments: context.length,
  });

  it('typing costs nothing for the context; a changed piece costs all that stands behind it', () => {
    const word = estimateTokens('xxx');
    assert.equal(evaluatedForContext(prompt(['abc', 'def'], 'x'), prompt(['abc', 'def'], 'xy')), 0);
    assert.equal(evaluatedForContext(prompt(['abc', 'def'], 'xxx'), prompt(['abc', 'ghi'], 'xxx')), 2 * word);
    assert.equal(evaluatedForContext(prompt(['abc'], 'xxx'), prompt(['abc', 'def'], 'xxx')), 2 * word);
    assert.equal(evaluatedForContext(prompt(['abc', 'def'], 'xxx'), prompt(['abc'], 'xxx')), word);
  });
});
