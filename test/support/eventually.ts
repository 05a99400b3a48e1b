import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks again and again until something is there.
 *
 * @param look gives `undefined` or `false` where it is not there yet.
 * @throws Error that names `what`, where it does not come in time.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 30_000,
): Promise<T> {
  const endMs = performance.now() + timeoutMs;
  while (performance.now() < endMs) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await sleep(lookIntervalMs);
  }
  throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
}

const lookIntervalMs = 20;
