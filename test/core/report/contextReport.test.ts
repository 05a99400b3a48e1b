import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Snippet } from '../../../src/core/context/snippet.ts';
import {
  type ContextReport,
  contextReportPage,
  formatContextReport,
  listedSnippets,
} from '../../../src/core/report/contextReport.ts';
import { matchGolden } from '../../support/golden.ts';

const sum: Snippet = {
  path: 'src/sum.ts',
  languageId: 'typescript',
  lines: { start: 2, end: 12 },
  text: 'function sum(values: readonly number[]): number\nfunction isEmpty<T>(values: readonly T[]): boolean',
  kind: 'definition',
  reason: 'imported from ./sum',
  score: 0.934,
  tokens: 1_034,
};
const edit: Snippet = {
  ...{ path: 'src/zero.ts', languageId: 'typescript', lines: { start: 0, end: 1 }, text: '-a\n+b', kind: 'edit' },
  ...{ reason: 'edited 20 s ago', score: 0.4, tokens: 1 },
};
const report: ContextReport = {
  place: { path: 'src/mean.ts', line: 11 },
  snippets: [sum, edit],
  leftOut: [{ ...edit, path: 'test/mean.test.ts', kind: 'sibling', lines: { start: 4, end: 8 } }],
  budgetTokens: 1_536,
  remarks: ['The workspace is still being read: indexing 1,234 of 10,000 files, 12 %, 3.4 MB/s.'],
  source: '10,000 files with 1 definition indexed.',
};
const link = (index: number) => `command:open?${index}`;

const page = (of: ContextReport) => formatContextReport(of, link);

describe('formatContextReport', () => {
  it('says what is in the prompt, from where and why', () => matchGolden('report/context', page(report)));

  it('says why there is nothing', () => {
    const remarks = ['No file was ever open.'];
    matchGolden('report/context-nothing', page({ snippets: [], leftOut: [], budgetTokens: 1_024, remarks }));
  });

  it('has a link for each snippet that is listed, in that order', () => {
    const links = [...page(report).matchAll(/<a href="([^"]*)">([^<]*)</g)].map(([, href, text]) => [href, text]);
    assert.deepEqual(links, [
      ['command:open?0', 'src/sum.ts:3-12'],
      ['command:open?1', 'src/zero.ts:1'],
      ['command:open?2', 'test/mean.test.ts:5-8'],
    ]);
    assert.equal(listedSnippets(report).length, links.length);
  });

  it('runs no script but its own, and loads nothing', () => {
    const whole = contextReportPage(page(report), 'n0nce');
    assert.match(whole, /content="default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-n0nce'"/);
    assert.deepEqual(whole.match(/<script[^>]*>/g), ['<script nonce="n0nce">']);
    assert.doesNotMatch(whole, /\bsrc=|@import|url\(/);
    assert.ok(whole.includes(page(report)));
  });

  it('law: no text makes markup', () => {
    const hostile = fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '\n', '/', '!--'), maxLength: 12 });
    const bare = (of: ContextReport) => page(of).replace(/[^<>"]/g, '');
    const plain = (text: string): ContextReport => {
      const snippet = { ...sum, path: text, text, reason: text };
      const place = { path: text, line: 0 };
      return { place, snippets: [snippet], leftOut: [snippet], budgetTokens: 1, remarks: [text], source: text };
    };
    fc.assert(fc.property(hostile, (text) => assert.equal(bare(plain(text)), bare(plain('')))));
  });
});
