import type { NextEditCase } from './nextEditCase.ts';
import { scriptEditCases } from './scriptEditCases.ts';

const python: readonly Omit<NextEditCase, 'languageId'>[] = [
  {
    title: 'a variable is renamed in its function alone',
    marked: 'def a():\n    «count→total» = 1\n    return count\n\n\ndef b():\n    count = 2\n    return count\n',
    after: 'def a():\n    total = 1\n    return total\n\n\ndef b():\n    count = 2\n    return count\n',
  },
  {
    title: 'a parameter is renamed, but not the argument of that name',
    marked: 'def a(«size→width», b=1):\n    return f(size, size=size)\n\n\na(size=2)\n',
    after: 'def a(width, b=1):\n    return f(width, size=width)\n\n\na(size=2)\n',
  },
  {
    title: 'a function is renamed with its calls, in formatted strings too',
    marked: 'def «load→read»():\n    """load it"""\n\n\nprint(f"load {load()}", "load")  # load\n',
    after: 'def read():\n    """load it"""\n\n\nprint(f"load {read()}", "load")  # load\n',
  },
  {
    title: 'what is cut out in a string is code, and what is behind a colon of its own is not',
    marked: 'size = 1\n«count→total» = 2\nprint(f"{a[:count]!r}: {f(count)[0]:>5}", f"{a[b[count]]}")\nprint(count)\n',
    after: 'size = 1\ntotal = 2\nprint(f"{a[:total]!r}: {f(total)[0]:>5}", f"{a[b[count]]}")\nprint(total)\n',
  },
  {
    title: 'an attribute is renamed behind self',
    marked:
      'class A:\n    def __init__(self):\n        self.«size→width» = 1\n\n    def f(self):\n        return self.size + other.size\n',
    after:
      'class A:\n    def __init__(self):\n        self.width = 1\n\n    def f(self):\n        return self.width + other.size\n',
  },
  {
    title: 'a method is renamed behind self',
    marked:
      'class A:\n    def «run→start»(self):\n        pass\n\n    def f(self):\n        self.run()\n        run()\n',
    after: 'class A:\n    def start(self):\n        pass\n\n    def f(self):\n        self.start()\n        run()\n',
  },
  {
    title: 'an alias of an import is renamed',
    marked: 'import numpy as «np→num»\n\nnp.zeros(1)\nx = np.ones(2)\n',
    after: 'import numpy as num\n\nnum.zeros(1)\nx = num.ones(2)\n',
  },
  {
    title: 'the variable of a comprehension is renamed in it',
    marked: 'a = [x * x for «x→item» in b]\nx = 1\n',
    after: 'a = [item * item for item in b]\nx = 1\n',
  },
  {
    title: 'a later value of the same variable',
    marked: 'def a():\n    count = 1\n    «count→total» = 2\n    return count\n',
  },
  {
    title: 'a parameter that is set again',
    marked: 'class A:\n    def f(self, count):\n        «count→total» = count + 1\n        return count\n',
  },
  {
    title: 'an added parameter is added to the calls',
    marked: 'def f(a«→, b»):\n    pass\n\n\nf(1)\nf(\n    2\n)\nf(a=3)\n',
    after: 'def f(a, b):\n    pass\n\n\nf(1, b)\nf(\n    2, b\n)\nf(a=3)\n',
  },
  {
    title: 'an added parameter of a method does not count self',
    marked: 'class A:\n    def f(self, «→a, »b):\n        self.f(1)\n        f(1)\n',
    after: 'class A:\n    def f(self, a, b):\n        self.f(a, 1)\n        f(1)\n',
  },
  {
    title: 'an added parameter of __init__ is added where the class is made',
    marked: 'class A:\n    def __init__(self, a«→, b»):\n        pass\n\n\nA(1)\n',
    after: 'class A:\n    def __init__(self, a, b):\n        pass\n\n\nA(1, b)\n',
  },
  {
    title: 'a removed parameter is removed from the calls',
    marked: 'def f(a«, b→»):\n    pass\n\n\nf(1, 2)\nf(*c)\n',
    after: 'def f(a):\n    pass\n\n\nf(1)\nf(*c)\n',
  },
  { title: 'a parameter with a default at the end', marked: 'def f(a«→, b=1»):\n    pass\n\n\nf(1)\n' },
  {
    title: 'a replacement that was made twice is made again, not in comments',
    marked: 'os.path.«join→abspath»(a)\nos.path.«join→abspath»(b)\nos.path.join(c)\n# os.path.join(d)\n",".join(e)\n',
    after: 'os.path.abspath(a)\nos.path.abspath(b)\nos.path.abspath(c)\n# os.path.join(d)\n",".join(e)\n',
  },
  {
    title: 'what was changed in two comments is changed in the third',
    marked: '# the «colour→color» of a\na = 1\n# the «colour→color» of b\nb = 1\n# the colour of c\ncolour = 2\n',
    after: '# the color of a\na = 1\n# the color of b\nb = 1\n# the color of c\ncolour = 2\n',
  },
  {
    title: 'a copied function that got another name',
    marked: 'def load():\n    pass\n\n\ndef «load→save»():\n    pass\n\n\nload()\n',
  },
  {
    title: 'what was changed in two comments, where the third is no comment',
    marked: '# the «colour→color» of a\n# the «colour→color» of b\ncolour = 2\n',
  },
  { title: 'a use of another function', marked: 'x = «load→read»(1)\ny = load(2)\n\n\ndef load(a):\n    pass\n' },
];

const go: readonly Omit<NextEditCase, 'languageId'>[] = [
  {
    title: 'a variable is renamed in its function',
    marked: 'func a() {\n\t«n→count» := 1\n\tfmt.Println(n)\n}\n\nfunc b(n int) int { return n }\n',
    after: 'func a() {\n\tcount := 1\n\tfmt.Println(count)\n}\n\nfunc b(n int) int { return n }\n',
  },
  {
    title: 'a receiver is renamed in its method',
    marked: 'func («s→server» *Server) Run() error {\n\treturn s.start(s.port)\n}\n',
    after: 'func (server *Server) Run() error {\n\treturn server.start(server.port)\n}\n',
  },
  {
    title: 'a parameter is renamed, not the key of that name',
    marked: 'func a(«size→width» int) T {\n\treturn T{size: size}\n}\n',
    after: 'func a(width int) T {\n\treturn T{size: width}\n}\n',
  },
  {
    title: 'an added parameter is added to the calls',
    marked: 'func add(a int«→, b int») int {\n\treturn a\n}\n\nvar x = add(1)\nvar y = other.add(1)\n',
    after: 'func add(a int, b int) int {\n\treturn a\n}\n\nvar x = add(1, b)\nvar y = other.add(1)\n',
  },
  {
    title: 'a type is renamed',
    marked: 'type «Point→Vector» struct {\n\tx int\n}\n\nfunc f(p Point) *Point { return &Point{x: 1} }\n',
    after: 'type Vector struct {\n\tx int\n}\n\nfunc f(p Vector) *Vector { return &Vector{x: 1} }\n',
  },
  {
    title: 'a field of one word, behind what may be another',
    marked: 'type T struct {\n\t«size→width» int\n}\n\nfunc f(t U) int { return t.size }\n',
  },
  { title: 'a use', marked: 'func a(n int) {\n\tfmt.Println(«n→m»)\n\tfmt.Println(n)\n}\n' },
];

const others: readonly NextEditCase[] = [
  {
    languageId: 'rust',
    title: 'a variable is renamed',
    marked: "fn a(n: u32) -> u32 {\n    let mut «x→sum» = n;\n    x += 1;\n    x\n}\nfn b<'a>(x: &'a str) {}\n",
    after: "fn a(n: u32) -> u32 {\n    let mut sum = n;\n    sum += 1;\n    sum\n}\nfn b<'a>(x: &'a str) {}\n",
  },
  {
    languageId: 'java',
    title: 'a field is renamed, not the parameter that has its name',
    marked:
      'class A {\n  private int «size→width» = 1;\n  A(int size) { this.size = size; }\n  int get() { return size; }\n}\n',
    after:
      'class A {\n  private int width = 1;\n  A(int size) { this.width = size; }\n  int get() { return width; }\n}\n',
  },
  {
    languageId: 'c',
    title: 'a parameter is renamed, not what is multiplied',
    marked: 'int f(char *«s→text», int n) {\n  return g(n * s[0]);\n}\nint h(int s) { return s; }\n',
    after: 'int f(char *text, int n) {\n  return g(n * text[0]);\n}\nint h(int s) { return s; }\n',
  },
  {
    languageId: 'c',
    title: 'a factor is no definition',
    marked: 'int f(int n, int s) {\n  return n * «s→n» + s;\n}\n',
  },
  {
    languageId: 'typescriptreact',
    title: 'text between tags and names of attributes are no uses',
    marked: 'function A(«count→total»: number) {\n  return <p>count <B count={count} /></p>;\n}\n',
    after: 'function A(total: number) {\n  return <p>count <B count={total} /></p>;\n}\n',
  },
  {
    languageId: 'typescriptreact',
    title: 'a component is renamed where its element begins and ends',
    marked: 'function «Card→Panel»() {}\nconst a = <Card title="Card"><p>{n} Card</p> a Card</Card>;\n',
    after: 'function Panel() {}\nconst a = <Panel title="Card"><p>{n} Card</p> a Card</Panel>;\n',
  },
  {
    languageId: 'c',
    title: 'a function behind an include is a definition',
    marked: '#include "files.h"\n\nint «load→read»(int n) {\n  return n;\n}\nint a(void) { return load(1); }\n',
    after: '#include "files.h"\n\nint read(int n) {\n  return n;\n}\nint a(void) { return read(1); }\n',
  },
  { languageId: 'markdown', title: 'a word', marked: 'The «word→term» is a word. A word.\n' },
  {
    languageId: 'markdown',
    title: 'a word that was replaced twice',
    marked: 'The «colour→color».\nNo «colour→color».\nAny colour.\n',
    after: 'The color.\nNo color.\nAny color.\n',
  },
];

export const nextEditCases: readonly NextEditCase[] = [
  ...scriptEditCases.map((one) => ({ languageId: 'typescript', ...one })),
  ...python.map((one) => ({ languageId: 'python', ...one })),
  ...go.map((one) => ({ languageId: 'go', ...one })),
  ...others,
];
