/** Numbers as people read them: no more digits than they mean. */

/** `131,072`. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `544 MiB`, `1.06 GiB`: three digits, in units of 1,024. */
export function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0];
  // What would be written as 1024 MiB is 1 GiB.
  while (unit < units.length - 1 && Math.round(value) >= 1024) {
    value /= 1024;
    unit += 1;
  }
  return `${formatDigits(value, value >= 1000 ? 4 : 3)} ${units[unit]}`;
}

/** `98 tokens/s`: a speed differs from one time to the next by more than a hundredth. */
export function formatSpeed(tokensPerSecond: number): string {
  return `${formatDigits(tokensPerSecond, 2)} tokens/s`;
}

/** `1/30`, `1/7.5`, `67 %`: a share from 0 to 1. */
export function formatShare(share: number): string {
  if (share > 0.5) return `${Math.round(100 * share)} %`;
  return `1/${formatDigits(1 / share, 2)}`;
}

/** `1 window`, `2 windows`. */
export function formatPlural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

function formatDigits(value: number, digits: number): string {
  return Number(value.toPrecision(digits)).toLocaleString('en-US', { maximumSignificantDigits: digits });
}
