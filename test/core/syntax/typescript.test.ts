import { strict as assert } from 'node:assert';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of TypeScript', () => {
  const cases: readonly [name: string, text: string, expected: readonly string[]][] = [
    [
      'functions, and variables that hold one',
      `export function clamp(
         value: number, // kept
         low: number,
         high: number,
       ): number { const local = 1; function inner() {} return value; }
       export const half = async (value: number): Promise<number> => { return value / 2; };
       const twice = (value: number) => value * 2;
       function* steps() {}
       function overloaded(a: string): string;
       declare function outside(): void;
       export default function main() {}`,
      [
        '+ function clamp | export function clamp(value: number, low: number, high: number): number',
        '+ function half | export const half = async (value: number): Promise<number> =>',
        '- function twice | const twice = (value: number) =>',
        '- function steps | function* steps()',
        '- function overloaded | function overloaded(a: string): string',
        '- function outside | declare function outside(): void',
        '+ function main | export default function main()',
      ],
    ],
    [
      'variables: short values are told, of long ones how they begin, of tables nothing',
      `export const limit: number = 10, other = 'a';
       let state;
       const table = { ${'aaaaaaaaaa: 1, '.repeat(10)} };
       export const typed: Map<string, number> = new Map([${"['a', 1], ".repeat(20)}]);
       export const { low, high: top } = bounds;
       for (const item of list) { const inFor = 1; }`,
      [
        '+ constant limit | export const limit: number = 10',
        "+ constant other | export const other = 'a'",
        '- variable state | let state',
        '- constant table | const table',
        "+ constant typed | export const typed: Map<string, number> = new Map([['a', 1], ['a', 1], ['a', 1], […",
        '+ constant low | export const { low, high: top } = bounds',
        '+ constant top | export const { low, high: top } = bounds',
        '- constant inFor | const inFor = 1',
      ],
    ],
    [
      'classes and what is in them',
      `@Component({ selector: 'a-long-selector' })
       export class Store<T> extends Base<T> implements Lookup {
         static #count = 0;
         private readonly items: T[] = [];
         name!: string;
         constructor(private readonly path: string, readonly size: number, plain: number) { super(); }
         @Input() get length(): number { return 1; }
         protected load(): void {}
         onEvent = (event: Event) => { this.load(); };
         'quoted name'() {}
         async *[Symbol.iterator]() {}
       }
       abstract class Shape { abstract area(): number; static { const hidden = 1; } }
       export default class {}`,
      [
        '+ class Store | export class Store<T> extends Base<T> implements Lookup',
        '- field Store.#count | static #count = 0',
        '- field Store.items | private readonly items: T[] = []',
        '+ field Store.name | name!: string',
        '+ method Store.constructor | constructor(private readonly path: string, readonly size: number, plain: number)',
        '- field Store.path | private readonly path: string',
        '+ field Store.size | readonly size: number',
        '+ method Store.length | get length(): number',
        '- method Store.load | protected load(): void',
        '+ method Store.onEvent | onEvent = (event: Event) =>',
        "+ method Store.quoted name | 'quoted name'()",
        '- class Shape | abstract class Shape',
        '- method Shape.area | abstract area(): number',
        '+ class default | export default class',
      ],
    ],
    [
      'types and what is in them',
      `export interface Point extends Base { readonly x: number; move(by: Point): void; nested: { deep: number } }
       export type Pair<T> = { left: T; right(): T } & { more: 1 };
       type Name = 'a' | 'b';
       export enum Color { Red, Green = 'g', 'Dark blue' }
       declare module 'outside' { export const answer: number; }
       export namespace Space { export function go(): void {} const own = 1; }`,
      [
        '+ interface Point | export interface Point extends Base',
        '+ field Point.x | readonly x: number',
        '+ method Point.move | move(by: Point): void',
        '+ field Point.nested | nested: { deep: number }',
        '+ type Pair | export type Pair<T> = { left: T; right(): T } & { more: 1 }',
        '+ field Pair.left | left: T',
        '+ method Pair.right | right(): T',
        '+ field Pair.more | more: 1',
        "- type Name | type Name = 'a' | 'b'",
        '+ enum Color | export enum Color',
        '+ enumMember Color.Red | Red',
        "+ enumMember Color.Green | Green = 'g'",
        "+ enumMember Color.Dark blue | 'Dark blue'",
        "- module outside | declare module 'outside'",
        '- constant outside.answer | export const answer: number',
        '+ module Space | export namespace Space',
        '+ function Space.go | export function go(): void',
        '- constant Space.own | const own = 1',
      ],
    ],
    [
      'what is exported elsewhere, and objects with methods',
      `const first = 1, second = 2;
       class Third {}
       export { first, second as renamed };
       export default Third;
       export const handlers = { open(path: string) {}, close: (hard: boolean) => {}, count: 1 };`,
      [
        '+ constant first | const first = 1',
        '+ constant second | const second = 2',
        '+ class Third | class Third',
        '+ constant default | export default Third',
        '+ constant handlers | export const handlers = { open(path: string) {}, close: (hard: boolean) => {}, count: 1 }',
        '+ method handlers.open | open(path: string)',
        '+ method handlers.close | close: (hard: boolean) =>',
      ],
    ],
    [
      'a class in a function is nobody else’s',
      'function make() { class Own { field = 1; run() {} } return Own; }',
      ['- function make | function make()'],
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(name, async () => assert.deepEqual(await symbolsOf('typescript', text), expected));
  }

  it('the same in TSX, where names of elements are used', async () => {
    const text = 'export const View = ({ title }: Props) => <Card label={title}>{title}</Card>;';
    assert.deepEqual(await symbolsOf('typescriptreact', text), [
      '+ function View | export const View = ({ title }: Props) =>',
    ]);
    const { references } = await factsOf('typescriptreact', text);
    assert.deepEqual(
      references.map(({ name, count }) => `${name} ${count}`),
      ['Props 1', 'Card 2', 'label 1', 'title 2'],
    );
  });

  it('imports', async () => {
    const text = `
      import './side';
      import main, { a, type B as C } from '../m.ts';
      import * as all from 'all';
      import type { T } from "types";
      import old = require('old');
      export * from './everything';
      export * as ns from './named';
      export { default, x as y } from './some';
      const { p, q: r } = require('common');`;
    assert.deepEqual(await importsOf('typescript', text), [
      './side ()',
      '../m.ts (default as main, a, B as C)',
      'all (* as all)',
      'types (T)',
      'old (* as old)',
      './everything (*)',
      './named (* as ns)',
      './some (default, x as y)',
      'common (p, q as r)',
    ]);
    const { imports, symbols } = await factsOf('typescript', text);
    assert.deepEqual(
      imports.filter(({ isReexport }) => isReexport).map(({ module }) => module),
      ['./everything', './named', './some'],
    );
    assert.deepEqual(symbols, [], 'what is required is not defined here');
  });

  it('names that an export list gives are re-exports of the file itself', async () => {
    const { imports } = await factsOf('typescript', 'export { a, b as c }; export { d as default };');
    const renamed = { module: '', isWholeModule: false, isReexport: true };
    assert.deepEqual(imports, [
      { ...renamed, names: [{ name: 'b', alias: 'c' }] },
      { ...renamed, names: [{ name: 'd', alias: 'default' }] },
    ]);
  });

  it('references: names that are used, not those that are bound, imported, or in strings and comments', async () => {
    const text = `import { used } from './m';
      // comment
      function own<T extends Limit>(param: Type, { picked, given: renamed } = fallback) {
        const local = used(param) + 'string' + \`\${inTemplate}\`;
        for (const item of list) call(item.member, { key: local, picked });
        try {} catch (error) { label: break label; }
      }`;
    const { references } = await factsOf('typescript', text);
    assert.deepEqual(
      references.map(({ name, count }) => (count === 1 ? name : `${name} ${count}`)),
      'Limit Type given fallback used param inTemplate list call item member key local picked'.split(' '),
    );
  });

  it('lines: with the comment directly above, with decorators and modifiers, and without a comment further away', async () => {
    const text = `// far away

/** Above. */
// Twice.
@sealed
export class A {
  one = 1; // behind
  two = 2;
  /* above */
  @Input()
  three() {
  }
  @Input() four() {}
  five() {}
}
`;
    const { symbols } = await factsOf('typescript', text);
    assert.deepEqual(
      symbols.map(({ name, lines }) => [name, lines.start, lines.end]),
      [
        ['A', 2, 15],
        ['one', 6, 7],
        ['two', 7, 8],
        ['three', 8, 12],
        ['four', 12, 13],
        ['five', 13, 14],
      ],
    );
  });

  it('a signature has at most 600 characters', async () => {
    const text = `export function long(${'parameter: string, '.repeat(50)}) {}`;
    const { symbols } = await factsOf('typescript', text);
    assert.equal(symbols[0]?.signature.length, 600);
    assert.match(symbols[0].signature, /^export function long\(parameter: string, .*…$/);
  });

  it('what is not broken is found beside what is', async () => {
    const text = 'export function good() {}\nfunction bad() { const = (; }\nexport class Other { field: number }\n';
    assert.deepEqual(await symbolsOf('typescript', text), [
      '+ function good | export function good()',
      '- function bad | function bad()',
      '+ class Other | export class Other',
      '+ field Other.field | field: number',
    ]);
  });
});
