/**
 * 64-bit hashes of many beginnings or ends of one text in one pass over it. Among the few hundred texts that a cache
 * holds, a collision is about as likely as 1 in 10^14, and the length stands beside the hash.
 */

/** Keys of `text` without its last 0, 1, ... `count` characters, in this order. */
export function beginningKeys(text: string, count: number): readonly string[] {
  const keys: string[] = [];
  const firstKey = Math.max(0, text.length - count);
  let [low, high] = start;
  for (let at = 0; ; at++) {
    if (at >= firstKey) keys.push(keyOf(at, low, high));
    if (at === text.length) return keys.reverse();
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, lowPrime);
    high = Math.imul(high ^ code, highPrime) ^ (high >>> 15);
  }
}

/** Keys of `text` without its first 0, 1, ... `count` characters, in this order. */
export function endKeys(text: string, count: number): readonly string[] {
  const keys: string[] = [];
  let [low, high] = start;
  for (let at = text.length; ; at--) {
    if (at <= count) keys.push(keyOf(text.length - at, low, high));
    if (at === 0) return keys.reverse();
    const code = text.charCodeAt(at - 1);
    low = Math.imul(low ^ code, lowPrime);
    high = Math.imul(high ^ code, highPrime) ^ (high >>> 15);
  }
}

/** Two FNV-1a sums with different primes; the second one mixes its high bits down, so that the two differ in kind. */
const start: readonly [low: number, high: number] = [0x811c9dc5, 0x9747b28c];
const lowPrime = 0x01000193;
const highPrime = 0x85ebca6b;

function keyOf(length: number, low: number, high: number): string {
  return `${length}:${(low >>> 0).toString(36)}:${(high >>> 0).toString(36)}`;
}
