import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { addHistograms, histogramOf } from '../../../src/core/statistics/histogram.ts';
import { addStatistics, type Statistics } from '../../../src/core/statistics/statistics.ts';
import {
  formatStatistics,
  type StatisticsReport,
  statisticsPage,
} from '../../../src/core/statistics/statisticsReport.ts';
import { emptyTally } from '../../../src/core/statistics/tally.ts';
import { arbitraryStatistics } from '../../support/arbitraryStatistics.ts';
import { matchGolden } from '../../support/golden.ts';
import { typicalStatistics } from '../../support/typicalStatistics.ts';

const today = '2026-11-30';
const path = '/home/ada/statistics.json';
const typical = typicalStatistics(today);
const page = (statistics: Statistics, over: Partial<StatisticsReport> = {}): string =>
  formatStatistics({ statistics, today, path, isCounting: true, remarks: [], ...over });

describe('formatStatistics', () => {
  it('has plots and the same as tables', () => matchGolden('report/statistics', page(typical)));

  it('says that there is nothing, and where it would be', () => {
    matchGolden('report/statistics-nothing', page([], { isCounting: false, remarks: ['The disk is full.'] }));
  });

  it('shows of the days that are kept, and of no other', () => {
    const old: Statistics = [{ day: '2026-01-01', languageId: 'cobol', tally: { ...emptyTally, shown: 9 } }];
    assert.equal(page(addStatistics(old, typical)), page(typical));
    assert.match(page(old), /No completion has been counted yet/);
  });

  it('has the median and the 95th percentile of each part', () => {
    const queue = [10, 10, 10, 3_000].map(histogramOf).reduce(addHistograms);
    const times = { queue, prefill: histogramOf(40), decode: histogramOf(200), together: histogramOf(500) };
    const html = page([{ day: today, languageId: 'rust', tally: { ...emptyTally, shown: 4, times } }]);
    const cells = [...html.matchAll(/<tr class="(\w+)">.*?<td>(.*?)<\/td><td>(.*?)<\/td>/g)].map(([, ...of]) => of);
    assert.deepEqual(
      cells.map(([name]) => name),
      ['queue', 'prefill', 'decode', 'together'],
    );
    // Within their steps, from 8 to 10 ms and from 2.6 to 3.3 s.
    assert.deepEqual(cells[0], ['queue', '9.3 ms', '3.1 s']);
  });

  it('runs no script but its own, and loads nothing', () => {
    const whole = statisticsPage(page(typical), 'n0nce');
    assert.match(whole, /content="default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-n0nce'"/);
    assert.deepEqual(whole.match(/<script[^>]*>/g), ['<script nonce="n0nce">']);
    assert.doesNotMatch(whole, /\bsrc=|@import|url\(/);
  });

  it('law: no name and no path makes markup, and no figure is none', () => {
    const hostile = fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '!--'), minLength: 1 });
    const bare = (text: string): string => page(named(text), { path: text, remarks: [text] }).replace(/[^<>"]/g, '');
    const named = (languageId: string): Statistics => [{ day: today, languageId, tally: { ...emptyTally, shown: 1 } }];
    fc.assert(fc.property(hostile, (text) => assert.equal(bare(text), bare('a'))));
    fc.assert(
      fc.property(arbitraryStatistics([today, '2026-11-12']), (statistics) =>
        assert.doesNotMatch(page(statistics), /NaN|undefined|Infinity|null|="-/),
      ),
    );
  });
});
