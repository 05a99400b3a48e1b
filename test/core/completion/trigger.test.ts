import { strict as assert } from 'node:assert';
import { maxDocumentLength, type TriggerInput, whyNotAsk, whySilent } from '../../../src/core/completion/trigger.ts';
import { atCursor } from '../../support/atCursor.ts';

const inputOf = (marked: string, over: Partial<TriggerInput> = {}): TriggerInput => ({
  trigger: 'automatic',
  cursorCount: 1,
  lastChange: 'typing',
  settings: { automatic: true, disabledLanguages: [] },
  place: { uri: 'file:///a.ts', languageId: 'typescript', ...atCursor(marked) },
  ...over,
});

describe('whySilent', () => {
  const cases: readonly [Partial<TriggerInput>, automatic: string | undefined, explicit: string | undefined][] = [
    [{}, undefined, undefined],
    [{ cursorCount: 2 }, 'severalCursors', 'severalCursors'],
    [{ settings: { automatic: false, disabledLanguages: [] } }, 'disabled', undefined],
    [{ settings: { automatic: true, disabledLanguages: ['typescript'] } }, 'languageDisabled', undefined],
    [{ settings: { automatic: true, disabledLanguages: ['markdown'] } }, undefined, undefined],
    [{ lastChange: 'undo' }, 'undo', undefined],
    [{ lastChange: 'deletion' }, undefined, undefined],
    [
      { place: { uri: '', languageId: '', prefix: 'x'.repeat(maxDocumentLength), suffix: 'y' } },
      'fileTooLarge',
      'fileTooLarge',
    ],
  ];
  for (const [over, automatic, explicit] of cases) {
    it(`${JSON.stringify(over).slice(0, 70)}: ${automatic}, explicitly ${explicit}`, () => {
      assert.equal(whySilent(inputOf('let a = ‸', over)), automatic);
      assert.equal(whySilent(inputOf('let a = ‸', { ...over, trigger: 'explicit' })), explicit);
    });
  }
});

describe('whyNotAsk', () => {
  const places: readonly [marked: string, automatic: string | undefined, explicit: string | undefined][] = [
    ['let a = ‸', undefined, undefined],
    ['foo(‸)', undefined, undefined],
    ['foo("‸");', undefined, undefined],
    ['if (‸) {', undefined, undefined],
    ['foo(‸)  \r\nmore', undefined, undefined],
    ['foo(‸, more)', undefined, undefined],
    ['<div>‸</div>', undefined, undefined],
    ['<Item‸ a={b}>', 'textAfterCursor', undefined],
    ['xs.map((‸) => x)', undefined, undefined],
    ['let a: Map<‸> = new Map()', undefined, undefined],
    ['if (f(‸) == b)', 'textAfterCursor', undefined],
    ['let a ‸= b', 'textAfterCursor', undefined],
    ['f("‸", b)', undefined, undefined],
    ['let a = ‸ + 1', 'textAfterCursor', undefined],
    ['let va‸lue', 'midWord', undefined],
    ['let größ‸e', 'midWord', undefined],
    ['‸', 'nothingToContinue', 'nothingToContinue'],
    ['\n  ‸\nfoo', 'nothingToContinue', 'nothingToContinue'],
    [' a\n b‸', 'shortPrefix', undefined],
    [' a\n bc‸', undefined, undefined],
  ];
  for (const [marked, automatic, explicit] of places) {
    it(`${JSON.stringify(marked)}: ${automatic}, explicitly ${explicit}`, () => {
      assert.equal(whyNotAsk(inputOf(marked)), automatic);
      assert.equal(whyNotAsk(inputOf(marked, { trigger: 'explicit' })), explicit);
    });
  }

  for (const lastChange of ['deletion', 'paste'] as const) {
    it(`after a ${lastChange}`, () => {
      assert.equal(whyNotAsk(inputOf('let a = ‸', { lastChange })), lastChange);
      assert.equal(whyNotAsk(inputOf('let a = ‸', { lastChange, trigger: 'explicit' })), undefined);
    });
  }
});
