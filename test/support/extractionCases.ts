const total = `def total(items, rate):
    if not items:
        return 0
    net = sum(items)
    tax = net * rate
    return net + tax
`;
const price = 'function price(items, rate) {\n  const net = add(items);\n  log(net);\n  return net * (1 + rate);\n}\n';

type ExtractionCase = readonly [title: string, languageId: string, before: string, after: string];

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
];

/** What does something else, or may do it. */
export const unprovenExtractions: readonly ExtractionCase[] = [
  [
    'what a loop reads again',
    'python',
    'def f(n):\n    while n < 10:\n        n += 1\n',
    'def f(n):\n    while n < 10:\n        bump(n)\n\ndef bump(n):\n    n += 1\n',
  ],
  [
    'what a function in the caller reads',
    'python',
    'def f(n, use):\n    use(lambda: n)\n    n = n + 1\n    print(n)\n',
    'def f(n, use):\n    use(lambda: n)\n    g(n)\n\ndef g(n):\n    n = n + 1\n    print(n)\n',
  ],
  [
    'a result that a function in the caller reads while it is made',
    'python',
    'def f(n):\n    g = lambda: n\n    n = 1\n    n = n + g()\n    return n\n',
    'def f(n):\n    g = lambda: n\n    n = h(g)\n    return n\n\ndef h(g):\n    n = 1\n    n = n + g()\n    return n\n',
  ],
  [
    'a result that is read where something is caught',
    'python',
    'def f(n, g):\n    try:\n        n = 1\n        n = g(n)\n    except ValueError:\n        print(n)\n',
    'def f(n, g):\n    try:\n        n = h(g)\n    except ValueError:\n        print(n)\n\ndef h(g):\n    n = 1\n    n = g(n)\n    return n\n',
  ],
  [
    'a value that is read where something is caught',
    'python',
    'def f(n, g):\n    try:\n        n = n + 1\n        return g(n)\n    except ValueError:\n        print(n)\n',
    'def f(n, g):\n    try:\n        return h(n, g)\n    except ValueError:\n        print(n)\n\ndef h(n, g):\n    n = n + 1\n    return g(n)\n',
  ],
  [
    'what a method in the caller reads',
    'typescript',
    'function f(n, use) {\n  use({ get() { return n; } });\n  n = n + 1;\n  return use(n);\n}\n',
    'function f(n, use) {\n  use({ get() { return n; } });\n  return h(n, use);\n}\nfunction h(n, use) {\n  n = n + 1;\n  return use(n);\n}\n',
  ],
  [
    'a place whose index is set',
    'python',
    'def f(a, i):\n    i = i + 1\n    a[i] = 2\n    print(i)\n',
    'def f(a, i):\n    a[i] = h(a, i)\n    print(i)\n\ndef h(a, i):\n    i = i + 1\n    a[i] = 2\n    return a[i]\n',
  ],
  [
    'an expression that sets',
    'typescript',
    'function f(n) {\n  const a = n++;\n  return a + n;\n}\n',
    'function f(n) {\n  const a = h(n);\n  return a + n;\n}\nfunction h(n) {\n  return n++;\n}\n',
  ],
  [
    'an expression that sets first',
    'typescript',
    'function f(n) {\n  const a = ++n;\n  return a + n;\n}\n',
    'function f(n) {\n  const a = h(n);\n  return a + n;\n}\nfunction h(n) {\n  return ++n;\n}\n',
  ],
  [
    'the parameters of an arrow function',
    'typescript',
    'const area = (w, h) => {\n  return w * h;\n};\n',
    'const area = (w, h) => {\n  return product();\n};\nfunction product() {\n  return w * h;\n}\n',
  ],
  [
    'the parameters of an arrow function with the names of others',
    'typescript',
    'const w = 1;\nconst area = (w, h) => {\n  return w * h;\n};\n',
    'const w = 1;\nconst area = (w, h) => {\n  return product(h);\n};\nfunction product(h) {\n  return w * h;\n}\n',
  ],
  [
    'the one parameter of an arrow function',
    'typescript',
    'const w = 1;\nconst area = w => {\n  return w * 2;\n};\n',
    'const w = 1;\nconst area = w => {\n  return twice();\n};\nfunction twice() {\n  return w * 2;\n}\n',
  ],
  [
    'the parameters of a method',
    'typescript',
    'class A {\n  area(w) {\n    return w * 2;\n  }\n}\n',
    'class A {\n  area(w) {\n    return twice();\n  }\n}\nfunction twice() {\n  return w * 2;\n}\n',
  ],
  [
    'parts of an object',
    'typescript',
    'function f(shape) {\n  const { w, h } = shape;\n  return w * h;\n}\n',
    'function f(shape) {\n  const { w, h } = shape;\n  return product();\n}\nfunction product() {\n  return w * h;\n}\n',
  ],
  [
    'parts of an object, with one that has a default',
    'typescript',
    'const h = 1;\nfunction f(shape) {\n  const { w = 1, h } = shape;\n  return h * 2;\n}\n',
    'const h = 1;\nfunction f(shape) {\n  const { w = 1, h } = shape;\n  return twice();\n}\nfunction twice() {\n  return h * 2;\n}\n',
  ],
  [
    'a variable without a value',
    'typescript',
    'const h = 1;\nfunction f(a) {\n  let w = g(a), h;\n  return h * 2;\n}\n',
    'const h = 1;\nfunction f(a) {\n  let w = g(a), h;\n  return twice();\n}\nfunction twice() {\n  return h * 2;\n}\n',
  ],
  [
    'what is caught',
    'typescript',
    'function f(g) {\n  try {\n    g();\n  } catch (e) {\n    return e.message;\n  }\n}\n',
    'function f(g) {\n  try {\n    g();\n  } catch (e) {\n    return text();\n  }\n}\nfunction text() {\n  return e.message;\n}\n',
  ],
  [
    'a function within the caller',
    'python',
    'def f(a):\n    def g(b):\n        return b\n    return g(a) + 1\n',
    'def f(a):\n    def g(b):\n        return b\n    return h(a)\n\ndef h(a):\n    return g(a) + 1\n',
  ],
  [
    'a class within the caller',
    'python',
    'def f(a):\n    class B:\n        pass\n    return B()\n',
    'def f(a):\n    class B:\n        pass\n    return h()\n\ndef h():\n    return B()\n',
  ],
  [
    'an import within the caller',
    'python',
    'def f(a):\n    import re\n    return re.escape(a)\n',
    'def f(a):\n    import re\n    return h(a)\n\ndef h(a):\n    return re.escape(a)\n',
  ],
  [
    'an import that moves',
    'python',
    'def f(a):\n    from b import c\n    d = a + 1\n    return d\n',
    'def f(a):\n    d = h(a)\n    return d\n\ndef h(a):\n    d = a + 1\n    return d\n',
  ],
  [
    'the end of a loop',
    'python',
    'def f(xs):\n    for x in xs:\n        if x < 0:\n            break\n        print(x)\n',
    'def f(xs):\n    for x in xs:\n        stop(x)\n        print(x)\n\ndef stop(x):\n    if x < 0:\n        break\n',
  ],
  [
    'the end of a loop, behind another',
    'python',
    'def f(xs):\n    for x in xs:\n        for y in x:\n            print(y)\n        continue\n',
    'def f(xs):\n    for x in xs:\n        stop(x)\n\ndef stop(x):\n    for y in x:\n        print(y)\n    continue\n',
  ],
  [
    'what waits in another function',
    'python',
    'async def f(xs):\n    async for x in xs:\n        print(x)\n',
    'async def f(xs):\n    show(xs)\n\ndef show(xs):\n    async for x in xs:\n        print(x)\n',
  ],
  [
    'what deletes a name',
    'python',
    'def f(a):\n    del a\n    print(1)\n',
    'def f(a):\n    h(a)\n    print(1)\n\ndef h(a):\n    del a\n',
  ],
  [
    'a private name of a class',
    'python',
    'class A:\n    def f(self):\n        return self.__a\n',
    'class A:\n    def f(self):\n        return h(self)\n\ndef h(self):\n    return self.__a\n',
  ],
  [
    'what a condition without braces is for',
    'typescript',
    'function f(a, b) {\n  if (a) log(a);\n  return b;\n}\n',
    'function f(a, b) {\n  if (a) return h(a, b);\n}\nfunction h(a, b) {\n  log(a);\n  return b;\n}\n',
  ],
  [
    'a function that is not there yet',
    'python',
    'def f(a):\n    return a + 1\nf(1)\n',
    'def f(a):\n    return h(a)\nf(1)\ndef h(a):\n    return a + 1\n',
  ],
  [
    'some of the values that are returned',
    'python',
    'def f(a, b, c):\n    return a, b, c\n',
    'def f(a, b, c):\n    ab = a, b\n    return ab, c\n',
  ],
  [
    'some of what a function is given',
    'python',
    'def f(g, a, b, c):\n    return g(a, b, c)\n',
    'def f(g, a, b, c):\n    return g(h(a, b), c)\n\ndef h(a, b):\n    return a, b\n',
  ],
  [
    'more than one value in brackets',
    'python',
    'def f(a, b):\n    return [a, b]\n',
    'def f(a, b):\n    return [h(a, b)]\n\ndef h(a, b):\n    return a, b\n',
  ],
  [
    'two declarations for two values',
    'typescript',
    'function f(b) {\n  return 1, b = 2;\n}\n',
    'function f(b) {\n  const a = 1, b = 2;\n  return a;\n}\n',
  ],
  [
    'code for a text that looks like it',
    'python',
    'def f(a):\n    return a + "return"\n',
    'def f(a):\n    return a + "b"\n\ndef h():\n    return "return"\n',
  ],
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
