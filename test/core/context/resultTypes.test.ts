import { strict as assert } from 'node:assert';
import { heritageIn, heritageOf } from '../../../src/core/context/heritage.ts';
import { resultTypes } from '../../../src/core/context/resultTypes.ts';
import type { CodeSymbol } from '../../../src/shared/codeFacts.ts';

describe('resultTypes', () => {
  const cases: readonly [
    languageId: string,
    kind: CodeSymbol['kind'],
    name: string,
    signature: string,
    types: string,
  ][] = [
    ['typescript', 'function', 'open', 'function open(path: Path): Promise<Foo>', 'Promise Foo'],
    ['typescript', 'field', 'reader', 'private readonly reader: Reader', 'Reader'],
    ['python', 'function', 'open', 'def open(path: Path) -> Foo', 'Foo'],
    ['go', 'method', 'Open', 'func (s *Store) Open(path Path) (*Foo, error)', 'Foo error'],
    ['rust', 'method', 'open', 'fn open<P: AsRef<Path>>(&self, path: P) -> Option<Foo>', 'Option Foo'],
    ['kotlin', 'field', 'reader', 'val reader = Foo(Source(1))', 'Foo'],
    ['kotlin', 'method', 'open', 'fun open(path: Path): Foo?', 'Foo'],
    ['java', 'method', 'open', 'public Foo<Bar> open(Path path)', 'Foo Bar'],
    ['c', 'function', 'foo_open', 'foo_t *foo_open(const char *path)', 'foo_t'],
    ['csharp', 'class', 'Foo', 'class Foo : Base', ''],
    ['ruby', 'method', 'open', 'def open(path)', ''],
  ];
  for (const [languageId, kind, name, signature, types] of cases) {
    it(`${signature} gives ${types === '' ? 'nothing that it tells' : types}`, () =>
      assert.equal(resultTypes({ kind, name, signature }, languageId).join(' '), types));
  }
});

describe('heritage', () => {
  const heads: readonly [languageId: string, head: string, names: string][] = [
    ['kotlin', '(private val a: First, b: Second = Third(1)) : Base(a), Other', 'Base Other'],
    ['java', '(int size) implements Sized', 'implements Sized'],
    ['csharp', '(First a) : Base(a)', 'Base'],
    ['python', '(Base, metaclass=Meta):', 'Base metaclass Meta'],
    ['typescript', ' extends mixin(First, Second)', 'extends mixin First Second'],
  ];
  for (const [languageId, head, names] of heads) {
    it(`of ${languageId}'s class A${head}`, () => assert.equal(heritageIn(head, languageId).join(' '), names));
  }

  it('of what only stands for another type is that one', () => {
    const alias = { name: 'log', kind: 'type', signature: 'typedef struct log_s log' } as const;
    assert.ok(heritageOf(alias, 'c').includes('log_s'));
  });
});
