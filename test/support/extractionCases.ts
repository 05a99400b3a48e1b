export const total = `def total(items, rate):
    if not items:
        return 0
    net = sum(items)
    tax = net * rate
    return net + tax
`;
const price = 'function price(items, rate) {\n  const net = add(items);\n  log(net);\n  return net * (1 + rate);\n}\n';

export type ExtractionCase = readonly [title: string, languageId: string, before: string, after: string];

/** What gives the old code when it is put back. */
export const provenExtractions: readonly ExtractionCase[] = [
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
  [
    'a loop with its end',
    'python',
    'def f(xs):\n    for x in xs:\n        if x < 0:\n            break\n        print(x)\n    return len(xs)\n',
    'def f(xs):\n    show(xs)\n    return len(xs)\n\ndef show(xs):\n    for x in xs:\n        if x < 0:\n            break\n        print(x)\n',
  ],
  [
    'a step of a loop',
    'python',
    'def f(xs):\n    for x in xs:\n        y = x + 1\n        print(y)\n    return xs\n',
    'def f(xs):\n    for x in xs:\n        show(x)\n    return xs\n\ndef show(x):\n    y = x + 1\n    print(y)\n',
  ],
  [
    'a result within loops and conditions',
    'python',
    'def f(xs, n):\n    for i in range(n):\n        if any(xs):\n            s = sum(xs)\n            s = s + i\n            print(s)\n    return n\n',
    'def f(xs, n):\n    for i in range(n):\n        if any(xs):\n            s = h(xs, i)\n            print(s)\n    return n\n\ndef h(xs, i):\n    s = sum(xs)\n    s = s + i\n    return s\n',
  ],
  [
    'what an arrow function is given',
    'typescript',
    'const area = (w, h) => {\n  return w * h;\n};\n',
    'const area = (w, h) => {\n  return product(w, h);\n};\nfunction product(w, h) {\n  return w * h;\n}\n',
  ],
  [
    'what uses names of the file',
    'python',
    'import re\nrate = 2\ndef g(a):\n    return a\ndef f(a):\n    b = g(a) * rate\n    return re.sub("{", "(", b)\n',
    'import re\nrate = 2\ndef g(a):\n    return a\ndef h(a):\n    b = g(a) * rate\n    return re.sub("{", "(", b)\ndef f(a):\n    return h(a)\n',
  ],
  [
    'more than one value, which stands alone',
    'python',
    'def f(a, b):\n    return a, b\n',
    'def f(a, b):\n    c = a, b\n    return c\n',
  ],
  [
    'an arrow function',
    'typescript',
    'function area(w: number, h: number) {\n  return w * h + 1;\n}\n',
    'const product = (w: number, h: number): number => {\n  return w * h + 1;\n};\nfunction area(w: number, h: number) {\n  return product(w, h);\n}\n',
  ],
  [
    'an arrow function that is one value',
    'typescript',
    'function area(w, h) {\n  const all = [w * h, h];\n  return all;\n}\n',
    'const product = (w, h) => [w * h, h];\nfunction area(w, h) {\n  const all = product(w, h);\n  return all;\n}\n',
  ],
  [
    'an arrow function of one parameter, behind its caller, without semicolons',
    'javascript',
    "'use strict'\nfunction twice (w) {\n  return w * 2\n}\n",
    "'use strict'\nfunction twice (w) {\n  return double(w)\n}\nconst double = w => w * 2\n",
  ],
  [
    'what is given a variable that nothing changes, beside a function of the caller',
    'typescript',
    'function f(xs) {\n  const all = xs.map((x) => x + 1);\n  log(all);\n  save(all);\n}\n',
    'function f(xs) {\n  const all = xs.map((x) => x + 1);\n  h(all);\n}\nfunction h(all) {\n  log(all);\n  save(all);\n}\n',
  ],
  [
    'steps whose result is declared',
    'typescript',
    price,
    price.replace('  const net = add(items);\n  log(net);\n', '  const net = netOf(items);\n') +
      'function netOf(items) {\n  const net = add(items);\n  log(net);\n  return net;\n}\n',
  ],
  [
    'the body of a method that needs nothing of its class',
    'typescript',
    'export class A {\n  area(w, h) {\n    return w * h;\n  }\n}\n',
    'function product(w, h) {\n  return w * h;\n}\nexport class A {\n  area(w, h) {\n    return product(w, h);\n  }\n}\n',
  ],
];
