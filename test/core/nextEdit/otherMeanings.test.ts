import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { editsElsewhere } from '../../../src/core/nextEdit/editsElsewhere.ts';
import { proposeNextEdits } from '../../../src/core/nextEdit/proposeNextEdits.ts';
import type { NameOrigins } from '../../../src/shared/definitionUsers.ts';
import { applyEdits } from '../../../src/shared/text.ts';
import { editByHand } from '../../support/handEdits.ts';

const nowhere: NameOrigins = { modules: [], qualifiers: [], isDirect: false };

/** The other document once it is edited; `undefined`: nothing is proposed in it. */
function edited(languageId: string, marked: string, text: string, origins: Partial<NameOrigins>): string | undefined {
  const change = proposeNextEdits(editByHand(marked), languageId)?.shared;
  assert.ok(change !== undefined && change.kind !== 'repeat');
  const edits = editsElsewhere(change, text, languageId, { ...nowhere, ...origins });
  return edits.length === 0 ? undefined : applyEdits(text, edits.toReversed());
}

const isDirect = { isDirect: true };

/** Lines of a file that has the name in another meaning, at which place it can't be told: nothing is proposed in it. */
function refuses(
  languageId: string,
  marked: string,
  head: string,
  origins: Partial<NameOrigins>,
  use: string,
): (bodies: readonly string[]) => void {
  return (bodies) => {
    // Without them, something is.
    assert.notEqual(edited(languageId, marked, `${head}${use}`, origins), undefined);
    for (const body of bodies)
      it(`${languageId}: nothing in a file with ${body.trim().split('\n').join('⏎')}`, () =>
        assert.equal(edited(languageId, marked, `${head}${body}\n${use}`, origins), undefined));
  };
}

describe('a name that may mean another thing in a file', () => {
  const python = 'def «load→read»(path):\n    pass\n';
  refuses(
    'python',
    python,
    'from files import load\n\n\n',
    { modules: ['files'] },
    'load(1)\n',
  )([
    'f = lambda a, load: load',
    'match a:\n    case load:\n        print(load)\n',
    'match a:\n    case [1, load]:\n        print(load)\n',
    'def f():\n    a, (load, b) = c\n    return load\n',
    'def f():\n    [load, b] = c\n    return load\n',
    'def f():\n    x = load = 1\n    return load\n',
    'def f():\n    return (load := 1) + load\n',
    'def f():\n    for a, (load, b) in c:\n        print(load)\n',
    'x = [load for a, (load, b) in c]',
    'def f():\n    with (a() as load):\n        load.x()\n',
    'def f():\n    global load\n    load = 1\n',
    'load = wrap(load)',
    'load += 1',
    'def f[load](a: load):\n    pass\n',
    'class A:\n    def load(self):\n        pass\n\n    loaded = property(load)\n',
    'try:\n    pass\nexcept E:\n    from others import load\n',
  ]);
  refuses(
    'python',
    python,
    'import files\n\n',
    { qualifiers: ['files'] },
    'files.load(1)\n',
  )(['files = Files()', 'for files in y:\n    pass\n', 'for a, (files, b) in y:\n    pass\n', 'a, files = y']);
  const type = 'export class «Files→Store» {}\n';
  const imported = "import { Files } from './files';\n";
  const script = { modules: ['./files'] };
  refuses(
    'typescript',
    type,
    imported,
    script,
    'f(new Files());\n',
  )([
    'class A<Files> {\n  a?: Files;\n}\n',
    'class A<B, Files extends B> {\n  a?: Files;\n}\n',
    'type Q<Files> = Files[];',
    'function g<Files>(a: Files) {}',
    'const y = <Files,>(a: Files) => a;',
    'type F = <Files>(a: Files) => void;',
    'class A {\n  f<Files>(a: Files) {}\n}\n',
    'type Z<X> = X extends (infer Files)[] ? Files : 2;',
    'type M = { [Files in K]: Files };',
  ]);
  refuses(
    'typescriptreact',
    type,
    imported,
    script,
    'f(<Files />);\n',
  )([
    'const y = <Files,>(a: Files) => a;',
    'const y = <Files extends object>(a: Files) => a;',
    'const y = <p><p></p>;',
    'const y = <Files>a</Other>;',
  ]);
  const java = 'package com.a;\n\npublic class «Node→Tree» {\n}\n';
  refuses(
    'java',
    java,
    'package com.a;\n\n',
    isDirect,
    'class Use { Node node = new Node(); }\n',
  )([
    'class ListOf {\n  private static class Node {\n    Node next;\n  }\n}\n',
    'class ListOf<Node> {\n  Node next;\n}\n',
    'class A {\n  <Node> void f(Node a) {}\n}\n',
    'enum Kind { Node, Leaf }',
    'class A extends B {\n  void f() { Node(1); }\n}\n',
  ]);
  refuses(
    'csharp',
    'namespace A {\n  public class «Node→Tree» {\n  }\n}\n',
    'namespace A {\n',
    isDirect,
    '  class Use { Node node; } }\n',
  )([
    '  class L {\n    class Node { }\n  }\n',
    '  class L<Node> {\n    Node next;\n  }\n',
    '  class L {\n    void F<Node>(Node a) { }\n  }\n',
    '  class L {\n    bool F(object a) { return a is Other Node; }\n  }\n',
  ]);
  refuses(
    'kotlin',
    'package a\n\nfun «load→read»(size: Int) {\n}\n',
    'package a\n\n',
    isDirect,
    'fun use() { load(1) }\n',
  )([
    'class Store {\n    fun load(size: Int) {}\n}\n',
    'class Store : Base() {\n    fun run() { load(1) }\n}\n',
    'val a = object : Base() {\n    fun run() { load(1) }\n}\n',
    'fun Store.run() { load(1) }',
    'fun run(a: Store) { a.apply { load(1) } }',
    'val f = { a: Int, load: Int -> a }',
    'val f = { load -> load }',
    'val (load, b) = c',
  ]);
  refuses(
    'cpp',
    'void «load→read»(int size);\n',
    '#include "files.h"\n\n',
    isDirect,
    'void use() { load(1); }\n',
  )([
    'class Store {\n  void load(int size) {}\n  void run() { load(1); }\n};\n',
    'class Store : public Base {\n  void run() { load(1); }\n};\n',
    'void Store::run() { load(1); }',
    'using other::load;',
    'template <typename load> load f(int a);',
    '#define load other',
    'void load(int size) {\n}\n',
  ]);
  refuses(
    'c',
    'void «load→read»(int size);\n',
    '#include "files.h"\n\n',
    isDirect,
    'void use(void) { load(1); }\n',
  )([
    'static void load(int size) {\n}\n',
    'void f(void) {\n  int load = 1;\n}\n',
    '#undef load',
    'enum kind { load, store };',
  ]);
  refuses(
    'go',
    'package files\n\ntype «Reader→Scanner» struct{}\n',
    'package files\n\n',
    isDirect,
    'var a Reader\n',
  )([
    'type B struct {\n\tReader\n\tsize int\n}\n',
    'type B struct {\n\t*Reader\n}\n',
    'type L[Reader any] struct {\n\tr Reader\n}\n',
    'func f[A, Reader any](a Reader) {}',
    'func f() (Reader int) { return Reader }',
  ]);
  refuses(
    'rust',
    'pub fn «load→read»() {}\n',
    'use crate::files::load;\n',
    { modules: ['crate::files'] },
    'fn f() { load() }\n',
  )([
    'fn g(a: A) { a.map(|load| load + 1); }',
    'fn g(a: A) { a.map(|b, load| load + 1); }',
    'fn g(a: A) { if let Some(load) = a { h(load) } }',
    'fn g(a: A) { match a { Some(load) => h(load), None => {} } }',
    'fn g(a: A) { for load in a { h(load) } }',
    'fn g() { use crate::nets::load; }',
  ]);
  refuses(
    'rust',
    'pub struct «Node→Tree»;\n',
    'use crate::files::Node;\n',
    { modules: ['crate::files'] },
    'fn f() -> Node { Node }\n',
  )(['pub struct L<Node> { n: Node }', 'impl<Node> L<Node> {}', 'fn g<A, Node: B>(n: Node) {}']);
});

describe('a name that is something else at one place of a file', () => {
  const load = 'export function «load→read»(path: string) {}\n';
  const more = 'export function load(path: string«→, mode: Mode») {}\n';
  const head = "import { load } from './files';\n";
  const origins = { modules: ['./files'] };
  const keys = [
    'const o = { load(x) { return 1; } };',
    'const o = { a, async load(x) { return 1; } };',
    'const o: { load(path: string): void; load?(): void } = p;',
    'export { other as load };',
    'type L = [load: string, a: number];',
    'type L = [a: number, load?: string];',
    'type M = { [load: string]: number };',
    'load: for (;;) {\n  break load;\n}',
    'declare function is(load: unknown): load is string;',
  ];
  for (const line of keys) {
    it(`typescript: is left there, ${line}`, () => {
      const text = `${head}${line}\n`;
      assert.equal(edited('typescript', load, text, origins), text.replace('load', 'read'));
      assert.equal(edited('typescript', more, text, origins), undefined);
      assert.equal(edited('typescript', more, `${text}load(1);\n`, origins), `${text}load(1, mode);\n`);
    });
  }

  it('typescript: is used in a method of its name', () => {
    const text = `${head}const api: Api = {\n  load(path) {\n    return load(path);\n  },\n};\n`;
    assert.equal(
      edited('typescript', load, text, origins),
      text.replace('{ load', '{ read').replace('return load', 'return read'),
    );
    assert.equal(edited('typescript', more, text, origins), text.replace('load(path);', 'load(path, mode);'));
  });

  const uses = [
    'is_it = a[0].type in [load, b]',
    'x: load = 1',
    'a[load] = b.load = c',
    'f(load)[0] = 1',
    'if load: x = 1',
    'load(1); x = 2',
    'x = load >= 1',
    'y = [z for z in load]',
    'f(lambda a: load)',
    'class A:\n    def load(self):\n        return load(1)\n',
  ];
  for (const line of uses)
    it(`python: is used, ${line}`, () => {
      const text = `from files import load\n${line}\n`;
      const read = text.replaceAll(/(?<!\.|def )load/g, 'read');
      assert.equal(edited('python', 'def «load→read»(path):\n    pass\n', text, { modules: ['files'] }), read);
    });

  it('kotlin: is the name of an argument', () => {
    const text = 'package a\n\nfun use() { f(load = load(1)) }\n';
    const read = edited('kotlin', 'package a\n\nfun «load→read»(size: Int) {\n}\n', text, isDirect);
    assert.equal(read, text.replace('load(1)', 'read(1)'));
  });

  it('kotlin, java: is a class that is made in one that has a base', () => {
    const kotlin = 'package a\n\nclass Use : Base() {\n    val node = Node()\n}\n';
    const marked = 'package a\n\nclass «Node→Tree» {\n}\n';
    assert.equal(edited('kotlin', marked, kotlin, isDirect), kotlin.replace('Node', 'Tree'));
    const java = 'package a;\n\nclass Use extends Base {\n  Object node = new Node();\n}\n';
    assert.equal(edited('java', marked.replace('a\n', 'a;\n'), java, isDirect), java.replace('Node', 'Tree'));
  });

  it('c: is what a header declares and the file defines', () => {
    const marked = 'void «load→read»(int size);\n';
    const text = '#include <stdio.h>\n#include "files.h"\n\nvoid load(int size) {\n}\n\nvoid use(void) { load(2); }\n';
    assert.equal(edited('c', marked, text, isDirect), text.replaceAll('load', 'read'));
    const sized = 'void load(int size«→, int mode»);\n';
    assert.equal(proposeNextEdits(editByHand(sized), 'c')?.shared, undefined);
  });
});

describe('the elements of a file', () => {
  const card = 'export function «Card→Panel»(props: Props) {\n  return null;\n}\n';
  const head = "import { Card } from './card';\n";
  const origins = { modules: ['./card'] };
  /** Elements, and what they become. */
  const element: fc.Arbitrary<readonly [string, string]> = fc.letrec<{
    element: readonly [string, string];
    child: readonly [string, string];
  }>((tie) => {
    const same = (...texts: readonly string[]) => fc.constantFrom(...texts).map((text) => [text, text] as const);
    const attribute = fc.oneof(
      same('', ' title="a"', ' Card', ' Card="b"', ' {...Card2}', '\n  data-Card={1}'),
      fc.constant([' a={Card}', ' a={Panel}'] as const),
      fc.constant([' a={() => <Card />}', ' a={() => <Panel />}'] as const),
    );
    const child = fc.oneof(
      { depthSize: 'small' },
      same('text', ' Card ', '\nCard\n', ' a.Card ', 'is const Card', ' Card (Card) '),
      fc.constant(['{Card}', '{Panel}'] as const),
      fc.constant(['{a < b && f<Card>(1)}', '{a < b && f<Panel>(1)}'] as const),
      tie('element'),
      tie('element').map(([text, now]) => [`{a && ${text}}`, `{a && ${now}}`] as const),
    );
    const name = fc.constantFrom(
      ...([
        ['Card', 'Panel'],
        ['Card.Body', 'Panel.Body'],
        ['p', 'p'],
        ['a.Card', 'a.Card'],
        ['', ''],
      ] as const),
    );
    return {
      child,
      element: fc
        .tuple(name, fc.array(attribute, { maxLength: 2 }), fc.array(tie('child'), { maxLength: 3 }), fc.boolean())
        .map(([[old, now], attributes, children, isClosed]) => {
          const all = (parts: readonly (readonly [string, string])[], at: 0 | 1) =>
            parts.map((part) => part[at]).join('');
          const write = (tag: string, at: 0 | 1): string => {
            const opening = `<${tag}${tag === '' ? '' : all(attributes, at)}`;
            return isClosed && tag !== '' ? `${opening} />` : `${opening}>${all(children, at)}</${tag}>`;
          };
          return [write(old, 0), write(now, 1)] as const;
        }),
    };
  }).element;

  for (const languageId of ['typescriptreact', 'javascriptreact', 'javascript']) {
    it(`${languageId}: are renamed where they begin and where they end, and their text is left`, () => {
      let found = 0;
      fc.assert(
        fc.property(element, fc.boolean(), ([text, now], isFirst) => {
          const write = (name: string, body: string) =>
            `import { ${name} } from './card';\nexport const a = ${isFirst ? body : `(\n  ${body}\n)`};\n`;
          const marked = languageId === 'typescriptreact' ? card : card.replace(': Props', '');
          assert.equal(edited(languageId, marked, write('Card', text), origins), write('Panel', now));
          if (text !== now) found++;
        }),
        { numRuns: 300 },
      );
      assert.ok(found > 50, `${found}`);
    });
  }

  it('are not told where a text has what looks like a string or a comment: nothing is proposed', () => {
    for (const text of ["<Card>don't <b>I</b> can't</Card>", '<Card>http://a</Card>', '<Card>a}</Card>'])
      assert.equal(edited('typescriptreact', card, `${head}const a = ${text};\n`, origins), undefined);
  });

  it('are none in TypeScript proper, where `<` begins a type', () => {
    const text = `${head}const a = <Card>b;\nconst c = d < Card && e > f;\n`;
    assert.equal(edited('typescript', card, text, origins), text.replaceAll('Card', 'Panel'));
  });

  it('are no uses where they are elements of the page', () => {
    const marked = 'export const «label→text» = 1;\n';
    const text = "import { label } from './files';\nconst a = <label>{label}</label>;\n";
    const read = text.replace('{ label', '{ text').replace('{label', '{text');
    assert.equal(edited('typescriptreact', marked, text, { modules: ['./files'] }), read);
  });

  it('may be in each other as deep as text allows', () => {
    const text = `${head}const a = ${'<p>{<a>'.repeat(20_000)};\n`;
    assert.equal(edited('typescriptreact', card, text, origins), undefined);
  });
});
