import fc from 'fast-check';

/** A program in which the variable `x` is declared at `offset`. What it logs is what it does. */
export interface InlineProgram {
  readonly text: string;
  readonly offset: number;
}

interface Dialect {
  readonly declare: (value: string) => string;
  readonly values: readonly string[];
  readonly statements: readonly string[];
  /** A head, and an end that may be empty. */
  readonly blocks: readonly (readonly string[])[];
  readonly whole: (body: readonly string[]) => string;
}

/** What a program has from outside: p and q are numbers, s is a list, f and m are called. */
const both = [
  ...[
    'x',
    'p',
    'q',
    'x + p',
    'p - x',
    'x * 2',
    '-x',
    'x - p * x',
    'p + x',
    'log(x)',
    'log(m(x))',
    'f(x)',
    'f(p) + x',
    'x < p',
  ],
  ...['[x, p]', 'f(f(x))', '(x)', 'p * x - q', 's + 1'],
];
const values = [
  '3',
  '-2',
  'p',
  'q',
  's',
  'p + q',
  'p * 2',
  'q - p',
  'p - -q',
  'f(p)',
  'f(q) + p',
  'm(p)',
  '[p]',
  '(p + 1) * q',
];

const script: Dialect = {
  declare: (value) => `«KEYWORD» x = ${value}«END»`,
  values: [...values, 's[0]', 'p ? q : 4', 'p && q', 'p === q', '`${p}`', '() => p', '{ k: p }', 's + p'],
  statements: [
    ...both.flatMap((one) => [`log(${one});`, `p = ${one};`, `return ${one};`, `const «NEW» = ${one};`, `${one};`]),
    ...[
      'log(`${x}`);',
      'log({ x });',
      'log(p && x);',
      'log(p ? x : q);',
      'log(x ? p : q);',
      'log(() => x);',
      'fs.push(() => x);',
    ],
    ...[
      'p++;',
      'q += 1;',
      'x = 4;',
      's.push(p);',
      'log(s);',
      'change();',
      'call();',
      'fs.push(() => { p++; });',
      'if (x) log(1);',
      'log(typeof x);',
    ],
    ...[
      'x++;',
      'log(x ** 2);',
      'log(x.k);',
      'log(String(x));',
      '(log)(p)',
      '[p].push(q)',
      's[0] = x;',
      's[x] = f(p);',
      'log(p, x);',
      'log(m(1), x);',
    ],
  ],
  blocks: [
    ...[
      ['if (p > 1) {', '}'],
      ['for (let i = 0; i < 2; i++) {', '}'],
      ['for (const p of [5, 6]) {', '}'],
      ['{', '}'],
    ],
    ...[
      ['fs.push(() => {', '});'],
      ['log([1, 2].map((q) => {', '}));'],
      ['while (q < 6) { q++;', '}'],
      ['{ let p = 9;', '}'],
    ],
    ...[
      ['try {', '} catch (q) { log(q); }'],
      ['switch (p) { case 1: log(0);', '}'],
    ],
  ],
  whole: (body) =>
    [
      'function run(p, q, s) {\nconst fs = [];\nfunction call() { for (const one of fs) log(one()); }\nfunction change() { p = 8; }',
      ...body,
      'call();\nlog(p, q, s);\n}\nlog(run(1, 2, [3]));\nlog(run(4, 5, [6]));\n',
    ].join('\n'),
};

const python: Dialect = {
  declare: (value) => `x = ${value}`,
  values: [
    ...values,
    's[0]',
    'q if p else 4',
    'p and q',
    'p == q',
    'p, q',
    'f"{p}"',
    's + [p]',
    'lambda: p',
    'not p',
    'p / (q - 2)',
  ],
  statements: [
    ...both.flatMap((one) => [`log(${one})`, `p = ${one}`, `return ${one}`, `${one}`]),
    ...[
      'log(f"{x} {x!r}")',
      'log(p and x)',
      'log(x if p else q)',
      'log(p if x else q)',
      'log([x for q in [1, 2]])',
      'fs.append(lambda: x)',
    ],
    ...[
      'p += 1',
      'q = 7',
      'x = 4',
      's.append(p)',
      'log(s)',
      'change()',
      'call()',
      'log(x ** 2)',
      'x += 1',
      'log(m(1), x)',
      'log(not x)',
    ],
    ...[
      's[0] = x',
      's[x] = f(p)',
      'log(p, x)',
      'log({x: p})',
      'log(k=x)',
      'fs.append(lambda p: x)',
      'log(x is p)',
      'log(x, *s)',
      'x[0] = f(p)',
    ],
  ],
  blocks: [
    ...[
      ['if p > 1:', ''],
      ['for i in range(2):', ''],
      ['for p in [5, 6]:', ''],
      ['if x:', ''],
      ['for i in [x]:', ''],
    ],
    ...[
      ['def g(q=3):', 'fs.append(g)'],
      ['while q < 6:\n    q += 1', ''],
      ['try:', 'except TypeError as q:\n    log(0)'],
      ['class K:', ''],
    ],
  ],
  whole: (body) =>
    [
      'def run(p, q, s):\n    fs = []\n    def call():\n        for one in fs:\n            log(one())\n    def change():\n        nonlocal q\n        q = 8',
      ...body.map((line) => line.replace(/^/gm, '    ')),
      '    call()\n    log(p, q, s)\nlog(run(1, 2, [3]))\nlog(run(4, 5, [6]))\n',
    ].join('\n'),
};

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => line.replace(/^/gm, '    '));

function block(head = '', inner: readonly string[] = [], tail = ''): readonly string[] {
  return [head, ...indented(inner), ...(tail === '' ? [] : [tail])];
}

/** Programs of statements that want to catch what was inlined and should not be: most of them are refused, or log much. */
export function inlinePrograms(languageId: 'javascript' | 'python'): fc.Arbitrary<InlineProgram> {
  const dialect = languageId === 'python' ? python : script;
  const simple = fc.constantFrom(...dialect.statements).map((one) => [one]);
  const level = (depth: number): fc.Arbitrary<readonly string[]> =>
    depth === 0
      ? simple
      : fc.oneof(
          { weight: 5, arbitrary: simple },
          {
            weight: 1,
            arbitrary: fc
              .tuple(fc.constantFrom(...dialect.blocks), fc.array(level(depth - 1), { minLength: 1, maxLength: 3 }))
              .map(([[head, tail], inner]) => block(head, inner.flat(), tail)),
          },
        );
  const body = fc.tuple(
    fc.array(level(1), { maxLength: 2 }),
    fc.constantFrom(...dialect.values),
    fc.array(level(2), { minLength: 1, maxLength: 4 }),
    fc.option(fc.constantFrom(...dialect.blocks), { freq: 4 }),
    fc.constantFrom('const', 'let', 'var'),
    fc.boolean(),
  );
  return body.map(([front, value, rest, around, keyword, hasEnd]) => {
    const declared = dialect
      .declare(value)
      .replace('«KEYWORD»', keyword)
      .replace('«END»', hasEnd ? ';' : '');
    const inner = [declared, ...rest.flat()];
    const placed = around ? block(around[0], inner, around[1]) : inner;
    let count = 0;
    const text = dialect.whole([...front.flat(), ...placed]).replaceAll('«NEW»', () => `n${count++}`);
    const line = `${keyword} x = ${value}`;
    const at = languageId === 'python' ? text.indexOf(`x = ${value}\n`) : text.indexOf(line) + keyword.length + 1;
    return { text, offset: at };
  });
}
