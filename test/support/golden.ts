import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'golden');

/**
 * Compares `text` with `test/golden/NAME.txt`. On a mismatch the text is written beside it as `NAME.actual`; with
 * `UPDATE_GOLDEN=1` the golden file itself is rewritten.
 */
export function matchGolden(name: string, text: string): void {
  const path = join(folder, `${name}.txt`);
  const actualPath = join(folder, `${name}.actual`);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const expected = existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : undefined;
  if (expected === text) {
    rmSync(actualPath, { force: true });
    return;
  }
  mkdirSync(dirname(actualPath), { recursive: true });
  writeFileSync(actualPath, text);
  assert.equal(
    text,
    expected ?? '',
    `test/golden/${name}.txt differs; UPDATE_GOLDEN=1 accepts the text in ${name}.actual`,
  );
}
