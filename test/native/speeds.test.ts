import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Speeds } from '../../native/model/speeds.ts';
import type { GenerateCounts } from '../../src/shared/engine.ts';

const counts = (over: Partial<GenerateCounts>): GenerateCounts => ({
  promptTokens: 0,
  reusedTokens: 0,
  evaluatedTokens: 0,
  prefillMs: 0,
  timeToFirstTokenMs: 0,
  decodeTokens: 0,
  decodeMs: 0,
  ...over,
});
const prefill = (tokensPerSecond: number) => counts({ evaluatedTokens: 100, prefillMs: 100_000 / tokensPerSecond });

function mediansOf(requests: readonly GenerateCounts[]): ReturnType<Speeds['medians']> {
  const speeds = new Speeds();
  for (const request of requests) speeds.add(request);
  return speeds.medians();
}

describe('Speeds', () => {
  it('has none before a request', () => assert.deepEqual(mediansOf([]), {}));

  it('leaves out what is too short to measure, each for itself', () => {
    const long = mediansOf([counts({ evaluatedTokens: 64, prefillMs: 128, decodeTokens: 8, decodeMs: 70 })]);
    assert.deepEqual(long, { prefillTokensPerSecond: 500, decodeTokensPerSecond: 100 });
    const short = mediansOf([counts({ evaluatedTokens: 63, prefillMs: 128, decodeTokens: 7, decodeMs: 70 })]);
    assert.deepEqual(short, {});
    const keystroke = mediansOf([counts({ evaluatedTokens: 2, prefillMs: 9, decodeTokens: 11, decodeMs: 100 })]);
    assert.deepEqual(keystroke, { decodeTokensPerSecond: 100 });
  });

  it('does not divide by no time', () =>
    assert.deepEqual(mediansOf([counts({ evaluatedTokens: 64, decodeTokens: 8 })]), {}));

  it('is the middle one of an odd count, and between the two middle ones of an even count', () => {
    assertNear(mediansOf([100, 900, 200].map(prefill)).prefillTokensPerSecond, 200);
    assertNear(mediansOf([100, 900, 200, 300].map(prefill)).prefillTokensPerSecond, 250);
  });

  it('forgets all but the last 20', () => {
    const slow = Array<number>(20).fill(10);
    assertNear(mediansOf([...Array<number>(30).fill(1000), ...slow].map(prefill)).prefillTokensPerSecond, 10);
    assertNear(mediansOf([...slow, ...Array<number>(9).fill(1000)].map(prefill)).prefillTokensPerSecond, 10);
    assertNear(mediansOf([...slow, ...Array<number>(11).fill(1000)].map(prefill)).prefillTokensPerSecond, 1000);
  });

  it('lies between the slowest and the fastest of the last 20, in whatever order they came', () => {
    const speed = fc.double({ min: 1, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(speed, { minLength: 1, maxLength: 50 }), (all) => {
        const last = all.slice(-20);
        const forwards = mediansOf(all.map(prefill)).prefillTokensPerSecond ?? assert.fail();
        assertNear(mediansOf(last.reverse().map(prefill)).prefillTokensPerSecond, forwards);
        assert.ok(forwards >= Math.min(...last) * (1 - 1e-9) && forwards <= Math.max(...last) * (1 + 1e-9));
      }),
    );
  });
});

function assertNear(actual: number | undefined, expected: number): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= 1e-9 * expected, `${actual}, not ${expected}`);
}
