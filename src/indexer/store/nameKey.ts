/**
 * A number of 53 bits that stands for a name. Two of a million names share one with a chance of about 1 in 18,000; then
 * their files are counted together.
 */
export function nameKey(name: string): number {
  let low = 0x2545f491;
  let high = 0x6c078965;
  for (let index = 0; index < name.length; index++) {
    const unit = name.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x85ebca6b);
    high = Math.imul(high ^ unit, 0xc2b2ae35);
  }
  low = Math.imul(low ^ (low >>> 15) ^ high, 0x2c1b3c6d);
  high = Math.imul(high ^ (high >>> 13) ^ low, 0x297a2d39);
  low ^= high >>> 16;
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

export function packKeys(keys: Iterable<number>): Uint8Array {
  return new Uint8Array(Float64Array.from(keys).buffer);
}

export function unpackKeys(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.slice().buffer);
}
