import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import fc from 'fast-check';
import type { Tree } from 'web-tree-sitter';
import { DocumentTree } from '../../../src/core/syntax/documentTree.ts';
import { fileFacts } from '../../../src/core/syntax/fileFacts.ts';
import { type Grammar, Grammars } from '../../../src/core/syntax/grammars.ts';
import { withTree } from '../../../src/core/syntax/parse.ts';
import { applyEdit } from '../../../src/shared/text.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';

const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '..', '..', '..')));
const never = () => false;

async function typescript(): Promise<Grammar> {
  const grammar = await grammars.load('typescript');
  assert.ok(grammar);
  return grammar;
}

function treeOf(document: DocumentTree): Tree {
  const { tree } = document;
  assert.ok(tree);
  return tree;
}

/** Stops whenever it is asked the `steps`th time. */
function stopEvery(steps: number): () => boolean {
  let asked = 0;
  return () => ++asked % steps === 0;
}

describe('DocumentTree', () => {
  it('an edited document has the facts of a fresh one', async () => {
    const grammar = await typescript();
    const start = '/** 😀 */\nexport class A {\n  b(c: D): void { e(); }\n}\n\nconst é = 1;\n';
    // Whole pieces, so that what is broken is broken in one way only: an error may be mended in several.
    const inserted = fc.constantFrom('x', ' ', '\n', '\n\n', '1', '/* c */', 'function f() {}\n', '😀', 'é', '');
    const edits = fc.array(fc.record({ at: fc.nat(), length: fc.nat(3), newText: inserted }), { maxLength: 8 });
    fc.assert(
      fc.property(edits, (steps) => {
        const document = new DocumentTree(grammar, start);
        let text = start;
        for (const { at, length, newText } of steps) {
          const from = at % (text.length + 1);
          const edit = { range: { start: from, end: Math.min(text.length, from + length) }, newText };
          document.edit(edit);
          text = applyEdit(text, edit);
          assert.ok(document.tree === undefined, 'stale');
          assert.ok(document.update(never));
          assert.equal(document.text, text);
          const tree = treeOf(document);
          const fresh = withTree(grammar, text, never, (freshTree) => ({
            hasError: freshTree.rootNode.hasError,
            facts: fileFacts(grammar, freshTree, text, never),
          }));
          if (fresh?.hasError === false) assert.deepEqual(fileFacts(grammar, tree, text, never), fresh.facts);
          assert.equal(tree.rootNode.endIndex, text.length);
        }
        document.dispose();
      }),
    );
  });

  it('goes on where it was stopped, and ends', async () => {
    const grammar = await typescript();
    const text = 'export function f(a: number): number { return a; }\n'.repeat(2000);
    const document = new DocumentTree(grammar, text);
    let updates = 1;
    while (!document.update(stopEvery(3))) updates += 1;
    assert.ok(updates > 10, `${updates} updates`);
    assert.equal(treeOf(document).rootNode.namedChildCount, 2000);
    document.dispose();
  });

  it('an edit while it is stopped begins anew', async () => {
    const grammar = await typescript();
    const text = 'const a = 1;\n'.repeat(2000);
    const document = new DocumentTree(grammar, text);
    assert.equal(document.update(stopEvery(3)), false);
    assert.equal(document.tree, undefined);
    document.edit({ range: { start: 0, end: text.length }, newText: 'class B {}' });
    assert.ok(document.update(never));
    assert.deepEqual(
      fileFacts(grammar, treeOf(document), document.text, never)?.symbols.map(({ name }) => name),
      ['B'],
    );
    document.dispose();
  });

  it('nothing is parsed for an edit that has been seen', async () => {
    const document = new DocumentTree(await typescript(), 'const a = 1;');
    assert.ok(document.update(never));
    const { tree } = document;
    assert.ok(document.update(() => assert.fail('parses')));
    assert.equal(document.tree, tree);
    document.dispose();
  });

  it('a document that cannot have a tree has none, until it can', async () => {
    const document = new DocumentTree(await typescript(), '('.repeat(100_000));
    assert.ok(document.update(never));
    assert.equal(document.tree, undefined);
    document.edit({ range: { start: 0, end: 100_000 }, newText: 'const a = 1;' });
    assert.ok(document.update(never));
    assert.equal(treeOf(document).rootNode.namedChildCount, 1);
    document.dispose();
  });
});
