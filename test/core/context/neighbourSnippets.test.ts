import { strict as assert } from 'node:assert';
import { neighbourSnippets } from '../../../src/core/context/neighbourSnippets.ts';
import type { ChunkCandidate } from '../../../src/shared/contextQuery.ts';

const chunk = (path: string, lines: number, score = 1): ChunkCandidate => ({
  ...{ path, languageId: 'typescript', score, isSibling: false },
  lines: { start: 0, end: lines },
  text: Array.from({ length: lines }, (_, line) => `run(first${line}, second${line});`).join('\n'),
});

describe('neighbourSnippets', () => {
  it('expect less of a short chunk, and no more a token than of a longer one', () => {
    const [short, longer, whole, long] = neighbourSnippets([6, 12, 80, 90].map((lines) => chunk(`${lines}.ts`, lines)));
    assert.ok(short !== undefined && longer !== undefined && whole !== undefined);
    assert.ok(short.score < longer.score * 0.6 && longer.score < whole.score);
    assert.ok(Math.abs(short.score / short.tokens / (longer.score / longer.tokens) - 1) < 1e-9);
    assert.equal(long?.score, whole.score);
  });

  it('expect less of what resembles the place less', () => {
    const [near, far] = neighbourSnippets([chunk('a.ts', 40, 9), chunk('b.ts', 40, 3)]);
    assert.ok((near?.score ?? 0) > (far?.score ?? 1));
  });
});
