import { strict as assert } from 'node:assert';

/** A fixture with its cursor, marked `‸`. */
export interface CursorText {
  readonly text: string;
  readonly offset: number;
  readonly prefix: string;
  readonly suffix: string;
}

export function atCursor(marked: string): CursorText {
  const [prefix = '', suffix, ...more] = marked.split('‸');
  assert.ok(suffix !== undefined && more.length === 0, `one cursor mark in ${JSON.stringify(marked)}`);
  return { text: prefix + suffix, offset: prefix.length, prefix, suffix };
}
