import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { factsAt } from '../../support/lookUpIn.ts';

const names = (facts: Awaited<ReturnType<typeof factsAt>>) => facts.names.map(({ name }) => name);

describe('cursorFacts', () => {
  const document = `import { clamp } from './clamp';
import * as io from './io';

export class Pump extends Machine implements Startable {
  fill(tank: Tank, level: number): Report {
    const limit = clamp(level, 0, tank.capacity);
    io.write(limit);
    ‸
  }
}

function elsewhere() {
  io.write(1);
}
`;

  it('says what a complete document says', async () => {
    const facts = await factsAt('src/pump.ts', document);
    assert.equal(facts.path, 'src/pump.ts');
    assert.equal(facts.languageId, 'typescript');
    assert.deepEqual(
      facts.imports.map(({ module }) => module),
      ['./clamp', './io'],
    );
    assert.deepEqual(
      ['Machine', 'Startable'].filter((name) => !facts.supertypes.includes(name)),
      [],
    );
    for (const name of ['Pump', 'fill', 'tank', 'level', 'limit', 'elsewhere'])
      assert.ok(facts.ownNames.includes(name), name);
    assert.deepEqual(names(facts).slice(0, 3).sort(), ['io', 'limit', 'write']);
  });

  it('counts uses, not imports, and measures from the nearest', async () => {
    const facts = await factsAt('src/pump.ts', document);
    const write = facts.names.find(({ name }) => name === 'write');
    assert.deepEqual([write?.count, write?.distanceLines, write?.qualifier], [2, 1, 'io']);
    const tank = facts.names.find(({ name }) => name === 'Tank');
    assert.deepEqual([tank?.count, tank?.isInSignature], [1, true]);
    assert.equal(facts.names.find(({ name }) => name === 'limit')?.isInSignature, false);
    const unused = await factsAt('a.ts', `import { one as two } from './m';\n‸\n`);
    assert.deepEqual(
      unused.names.map(({ name, count }) => `${name} ${count}`),
      ['one 0', 'two 0'],
    );
  });

  it('leaves out the word that is being typed', async () => {
    const facts = await factsAt('a.ts', 'function run() {\n  other();\n  cla‸\n}\n');
    assert.deepEqual(names(facts), ['other']);
  });

  it('knows the lines around, and where the document has the like', async () => {
    const facts = await factsAt(
      'a.py',
      'def one():\n    open_it()\n    read_it()\n    close_it()\n\ndef two():\n    open_it()\n    read_it()\n    ‸\n',
    );
    assert.deepEqual(facts.surroundings.above.slice(0, 2), [['read_it'], ['open_it']]);
    const likest = facts.names.toSorted((a, b) => b.likeness - a.likeness)[0];
    assert.equal(likest?.name, 'close_it');
    assert.ok((likest?.likeness ?? 0) > 0.5);
  });

  const broken: readonly [path: string, text: string, supertype: string][] = [
    ['a.py', 'class Child(Base):\n    def run(self):\n        ‸\n', 'Base'],
    ['a.ts', 'export class Child extends Base {\n  run() {\n    if (this.‸\n', 'Base'],
    ['a.java', 'public class Child extends Base {\n  void run() {\n    foo(‸\n', 'Base'],
    ['a.rb', 'class Child < Base\n  def run\n    ‸\n', 'Base'],
  ];
  for (const [path, text, supertype] of broken) {
    it(`knows what the class around extends while it is broken: ${path}`, async () => {
      assert.ok((await factsAt(path, text)).supertypes.includes(supertype));
    });
  }

  it('takes any text', async () => {
    const piece = fc.constantFrom(
      'class A',
      ' extends B',
      '{',
      '}',
      '(',
      ')',
      '\n',
      'import x',
      '"',
      "'",
      '.',
      'name',
      '=',
      '\u{1F600}',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 40 }),
        fc.array(piece, { maxLength: 40 }),
        async (before, behind) => {
          const facts = await factsAt('a.ts', `${before.join('')}‸${behind.join('')}`);
          for (const { likeness, distanceLines, count, recency } of facts.names) {
            assert.ok(likeness >= 0 && likeness <= 1 && distanceLines >= 0 && recency <= count);
          }
        },
      ),
    );
  });
});
