/** How long ago, for people: `20 s ago`, `3 min ago`, `2 h ago`. */
export function agePhrase(ageMs: number): string {
  const seconds = Math.max(0, Math.round(ageMs / 1_000));
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
}

/** What is left of `score` after a time in which it halves again and again. */
export function decay(score: number, ageMs: number, halfLifeMs: number): number {
  return score * 2 ** (-Math.max(0, ageMs) / halfLifeMs);
}
