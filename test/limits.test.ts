import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listFiles } from '../tools/listFiles.ts';

const repository = resolve(import.meta.dirname, '..');
const sourceEndings = ['.ts', '.tsx', '.mts', '.cts', '.mjs', '.cjs', '.js', '.css'];

/** Lines a file may have: what does not fit into a head is two files. */
const fileLimit = 400;
const limits: Readonly<Record<string, number>> = {
  'src/extension.ts': 150,
  'ARCHITECTURE.md': 150,
  'CONTRIBUTING.md': 120,
};

describe('limits', () => {
  it(`no source file has more than ${fileLimit} lines`, () => {
    const paths = listFiles(repository, sourceEndings);
    assert.ok(paths.length > 20);
    assert.deepEqual(tooLong(paths.map((path) => [path, fileLimit])), []);
  });

  for (const [path, limit] of Object.entries(limits)) {
    it(`${path} has at most ${limit} lines`, () => assert.deepEqual(tooLong([[path, limit]]), []));
  }

  it('counts lines as an editor does', () => {
    assert.deepEqual(['', 'a', 'a\n', 'a\nb', 'a\n\n'].map(countLines), [0, 1, 1, 2, 2]);
  });
});

function tooLong(limitOf: readonly (readonly [path: string, limit: number])[]): readonly string[] {
  return limitOf
    .map(([path, limit]) => ({ path, limit, lines: countLines(readFileSync(join(repository, path), 'utf8')) }))
    .filter(({ lines, limit }) => lines > limit)
    .map(({ path, limit, lines }) => `${path}: ${lines} lines, at most ${limit}`);
}

function countLines(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
