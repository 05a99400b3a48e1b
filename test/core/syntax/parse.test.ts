import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { fileFacts } from '../../../src/core/syntax/fileFacts.ts';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import { isParsable, withTree } from '../../../src/core/syntax/parse.ts';
import { syntaxLanguages } from '../../../syntaxes/languages.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';

const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '..', '..', '..')));

describe('withTree', () => {
  it('a parse that was stopped leaves nothing behind', async () => {
    const grammar = await grammars.load('typescript');
    assert.ok(grammar);
    const long = 'const a = 1;\n'.repeat(1000);
    assert.equal(
      withTree(
        grammar,
        long,
        () => true,
        () => assert.fail('has a tree'),
      ),
      undefined,
    );
    const next = withTree(
      grammar,
      'class B {}',
      () => false,
      (tree) => tree.rootNode.toString(),
    );
    assert.equal(next, '(program (class_declaration name: (type_identifier) body: (class_body)))');
  });

  it('a query that is stopped gives nothing', async () => {
    const grammar = await grammars.load('typescript');
    assert.ok(grammar);
    const text = 'const a = 1;\n'.repeat(1000);
    const facts = withTree(
      grammar,
      text,
      () => false,
      (tree) => ({ of: fileFacts(grammar, tree, text, () => true) }),
    );
    assert.deepEqual(facts, { of: undefined });
  });

  it('the tree is deleted where what looks at it fails', async () => {
    const grammar = await grammars.load('typescript');
    assert.ok(grammar);
    const trees: { rootNode: unknown }[] = [];
    const look = () =>
      withTree(
        grammar,
        'a',
        () => false,
        (tree) => {
          trees.push(tree);
          throw new RangeError('fails');
        },
      );
    assert.throws(look, RangeError);
    assert.equal(trees.length, 1);
    // A deleted tree has no root.
    assert.throws(() => assert.ok(trees[0]?.rootNode));
  });

  it('binary, long and deeply nested texts have no tree', () => {
    assert.ok(isParsable('('.repeat(1000)));
    assert.ok(isParsable('()'.repeat(100_000)));
    assert.ok(isParsable('a < b;\n'.repeat(100_000)));
    assert.ok(!isParsable('('.repeat(1001)));
    assert.ok(!isParsable('{[('.repeat(100_000)));
    assert.ok(!isParsable('a<'.repeat(100_000)));
    assert.ok(!isParsable('const a = 1;\0'));
    assert.ok(!isParsable(' '.repeat(50_000_000)));
  });

  // Each of them takes seconds, gigabytes or the whole parser without its guard, in some language.
  const hostileTexts: readonly (readonly [name: string, text: string])[] = [
    ['nested brackets', `${'('.repeat(100_000)}${')'.repeat(100_000)}`],
    ['brackets that are never closed', '{[('.repeat(33_000)],
    ['a chain of members', `x${'.a'.repeat(10_000)}`],
    ['quotes', '"`\''.repeat(10_000)],
    ['lines of comments', '// a\n# b\n'.repeat(5000)],
    ['NUL', '\0'.repeat(100_000)],
    ['halves of surrogate pairs', '\ud800'.repeat(20_000)],
  ];
  for (const { id } of syntaxLanguages) {
    it(`${id}: hostile texts are parsed, or given up`, async () => {
      const grammar = await grammars.load(id);
      assert.ok(grammar);
      for (const [name, text] of hostileTexts) {
        let asked = 0;
        const soon = () => ++asked > 2000;
        withTree(grammar, text, soon, (tree) => fileFacts(grammar, tree, text, soon));
        assert.ok(asked <= 2001, name);
      }
      // And the parser is as good as before.
      const root = withTree(
        grammar,
        '',
        () => false,
        (tree) => tree.rootNode.hasError,
      );
      assert.equal(root, false);
    });
  }
});
