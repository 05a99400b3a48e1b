import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { mock } from 'node:test';
import fc from 'fast-check';
import { cursorFactsInSteps } from '../../../src/core/syntax/cursorFacts.ts';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import { withTree } from '../../../src/core/syntax/parse.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';
import { longDocument } from '../../support/longDocument.ts';
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

  it('takes the parameters of a constructor for no supertypes', async () => {
    const whole =
      'class Child(\n  private val part: Part = Part(1),\n) : Base(part), Other {\n  fun run() {\n    ‸\n  }\n}\n';
    const open = 'class Child(private val part: Part) : Base(part), Other {\n  fun run() {\n    foo(‸\n';
    for (const text of [whole, open]) assert.deepEqual((await factsAt('a.kt', text)).supertypes, ['Base', 'Other']);
  });

  for (const languageId of ['typescript', 'python'] as const) {
    describe(`in a long document of ${languageId}`, () => {
      const { text, path } = longDocument(languageId, 5_400);
      const middle = text.indexOf('\n', text.length / 2) + 1;
      const marked = `${text.slice(0, middle)}‸${text.slice(middle)}`;

      it('reads a part at a time', async () => {
        const grammar = await new Grammars(sourceAssets(resolve(import.meta.dirname, '../../..'))).load(languageId);
        assert.ok(grammar !== undefined);
        const matches = mock.method(grammar.facts, 'matches');
        withTree(
          grammar,
          text,
          () => false,
          (tree) => {
            const steps = cursorFactsInSteps(grammar, tree, text, middle, path);
            for (let step = 1; !steps.next().done; step++) assert.ok(matches.mock.callCount() <= step);
          },
        );
        const counts = matches.mock.calls.map(({ result }) => result?.length ?? 0);
        assert.ok(Math.max(...counts) < 2_500, counts.join(' '));
        const all = withTree(
          grammar,
          text,
          () => false,
          (tree) => grammar.facts.matches(tree.rootNode).length,
        );
        assert.ok(counts.reduce((sum, count) => sum + count) < (all ?? 0) / 2);
      });

      it('knows what is near, and what the document imports and defines far away', async () => {
        const facts = await factsAt(path, marked);
        assert.equal(facts.imports.length, 41);
        const own = ['Service0', 'process7', 'Service47'];
        assert.deepEqual(
          own.filter((name) => !facts.ownNames.includes(name)),
          [],
        );
        const near = facts.names.filter(({ distanceLines }) => distanceLines <= 10).map(({ name }) => name);
        assert.ok(near.includes('helper9') && near.includes('count'), near.join(' '));
        // As they are in a document that has nothing else.
        const from = text.lastIndexOf('class Service', middle - 15_000);
        const to = text.indexOf('class Service', middle + 15_000);
        const alone = await factsAt(path, `${text.slice(from, middle)}‸${text.slice(middle, to)}`);
        const nearestOf = ({ names: all }: typeof facts) =>
          all
            .filter(({ count, distanceLines }) => count > 0 && distanceLines <= 200)
            .map(({ name, distanceLines, qualifier, isInSignature }) => ({
              name,
              distanceLines,
              qualifier,
              isInSignature,
            }))
            .sort((a, b) => a.name.localeCompare(b.name));
        assert.deepEqual(nearestOf(facts), nearestOf(alone));
        assert.deepEqual(facts.surroundings, alone.surroundings);
        assert.deepEqual(facts.supertypes, alone.supertypes);
      });
    });

    it(`does not depend on where the parts begin: ${languageId}`, async () => {
      const { text, path } = longDocument(languageId, 500);
      const middle = text.indexOf('\n', text.length / 2) + 1;
      const comment = languageId === 'python' ? '#' : '//';
      const factsBehind = async (length: number) => {
        const { names: all, ...rest } = await factsAt(
          path,
          `${comment}${'x'.repeat(length)}\n${text.slice(0, middle)}‸${text.slice(middle)}`,
        );
        return { ...rest, names: all.filter(({ count }) => count > 0) };
      };
      assert.ok(text.length > 15_000 && text.length < 2 * 24_000);
      const first = await factsBehind(0);
      for (const length of [60, 200, 1_500, 5_000, 9_000]) assert.deepEqual(await factsBehind(length), first);
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
