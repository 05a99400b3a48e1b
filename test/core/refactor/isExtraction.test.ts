import assert from 'node:assert/strict';
import { isExtraction } from '../../../src/core/refactor/isExtraction.ts';
import { syntaxOf } from '../../support/syntaxOf.ts';

async function isProven(languageId: string, before: string, after: string): Promise<boolean> {
  const [old, own] = [await syntaxOf(languageId, before), await syntaxOf(languageId, after)];
  assert.ok(old && own && own.errors === 0, after);
  return isExtraction(old, own);
}

const total = `def total(items, rate):
    if not items:
        return 0
    net = sum(items)
    tax = net * rate
    return net + tax
`;
const price = 'function price(items, rate) {\n  const net = add(items);\n  log(net);\n  return net * (1 + rate);\n}\n';

const proven: readonly (readonly [title: string, languageId: string, before: string, after: string])[] = [
  [
    'a variable that is returned',
    'python',
    total,
    total.replace('return net + tax', 'gross = net + tax\n    return gross'),
  ],
  [
    'the whole body',
    'python',
    total,
    `def _total(items, rate):${total.slice(total.indexOf(':') + 1)}\ndef total(items, rate):\n    return _total(items, rate)\n`,
  ],
  [
    'the end of a body',
    'python',
    total,
    total.replace(
      / {4}net[\s\S]*$/,
      '    return taxed(items, rate)\n\ndef taxed(items, rate):\n    net = sum(items)\n    tax = net * rate\n    return net + tax\n',
    ),
  ],
  [
    'steps whose result has its name',
    'python',
    total,
    `${total.replace('net = sum(items)', 'net = net_of(items)')}\ndef net_of(items):\n    net = sum(items)\n    return net\n`,
  ],
  [
    'an expression',
    'python',
    total,
    `${total.replace('net = sum(items)', 'net = net_of(items)')}\ndef net_of(items):\n    return sum(items)\n`,
  ],
  [
    'statements without a result',
    'typescript',
    price,
    `${price.replace('log(net)', 'report(net)')}function report(net) {\n  log(net);\n}\n`,
  ],
  [
    'a variable in TypeScript, with types',
    'typescript',
    price,
    price.replace('return net * (1 + rate)', 'const gross: number = net * (1 + rate);\n  return gross'),
  ],
];

const unproven: typeof proven = [
  ['nothing', 'python', total, total],
  ['another order', 'python', total, total.replace('return net + tax', 'gross = tax + net\n    return gross')],
  [
    'a part that bound tighter',
    'python',
    'def f(a, b, c):\n    return a + b * c\n',
    'def f(a, b, c):\n    s = a + b\n    return s * c\n',
  ],
  [
    'what was not always computed',
    'python',
    'def f(a):\n    return a and a.b\n',
    'def f(a):\n    c = a.b\n    return a and c\n',
  ],
  [
    'what a loop computed each time',
    'python',
    'def f(a):\n    while g(a):\n        a = a - 1\n',
    'def f(a):\n    c = g(a)\n    while c:\n        a = a - 1\n',
  ],
  [
    'a name that the new function does not have',
    'python',
    total,
    total.replace(
      / {4}net[\s\S]*$/,
      '    return taxed(items)\n\ndef taxed(items):\n    net = sum(items)\n    tax = net * rate\n    return net + tax\n',
    ),
  ],
  [
    'a result that gets lost',
    'python',
    'def f(a):\n    b = a + 1\n    print(b)\n    return b\n',
    'def f(a):\n    b = 0\n    show(a)\n    return b\n\ndef show(a):\n    b = a + 1\n    print(b)\n',
  ],
  [
    'a result that is lost without a word',
    'python',
    'def f(a):\n    a = a + 1\n    print(a)\n    return a\n',
    'def f(a):\n    show(a)\n    return a\n\ndef show(a):\n    a = a + 1\n    print(a)\n',
  ],
  [
    'arguments in another order',
    'python',
    'def f(a, b):\n    return a - b\n',
    'def f(a, b):\n    return g(b, a)\n\ndef g(a, b):\n    return a - b\n',
  ],
  [
    'a return from within',
    'python',
    'def f(a):\n    if a:\n        return 1\n    b = 2\n    return b\n',
    'def f(a):\n    g(a)\n    b = 2\n    return b\n\ndef g(a):\n    if a:\n        return 1\n',
  ],
  [
    'a name of the function around',
    'python',
    'def f(a):\n    def g(b):\n        return a + b\n    return g(1)\n',
    'def f(a):\n    def g(b):\n        return h(b)\n    return g(1)\n\ndef h(b):\n    return a + b\n',
  ],
  [
    'a function that the caller does not see',
    'python',
    'class A:\n    def f(a):\n        return a + 1\n',
    'class A:\n    def f(a):\n        return h(a)\n    def h(a):\n        return a + 1\n',
  ],
  [
    'a value that is not there yet',
    'python',
    'def f(a):\n    n = 0\n    n = n + a\n    return n\n',
    'def f(a):\n    n = 0\n    n = h(a)\n    return n\n\ndef h(a):\n    n = n + a\n    return n\n',
  ],
  [
    'a variable of all',
    'python',
    'def f(a):\n    global n\n    n = a\n    return a\n',
    'def f(a):\n    global n\n    h(a)\n    return a\n\ndef h(a):\n    n = a\n',
  ],
  [
    'a return that not every way ends in',
    'typescript',
    'function f(a) {\n  if (a) {\n    if (b) { return 1; }\n  }\n  return 2;\n}\n',
    'function f(a) {\n  if (a) {\n    return h();\n  }\n  return 2;\n}\nfunction h() {\n  if (b) { return 1; }\n}\n',
  ],
  [
    'a this of another function',
    'typescript',
    'function f(a) {\n  return this.b + a;\n}\n',
    'function f(a) {\n  return h(a);\n}\nfunction h(a) {\n  return this.b + a;\n}\n',
  ],
  [
    'another end of a body',
    'python',
    'def f(a):\n    if a:\n        return 1\n    return 2\n',
    'def f(a):\n    return g(a)\n\ndef g(a):\n    if a:\n        return 1\n        return 2\n',
  ],
];

describe('What was extracted', function () {
  this.timeout(20_000);
  for (const [title, languageId, before, after] of proven) {
    it(`is put back: ${title}`, async () => assert.ok(await isProven(languageId, before, after)));
  }
  for (const [title, languageId, before, after] of unproven) {
    it(`is not proved: ${title}`, async () => assert.ok(!(await isProven(languageId, before, after))));
  }
});
