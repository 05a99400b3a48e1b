import fc from 'fast-check';

/** Letters that are a token each in a tiny vocabulary; the same seed gives the same text. */
export function randomText(tokenCount: number, seed: number): string {
  const letters = fc.sample(fc.constantFrom('q', 'x', 'z', 'j', 'k', 'v'), { numRuns: tokenCount, seed });
  return letters.join('');
}
