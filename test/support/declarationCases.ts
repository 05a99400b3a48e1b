/** Code that has the name `load` for something else than the function `load` above it. */
export interface DeclarationCase {
  readonly languageId: string;
  readonly code: string;
}

const script = [
  'function f(b) {\n  let a = 1, { load } = b;\n  return load;\n}',
  'function f(b) {\n  var a = 1, [load] = b;\n  return load;\n}',
  'function f() {\n  let\n    a,\n    load;\n  return load;\n}',
  'function f() {\n  const a = 1,\n    load = 2;\n  return load;\n}',
  'function f(b, c) {\n  let a = b\n    instanceof c, load = 1;\n  return load;\n}',
  'function f(b, c) {\n  let a = b < c, load = 2;\n  return load;\n}',
  'function f() {\n  {\n    { var load = 1; }\n    return load;\n  }\n}',
  'function f(a) {\n  switch (a) {\n    case 1: { var load = 1; }\n  }\n  return load;\n}',
  'function f() {\n  try {} finally { var load = 1; }\n  return load;\n}',
];
const go = [
  'func f() {\n\tconst (\n\t\ta = "x"\n\t\tload = "y"\n\t)\n\tg(load)\n}',
  'type a struct {\n\tload, b int\n}',
  'type a struct{ load, b int }',
  'func f(load <-chan int) { g(load) }',
  'func f() { load, a := 1, 2; g(load, a) }',
  'func f() (load *int, err error) { return load, nil }',
];
const python = ['def f(a):\n    with a as (b, load):\n        g(load)', 'def f():\n    g(lambda load: load)'];
const java = [
  'class A {\n  void f() {\n    int a, load;\n    g(load);\n  }\n}',
  'class A {\n  void f() {\n    int a = 1, load = 2;\n    g(load);\n  }\n}',
  'class A {\n  void f() {\n    for (int i = 0, load = 1; ;) g(load);\n  }\n}',
  'class A {\n  void f(int... load) {\n    g(load);\n  }\n}',
];
const c = [
  'void f() {\n  int a[2], load[3];\n  g(load);\n}',
  'void f() {\n  char *a = "x", *load = "y";\n  g(load);\n}',
  'void f(int (*load)(int)) {\n  g(load);\n}',
];
const csharp = ['class A {\n  void f() {\n    g(out var load);\n    h(load);\n  }\n}'];
const kotlin = [
  'fun f(a: List<Int>) {\n    for (load in a) g(load)\n}',
  'fun f(a: Map<Int, Int>) {\n    for ((b, load) in a) g(load)\n}',
  'class A(val load: Int)',
];
const rust = [
  'fn f(a: Option<i32>) {\n    if let Some(load) = a { g(load) }\n}',
  'fn f() {\n    g(|load| load + 1)\n}',
];

export const declarationCases: readonly DeclarationCase[] = Object.entries({
  ...{ typescript: script, go, python, java, c, csharp, kotlin, rust },
}).flatMap(([languageId, codes]) => codes.map((code) => ({ languageId, code })));

/** The function that is renamed above them, as `editByHand` reads it. */
export const renamedFunctions: Readonly<Record<string, string>> = {
  typescript: 'function «load→read»() {}',
  go: 'func «load→read»() {}',
  python: 'def «load→read»():\n    pass',
  java: 'class «load→read» {}',
  c: 'void «load→read»() {}',
  csharp: 'class «load→read» {}',
  kotlin: 'fun «load→read»() {}',
  rust: 'fn «load→read»() {}',
};
