import type { NextEditCase } from './nextEditCase.ts';

/** In TypeScript. */
export const scriptEditCases: readonly Omit<NextEditCase, 'languageId'>[] = [
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
    title: 'a type is renamed where it is what an arrow function returns',
    marked: 'class «Point→Vector» {}\nconst a = (b: Point): Point => new Point();\nf(async (): Point => a());\n',
    after: 'class Vector {}\nconst a = (b: Vector): Vector => new Vector();\nf(async (): Vector => a());\n',
  },
  {
    title: 'the parameter of an arrow function is none outside, be it behind a colon',
    marked: 'const «size→width» = 1;\nconst a = b ? (1) : size => size;\nlog(size);\n',
    after: 'const width = 1;\nconst a = b ? (1) : size => size;\nlog(width);\n',
  },
  {
    title: 'a variable that is declared behind another is renamed in its function',
    marked: 'function a() {\n  let b = 1, «size→width» = 2;\n  return size;\n}\nlog(size);\n',
    after: 'function a() {\n  let b = 1, width = 2;\n  return width;\n}\nlog(size);\n',
  },
  {
    title: 'a variable of a block is renamed in all of the function that sees it',
    marked: 'function a() {\n  if (b) {\n    var «size→width» = 2;\n  }\n  return size;\n}\nlog(size);\n',
    after: 'function a() {\n  if (b) {\n    var width = 2;\n  }\n  return width;\n}\nlog(size);\n',
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
