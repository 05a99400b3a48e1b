import assert from 'node:assert/strict';
import { namesGrammar } from '../../../src/core/refactor/namesGrammar.ts';

describe('The grammar of names', () => {
  const rows: readonly [name: string, form: string][] = [
    ['total', '[a-z] [A-Za-z0-9_]{1,40}'],
    ['x', '[a-z] [A-Za-z0-9_]{1,40}'],
    ['do_it', '[a-z] [a-z0-9_]{1,40}'],
    ['Pump', '[A-Z] [A-Za-z0-9_]{1,40}'],
    ['T', '[A-Z] [A-Za-z0-9_]{1,40}'],
    ['MAX_SIZE', '[A-Z] [A-Z0-9_]{1,40}'],
    ['_cache', '"_" [a-z] [A-Za-z0-9_]{1,40}'],
    ['$el', '"$" [a-z] [A-Za-z0-9_]{1,40}'],
  ];
  for (const [name, form] of rows) {
    it(`has the form of ${name}`, () => {
      assert.equal(namesGrammar(name), `root ::= name ("\\n" name){1,4}\nname ::= ${form}\n`);
    });
  }

  it('is none for other letters', () => {
    for (const name of ['größe', 'サイズ', '2', '']) assert.equal(namesGrammar(name), undefined);
  });
});
