import { strict as assert } from 'node:assert';
import { resolve } from 'node:path';
import { findCaptures } from '../../../src/core/syntax/captures.ts';
import { Grammars } from '../../../src/core/syntax/grammars.ts';
import { withTree } from '../../../src/core/syntax/parse.ts';
import type { OffsetRange } from '../../../src/shared/text.ts';
import { sourceAssets } from '../../../tools/bundle/syntaxAssets.ts';

const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '..', '..', '..')));

describe('findCaptures', () => {
  const text = 'function one() { first(); }\nfunction two() { second(); }\nfunction three() { third(); }\n';

  async function namesWithin(within?: OffsetRange): Promise<readonly (readonly string[])[]> {
    const grammar = await grammars.load('typescript');
    assert.ok(grammar);
    const found = withTree(
      grammar,
      text,
      () => false,
      (tree) => {
        const captures = findCaptures(grammar, tree, text, () => false, within);
        assert.ok(captures);
        const { definitions, references } = captures;
        return [
          definitions.map(({ name }) => name),
          references.map(({ startIndex, endIndex }) => text.slice(startIndex, endIndex)),
        ];
      },
    );
    return found ?? [];
  }

  it('finds everything', async () => {
    assert.deepEqual(await namesWithin(), [
      ['one', 'two', 'three'],
      ['one', 'first', 'two', 'second', 'three', 'third'],
    ]);
  });

  it('finds what touches a range, and nothing beside it', async () => {
    const start = text.indexOf('second');
    assert.deepEqual(await namesWithin({ start, end: start + 1 }), [['two'], ['second']]);
  });
});
