import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { CompletionCache } from '../../../src/core/completion/completionCache.ts';
import type { Place } from '../../../src/core/completion/place.ts';
import { beginningKeys, endKeys } from '../../../src/core/completion/textHash.ts';
import { advance, stepBetween } from '../../../src/core/completion/typeThrough.ts';
import { atCursor } from '../../support/atCursor.ts';

const place = (marked: string, uri = 'file:///a.ts'): Place => {
  const { prefix, suffix } = atCursor(marked);
  return { uri, languageId: 'typescript', prefix, suffix };
};
const one = (text: string) => ({ candidates: [{ text, replaceLength: 0 }], trigger: 'automatic' }) as const;

describe('CompletionCache', () => {
  it('answers at the place itself, further on in what it proposed, and nowhere else', () => {
    const cache = new CompletionCache();
    cache.set(place('let a = ‸\n'), one('value;'));
    assert.deepEqual(cache.find(place('let a = ‸\n')), one('value;'));
    assert.deepEqual(cache.find(place('let a = val‸\n')), one('ue;'));
    for (const other of ['let a = vax‸\n', 'let a =‸\n', 'let a = ‸\n\n', 'let b = ‸\n', 'let a = value;‸\n']) {
      assert.equal(cache.find(place(other)), undefined, other);
    }
    assert.equal(cache.find(place('let a = ‸\n', 'file:///b.ts')), undefined);
  });

  it('prefers the nearest place that has something to offer', () => {
    const cache = new CompletionCache();
    cache.set(place('‸'), one('abcdef'));
    cache.set(place('ab‸'), one('xyz'));
    assert.deepEqual(cache.find(place('ab‸')), one('xyz'));
    cache.set(place('ab‸'), { candidates: [], trigger: 'automatic' });
    assert.deepEqual(cache.find(place('ab‸')), one('cdef'));
    cache.set(place('q‸'), { candidates: [], trigger: 'automatic' });
    assert.deepEqual(cache.find(place('q‸')), { candidates: [], trigger: 'automatic' });
    assert.equal(cache.find(place('qr‸')), undefined);
  });

  it('keeps the alternatives that still agree', () => {
    const cache = new CompletionCache();
    const candidates = ['value', 'valve', 'other'].map((text) => ({ text, replaceLength: 0 }));
    cache.set(place('‸'), { candidates, trigger: 'explicit' });
    assert.deepEqual(
      cache.find(place('val‸'))?.candidates.map(({ text }) => text),
      ['ue', 've'],
    );
  });

  it('holds 200 places, the oldest ones go', () => {
    const cache = new CompletionCache();
    for (let index = 0; index <= 200; index++) cache.set(place(`let a${index} = ‸`), one('value'));
    assert.equal(cache.find(place('let a0 = ‸')), undefined);
    assert.ok(cache.find(place('let a1 = ‸')));
  });

  it('finds just what comparing the texts finds', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '(', ')', '\n'), maxLength: 6 });
    const places = fc.record({ uri: fc.constant('u'), languageId: fc.constant('c'), prefix: text, suffix: text });
    fc.assert(
      fc.property(fc.array(fc.tuple(places, text), { maxLength: 6 }), places, (entries, at) => {
        const cache = new CompletionCache();
        const known = new Map<string, readonly [Place, string]>();
        for (const [from, completion] of entries) {
          cache.set(from, one(completion));
          known.set(JSON.stringify([from.prefix, from.suffix]), [from, completion]);
        }
        const expected = [...known.values()].flatMap(([from, completion]) => {
          const step = stepBetween(from, at);
          return (step && advance({ text: completion, replaceLength: 0 }, step)) ?? [];
        });
        const [found] = cache.find(at)?.candidates ?? [];
        if (expected.length === 0) assert.equal(found, undefined);
        else assert.ok(expected.some((candidate) => JSON.stringify(candidate) === JSON.stringify(found)));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('textHash', () => {
  it('gives the keys of all beginnings and ends', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.nat(25), (text, count) => {
        const last = Math.min(count, text.length);
        const lengths = Array.from({ length: last + 1 }, (_, index) => index);
        assert.deepEqual(
          beginningKeys(text, count),
          lengths.map((cut) => beginningKeys(text.slice(0, text.length - cut), 0)[0]),
        );
        assert.deepEqual(
          endKeys(text, count),
          lengths.map((cut) => endKeys(text.slice(cut), 0)[0]),
        );
      }),
    );
  });

  it('tells texts apart that differ in one character, or in order', () => {
    const keys = new Set<string | undefined>();
    const base = 'const total = items.reduce((sum, item) => sum + item.price, 0);\n'.repeat(3);
    for (let at = 0; at < base.length; at++) {
      for (const char of ['\0', 'a', 'é', '中']) {
        const text = base.slice(0, at) + char + base.slice(at + 1);
        if (text !== base) keys.add(beginningKeys(text, 0)[0]);
      }
    }
    const changed = [...base].reduce((count, char) => count + (char === 'a' ? 3 : 4), 0);
    assert.equal(keys.size, changed);
    assert.notEqual(beginningKeys('ab', 0)[0], beginningKeys('ba', 0)[0]);
  });
});
