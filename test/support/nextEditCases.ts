/** What a user edits by hand, as `editByHand` reads it, and the text with all that is then proposed. */
export interface NextEditCase {
  readonly languageId: string;
  readonly title: string;
  readonly marked: string;
  /** Left out: nothing is proposed. */
  readonly after?: string;
}

const typescript: readonly Omit<NextEditCase, 'languageId'>[] = [
  {
    title: 'a constant is renamed with its uses',
    marked: 'const «count→total» = 1;\nlog(count + count);\n',
    after: 'const total = 1;\nlog(total + total);\n',
  },
  {
    title: 'a parameter is renamed in its function alone',
    marked:
      'function a(«size→width»: number) {\n  return size * 2;\n}\nfunction b(size: number) {\n  return size;\n}\n',
    after: 'function a(width: number) {\n  return width * 2;\n}\nfunction b(size: number) {\n  return size;\n}\n',
  },
  {
    title: 'a function is renamed with its calls, but not what another function calls so itself',
    marked:
      'function «load→read»() {}\nload();\nfunction b() {\n  const load = 1;\n  return load;\n}\nexport { load };\n',
    after: 'function read() {}\nread();\nfunction b() {\n  const load = 1;\n  return load;\n}\nexport { read };\n',
  },
  {
    title: 'a word that got an ending is renamed as a whole word',
    marked: 'let item«→Count» = 0;\nitem += 1;\nitems.push(item);\n',
    after: 'let itemCount = 0;\nitemCount += 1;\nitems.push(itemCount);\n',
  },
  {
    title: 'a class is renamed where it is made and where it is a type',
    marked: 'class «Point→Vector» {}\nconst a: Point = new Point();\n',
    after: 'class Vector {}\nconst a: Vector = new Vector();\n',
  },
  {
    title: 'keys, members, strings and comments are no uses of a variable',
    marked: "const «size→width» = 1;\n// the size\nf({ size: size }, a.size, 'size', `size ${size}`);\n",
    after: "const width = 1;\n// the size\nf({ size: width }, a.size, 'size', `size ${width}`);\n",
  },
  {
    title: 'a shorthand is left alone, since it would rename a key',
    marked: 'const «size→width» = 1;\nf({ size });\ng(size);\n',
    after: 'const width = 1;\nf({ size });\ng(width);\n',
  },
  {
    title: 'a field is renamed behind this',
    marked: 'class A {\n  «size→width» = 1;\n  b() {\n    return this.size + other.size;\n  }\n}\n',
    after: 'class A {\n  width = 1;\n  b() {\n    return this.width + other.size;\n  }\n}\n',
  },
  {
    title: 'a field with a name of two words is renamed behind every dot',
    marked: 'interface A {\n  «fileSize→sizeBytes»: number;\n}\nfunction f(a: A) {\n  return a.fileSize;\n}\n',
    after: 'interface A {\n  sizeBytes: number;\n}\nfunction f(a: A) {\n  return a.sizeBytes;\n}\n',
  },
  {
    title: 'a name that is bound by a pattern is renamed where it is used',
    marked: 'const { «size→width» } = read();\nlog(size);\n',
    after: 'const { width } = read();\nlog(width);\n',
  },
  {
    title: 'an import that has another name now is used by that',
    marked: "import { «load→read» } from './files';\nload('a');\n",
    after: "import { read } from './files';\nread('a');\n",
  },
  {
    title: 'the parameter of an arrow function is renamed in what it returns',
    marked: 'const a = list.map((«x→item») => x.size + x.count);\nconst x = 1;\n',
    after: 'const a = list.map((item) => item.size + item.count);\nconst x = 1;\n',
  },
  {
    title: 'two uses that were renamed alike rename the others and the definition',
    marked: 'const count = 1;\nlog(«count→total»);\nlog(1 + «count→total»);\nsave(count);\n',
    after: 'const total = 1;\nlog(total);\nlog(1 + total);\nsave(total);\n',
  },
  {
    title: 'two uses that use another thing now leave the definition',
    marked: 'const count = 1;\nconst total = 2;\nlog(«count→total»);\nlog(1 + «count→total»);\nsave(count);\n',
    after: 'const count = 1;\nconst total = 2;\nlog(total);\nlog(1 + total);\nsave(total);\n',
  },
  {
    title: 'one use that uses another thing is no rename',
    marked: 'const count = 1;\nlog(«count→total»);\nsave(count);\n',
  },
  {
    title: 'a definition whose new name is another thing is no rename',
    marked: 'const total = 2;\nconst «count→total» = 1;\nlog(count);\n',
  },
  {
    title: 'a copied line whose name is changed is no rename',
    marked: 'const width = read();\nconst «width→height» = read();\nlog(width);\n',
  },
  { title: 'a name that stands nowhere else', marked: 'const «count→total» = 1;\n' },
  { title: 'a keyword', marked: 'const a = 1;\n«const→let» b = 2;\nconst c = 3;\n' },
  {
    title: 'a variable that shadows another, in what does not see it',
    marked: 'function f() {\n  const «count→total» = 1;\n}\nlog(count);\n',
  },
  {
    title: 'one of two definitions of a name',
    marked: 'function «f→g»(a: string): void;\nfunction f(a: number): void;\nfunction f(a: unknown) {}\nf(1);\n',
  },
  {
    title: 'a name that all that uses it says anew',
    marked: 'const «x→item» = 1;\nlist.map((x) => x.size);\n',
  },
  {
    title: 'a key of an object that is no type',
    marked: 'f({ «size→width»: 1 });\ng({ size: 2 });\nlog(a.size);\n',
  },
  {
    title: "a member whose name is many things'",
    marked: 'class A {\n  «map→each»() {}\n}\nlist.map(f);\n',
  },
  {
    title: 'a member whose name two types have',
    marked: 'interface A {\n  «fileSize→bytes»: number;\n}\ninterface B {\n  fileSize: number;\n}\nlog(a.fileSize);\n',
  },
  { title: 'a value', marked: 'const a = «1→2»;\nconst b = 1;\n' },
  { title: 'a word in a comment', marked: '// the «count→total» of it\nconst count = 1;\nlog(count);\n' },
  { title: 'a word in a string', marked: "log('«count→total»');\nconst count = 1;\nlog(count);\n" },
  { title: 'a word between tags', marked: 'const «count→total» = 1;\nlog("count");\n' },
  {
    title: 'a text whose brackets do not match is not read',
    marked: 'function f() {\n  const «count→total» = 1;\n  log(count;\n}\n',
  },
  {
    title: 'a replacement that was made twice is made again',
    marked: '«console.log→logger.info»(a);\n«console.log→logger.info»(b);\nconsole.log(c);\nconsole.error(d);\n',
    after: 'logger.info(a);\nlogger.info(b);\nlogger.info(c);\nconsole.error(d);\n',
  },
  {
    title: 'a name that was replaced twice is none behind a dot',
    marked: 'log(«count→total»);\nlog(1 + «count→total»);\nlog(x.count);\nsave(count);\n',
    after: 'log(total);\nlog(1 + total);\nlog(x.count);\nsave(total);\n',
  },
  {
    title: 'what was put in twice is put in again, but not where it is already',
    marked: 'a = «→await »fetch(1);\nb = «→await »fetch(2);\nc = fetch(3);\nd = await fetch(4);\n',
    after: 'a = await fetch(1);\nb = await fetch(2);\nc = await fetch(3);\nd = await fetch(4);\n',
  },
  {
    title: 'what was taken out twice is taken out again',
    marked: 'run(a, «options, →»1);\nrun(b, «options, →»2);\nrun(c, options, 3);\nrun(options);\n',
    after: 'run(a, 1);\nrun(b, 2);\nrun(c, 3);\nrun(options);\n',
  },
  {
    title: 'strings are replaced in strings alone',
    marked: "a('«http→https»:x');\nb('«http→https»:y');\nc('http:z');\nd = http;\n",
    after: "a('https:x');\nb('https:y');\nc('https:z');\nd = http;\n",
  },
  { title: 'a replacement that was made once', marked: '«console.log→logger.info»(a);\nconsole.log(b);\n' },
  {
    title: 'two alike edits without anything around them that tells',
    marked: 'a(1)«→;»\nb(2)«→;»\nc(3)\n',
  },
  {
    title: 'two edits at places that have nothing in common with a third',
    marked: 'a.first(«1→2»);\nb.first(«1→2»);\nc.second(1);\n',
  },
  {
    title: 'an added parameter is added to the calls',
    marked: 'function f(a: number«→, b: string») {}\nf(1);\nf(g(2, 3));\n',
    after: 'function f(a: number, b: string) {}\nf(1, b);\nf(g(2, 3), b);\n',
  },
  {
    title: 'a first parameter is added to the calls',
    marked: 'function f(«→a: number, »b: string) {}\nf("x");\nf(1, "x");\n',
    after: 'function f(a: number, b: string) {}\nf(a, "x");\nf(1, "x");\n',
  },
  {
    title: 'the only parameter is added to the calls',
    marked: 'const f = («→a: number») => a;\nf();\n',
    after: 'const f = (a: number) => a;\nf(a);\n',
  },
  {
    title: 'a parameter of a method is added to the calls of this object',
    marked: 'class A {\n  f(a: number«→, b: number») {}\n  g() {\n    this.f(1);\n    other.f(1);\n  }\n}\n',
    after: 'class A {\n  f(a: number, b: number) {}\n  g() {\n    this.f(1, b);\n    other.f(1);\n  }\n}\n',
  },
  {
    title: 'a parameter of a constructor is added where the class is made',
    marked: 'class A {\n  constructor(a: number«→, b: number») {}\n}\nnew A(1);\n',
    after: 'class A {\n  constructor(a: number, b: number) {}\n}\nnew A(1, b);\n',
  },
  {
    title: 'a parameter with a default in the middle has that',
    marked: 'function f(a: number, «→b = 2, »c?: number) {}\nf(1, 3);\nf(1);\n',
    after: 'function f(a: number, b = 2, c?: number) {}\nf(1, 2, 3);\nf(1);\n',
  },
  {
    title: 'a parameter that was removed is removed from the calls',
    marked: 'function f(a: number, «b: Map<string, number>, →»c: number) {}\nf(1, new Map(), 3);\n',
    after: 'function f(a: number, c: number) {}\nf(1, 3);\n',
  },
  {
    title: 'parameters in another order have the calls follow',
    marked: 'function f(«a: number, b: number→b: number, a: number») {}\nf(1, g(2));\n',
    after: 'function f(b: number, a: number) {}\nf(g(2), 1);\n',
  },
  { title: 'an optional parameter at the end', marked: 'function f(a: number«→, b?: number») {}\nf(1);\n' },
  { title: 'a parameter where the call spreads', marked: 'function f(a: number«→, b: number») {}\nf(...list);\n' },
  { title: 'a parameter that was renamed', marked: 'function f(«a→b»: number) {}\nf(a);\n' },
  {
    title: 'an added parameter of a function that is called as a member',
    marked: 'function f(a: number«→, b: number») {}\nother.f(1);\n',
  },
  { title: 'an argument of a call', marked: 'function f(a: number) {}\nf(1«→, 2»);\nf(3);\n' },
];

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
  ...typescript.map((one) => ({ languageId: 'typescript', ...one })),
  ...python.map((one) => ({ languageId: 'python', ...one })),
  ...go.map((one) => ({ languageId: 'go', ...one })),
  ...others,
];
