import { strict as assert } from 'node:assert';
import { slashCommands } from '../../../src/core/chat/slashCommands.ts';
import { commandRows, kindRows, thingRows } from '../../../src/core/chat/suggestionRows.ts';
import { kindsFor } from '../../../src/core/chat/suggestions.ts';

describe('rows below the input', () => {
  it('put a command in the place of its beginning', () => {
    const [first] = commandRows('ex', slashCommands);
    assert.equal(first?.label, '/explain');
    assert.equal(first.insertText, '/explain ');
    assert.equal(first.mention, undefined);
  });

  it('choose a kind at once, or go on to its names', () => {
    const rows = kindRows(kindsFor(''));
    assert.deepEqual(rows.find(({ label }) => label === '#changes')?.mention, { kind: 'changes', label: '#changes' });
    assert.equal(rows.find(({ label }) => label === '#file')?.insertText, '#file ');
  });

  it('find files by their path, symbols by their name', () => {
    const file = {
      mention: { kind: 'file', label: 'clamp.ts', uri: 'file:///a/src/clamp.ts' },
      detail: 'src/clamp.ts',
    } as const;
    const symbol = { mention: { kind: 'symbol', label: 'clamp' }, detail: 'src/clamp.ts:3' } as const;
    assert.deepEqual(thingRows('src/cl', [file, symbol], 9), [
      { label: 'clamp.ts', detail: 'src/clamp.ts', icon: 'file', mention: file.mention },
    ]);
    assert.deepEqual(
      thingRows('clamp', [file, symbol], 9).map(({ icon }) => icon),
      ['symbol-method', 'file'],
    );
  });
});
