import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { placeOf, toCompletion } from '../../../src/core/completion/place.ts';
import { applyEdit } from '../../../src/shared/text.ts';

const document = { uri: 'file:///a.ts', languageId: 'typescript' };

describe('placeOf', () => {
  it('puts the selected item in', () => {
    const input = {
      document,
      text: 'a.fo;',
      offset: 4,
      selectedItem: { range: { start: 2, end: 4 }, text: 'forEach' },
    };
    assert.deepEqual(placeOf(input), { ...document, prefix: 'a.forEach', suffix: ';' });
    assert.deepEqual(toCompletion(input, { text: '(f)', replaceLength: 1 }), {
      text: 'forEach(f)',
      range: { start: 2, end: 5 },
    });
  });

  it('law: the completion leads to prefix, text and the rest of the suffix', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.string(),
        fc.nat(),
        fc.nat(),
        fc.option(fc.string()),
        (before, after, text, cut, back, item) => {
          const start = before.length - (back % (before.length + 1));
          const selectedItem =
            item === null ? {} : { selectedItem: { range: { start, end: before.length }, text: item } };
          const input = { document, text: before + after, offset: before.length, ...selectedItem };
          const place = placeOf(input);
          const replaceLength = cut % (after.length + 1);
          const { text: newText, range } = toCompletion(input, { text, replaceLength });
          assert.equal(
            applyEdit(input.text, { range, newText }),
            place.prefix + text + place.suffix.slice(replaceLength),
          );
        },
      ),
    );
  });
});
