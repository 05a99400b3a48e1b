import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { namesOfType, namesOfValue } from '../../../src/core/syntax/typeClues.ts';
import { longDocument } from '../../support/longDocument.ts';
import { factsAt } from '../../support/lookUpIn.ts';

const variablesIn = async (path: string, marked: string) =>
  new Map((await factsAt(path, marked)).variables.map(({ name, types }) => [name, types.join(' ')]));

const documents: readonly {
  readonly path: string;
  readonly text: string;
  readonly types: Readonly<Record<string, string>>;
}[] = [
  {
    path: 'a.ts',
    text: `class Pump {
  private tank: Tank<Water>;
  #valve = new Valve(1);
  constructor(private readonly log: Log, size?: Size) {
    this.report = makeReport(log);
    const part = await this.store.load(size);
    for (const pipe of this.pipes) {}
    ‸
  }
}
`,
    types: {
      tank: 'Tank Water',
      valve: 'Valve',
      log: 'Log',
      size: 'Size',
      report: 'makeReport',
      part: 'load',
      pipe: 'pipes',
    },
  },
  {
    path: 'a.js',
    text: `class Pump {\n  valve = new Valve();\n  run() {\n    this.tank = Tank.of(1);\n    let x = y.z;\n    ‸\n  }\n}\n`,
    types: { valve: 'Valve', tank: 'Tank', x: 'z' },
  },
  {
    path: 'a.py',
    text: `class Pump:\n  def run(self, log: Log, size: Optional[Size] = None):\n    self.tank = Tank(1)\n    unit: Unit = 1\n    with open_it() as file:\n      ‸\n`,
    types: { log: 'Log', size: 'Optional Size', tank: 'Tank', unit: 'Unit', file: 'open_it' },
  },
  {
    path: 'a.go',
    text: `package a\n\ntype Pump struct {\n\ttank *Tank\n}\n\nfunc (p *Pump) run(a, b wire.Log) {\n\tv, err := NewValve(1)\n\tw := &Wheel{1}\n\tfor _, pipe := range p.pipes {\n\t\t‸\n\t}\n}\n`,
    types: { tank: 'Tank', p: 'Pump', a: 'wire Log', b: 'wire Log', v: 'NewValve', w: 'Wheel', pipe: 'pipes' },
  },
  {
    path: 'a.rs',
    text: `struct Pump { tank: Option<Arc<Tank>> }\nimpl Pump {\n  fn run(&self, log: &mut Log) {\n    let valve = Valve::new(1);\n    let part = self.store.load()?.clone();\n    if let Some(unit) = find_unit() {\n      ‸\n    }\n  }\n}\n`,
    types: { tank: 'Option Arc Tank', log: 'Log', valve: 'Valve', part: 'load', unit: 'find_unit' },
  },
  {
    path: 'A.java',
    text: `class Pump {\n  private final Tank<Water> tank = null;\n  void run(Log log, int size) {\n    var valve = new Valve(1);\n    for (Pipe pipe : pipes) {\n      ‸\n    }\n  }\n}\n`,
    types: { tank: 'Tank Water', log: 'Log', valve: 'Valve', pipe: 'Pipe' },
  },
  {
    path: 'a.kt',
    text: `class Pump(private val tank: Tank?, log: a.b.Log) : Machine(log) {\n  private val valve = Valve(1)\n  fun run(size: Size) {\n    val part = tank!!.part(1)\n    val unit = size as Unit\n    for (pipe in pipes) {\n      ‸\n    }\n  }\n}\n`,
    types: { tank: 'Tank', log: 'a b Log', valve: 'Valve', size: 'Size', part: 'part', unit: 'Unit', pipe: 'pipes' },
  },
  {
    path: 'a.c',
    text: `struct tank *first;\nint run(const log_t *log, struct unit *units[3]) {\n  valve_t *valve = NULL, other;\n  ‸\n}\n`,
    types: { first: 'tank', log: 'log_t', units: 'unit', valve: 'valve_t', other: 'valve_t' },
  },
  {
    path: 'a.cc',
    text: `class Pump {\n  std::unique_ptr<Tank> tank_;\n  void run(const Log& log, Size* size = nullptr) {\n    auto valve = new Valve(1);\n    for (const auto& pipe : pipes_) {\n      ‸\n    }\n  }\n};\n`,
    types: { tank_: 'std unique_ptr Tank', log: 'Log', size: 'Size', valve: 'Valve', pipe: 'pipes_' },
  },
  {
    path: 'a.cs',
    text: `class Pump {\n  private readonly Tank<Water> tank;\n  public Log Log { get; }\n  void Run(Size size) {\n    var part = store.Load(1);\n    foreach (var pipe in pipes) {\n      ‸\n    }\n  }\n}\n`,
    types: { tank: 'Tank Water', Log: 'Log', size: 'Size', part: 'Load', pipe: 'pipes' },
  },
  {
    path: 'a.php',
    text: `<?php\nclass Pump {\n  private ?Tank $tank;\n  function run(Log $log) {\n    $this->valve = new Valve(1);\n    $part = Store::load(1);\n    ‸\n  }\n}\n`,
    types: { tank: 'Tank', log: 'Log', valve: 'Valve', part: 'Store load' },
  },
  {
    path: 'a.rb',
    text: `class Pump\n  def run\n    @tank = Tank.new(1)\n    valve = Kit::Valve.new\n    ‸\n  end\nend\n`,
    types: { tank: 'Tank', valve: 'Valve' },
  },
];

describe('variables of a document', () => {
  for (const { path, text, types } of documents) {
    it(`have the types that it tells: ${path}`, async () => {
      const found = await variablesIn(path, text);
      assert.deepEqual(Object.fromEntries(Object.keys(types).map((name) => [name, found.get(name)])), types);
    });
  }

  it('count from the declaration above the cursor, or the first below', async () => {
    const text = `fun one() {\n  val it = First()\n}\nfun two() {\n  val it = Second()\n  ‸\n}\nfun three() {\n  val it = Third()\n  val late = Fourth()\n  val late = Fifth()\n}\n`;
    const found = await variablesIn('a.kt', text);
    assert.deepEqual([found.get('it'), found.get('late')], ['Second', 'Fourth']);
  });

  it('are as near as their nearest use, and of what they are taken from', async () => {
    const { variables } = await factsAt(
      'a.kt',
      `class A(val tanks: List<Tank>) {\n\n\n  fun run() {\n    tanks.size\n    val all = tanks\n    ‸\n  }\n}\n`,
    );
    assert.deepEqual(variables.slice(0, 2), [
      { name: 'tanks', types: ['List', 'Tank'], distanceLines: 1 },
      { name: 'all', types: ['List', 'Tank'], distanceLines: 1 },
    ]);
  });

  it('are known from far away where they are fields', async () => {
    const { text, path } = longDocument('typescript', 5_400);
    const end = text.lastIndexOf('}\n') + 2;
    const found = await variablesIn(
      path,
      `class First {\n  private tank: Tank;\n}\n${text.slice(0, end)}‸${text.slice(end)}`,
    );
    assert.equal(found.get('tank'), 'Tank');
  });
});

describe('what tells a type', () => {
  const values: readonly [value: string, names: string][] = [
    ['new a.b.Foo<Bar>(1, {})', 'Foo'],
    ['&Foo{a: 1}', 'Foo'],
    ['Foo::<Bar>::make(2)', 'Foo make'],
    ['this.a.b(f(1), "x)")!!.c(2)', 'c'],
    ['pool.open(path).await?', 'open'],
    ['x as Foo<Bar>', 'Foo Bar'],
    ['a.b ?: c', 'b'],
    ['a.b + c', ''],
    ['a < b', ''],
    ['"text"', ''],
    ['1', ''],
    ['{ a: 1 }', ''],
    ['(a, b) => c', ''],
  ];
  for (const [value, names] of values) {
    it(`${value} is told by ${names === '' ? 'nothing' : names}`, () =>
      assert.equal(namesOfValue(value).join(' '), names));
  }

  it('is a few names, whatever the text', () => {
    const sign = fc.constantFrom('a', 'B', '.', '::', '(', ')', '<', '>', '{', '!', '?', ' ', 'as ', 'new ', '\n', '"');
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 60 }), (signs) => {
        const text = signs.join('');
        for (const names of [namesOfType(text), namesOfValue(text)])
          assert.ok(names.length <= 6 && names.every((name) => name !== '' && text.includes(name)));
      }),
    );
  });
});
