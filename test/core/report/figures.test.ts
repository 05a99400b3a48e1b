import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { formatBytes, formatCount, formatPlural, formatShare, formatSpeed } from '../../../src/core/report/figures.ts';

const mebibyte = 2 ** 20;

describe('figures', () => {
  it('have commas at the thousands', () => {
    assert.deepEqual([0, 999, 1000, 131_072].map(formatCount), ['0', '999', '1,000', '131,072']);
  });

  it('give bytes three digits and the unit that fits', () => {
    const cases = {
      '0 bytes': 0,
      '1,023 bytes': 1023,
      '1 KiB': 1024,
      '93.8 MiB': 98_400_000,
      '544 MiB': 544 * mebibyte,
      '1,020 MiB': 1020 * mebibyte,
      '1 GiB': 1023.9 * mebibyte,
      '1.06 GiB': 1088 * mebibyte,
      '16 GiB': 16_384 * mebibyte,
      '2,048 TiB': 2 ** 51,
    };
    for (const [text, bytes] of Object.entries(cases)) assert.equal(formatBytes(bytes), text);
  });

  it('never give bytes that are off by more than half a hundredth, nor 1,024 or more of a unit', () => {
    const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 49 }), (bytes) => {
        const [digits = '', unit = ''] = formatBytes(bytes).split(' ');
        const value = Number(digits.replaceAll(',', ''));
        assert.ok(value < 1024);
        assert.ok(Math.abs(value * 1024 ** units.indexOf(unit) - bytes) <= 0.005 * bytes);
      }),
    );
  });

  it('give speeds two digits', () => {
    const texts = [0.523, 7.42, 98.31, 1237].map(formatSpeed);
    assert.deepEqual(texts, ['0.52 tokens/s', '7.4 tokens/s', '98 tokens/s', '1,200 tokens/s']);
  });

  it('say a share as people do', () => {
    const texts = [544 / 16_384, 4352 / 32_768, 0.5, 2 / 3, 1].map(formatShare);
    assert.deepEqual(texts, ['1/30', '1/7.5', '1/2', '67 %', '100 %']);
  });

  it('have one thing and several things', () => {
    assert.deepEqual(
      [0, 1, 2000].map((count) => formatPlural(count, 'token')),
      ['0 tokens', '1 token', '2,000 tokens'],
    );
  });
});
