import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RealFunctions } from '../../bench/support/refactor/realFunctions.ts';
import { TestBed } from '../../bench/support/refactor/testBed.ts';

const code = `'use strict'
function clamp (value, low, high) {
  if (value < low) return low
  if (value > high) return high
  return value
}
function idle (value) {
  const twice = value * 2
  if (twice > 4) return 4
  return twice
}
module.exports = { clamp, idle }
`;
const tests = `const assert = require('node:assert')
const { clamp, idle } = require('./lib/clamp.js')
assert.equal(clamp(0, 1, 2), 1)
assert.equal(clamp(3, 1, 2), 2)
assert.equal(clamp(1, 1, 2), 1)
idle(3)
`;

describe('tests of real functions, in bench:refactor', function () {
  this.timeout(120_000);
  let root: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'leeward-tested-'));
    await mkdir(join(root, 'lib'));
    await writeFile(join(root, 'lib', 'clamp.js'), code);
    await writeFile(join(root, 'clamp.test.js'), tests);
  });

  after(() => rm(root, { recursive: true, force: true }));

  it('run with a file changed, more of them than there are copies, and leave the package as it was', async () => {
    const bed = await TestBed.create(root, [], 2);
    const command = { command: process.execPath, args: ['clamp.test.js'] };
    try {
      const texts = [code, code.replace('< low', '> low'), code, 'throw new Error("none")', code];
      const runs = await Promise.all(texts.map((text) => bed.run('lib/clamp.js', text, command)));
      assert.deepEqual(
        runs.map(({ isPassed }) => isPassed),
        [true, false, true, false, true],
      );
      assert.match(runs[1]?.problem ?? '', /AssertionError/);
      assert.equal(await readFile(join(root, 'lib', 'clamp.js'), 'utf8'), code);
    } finally {
      await bed.dispose();
    }
  });

  it('only functions are taken whose tests notice a mistake in them', async () => {
    const real = new RealFunctions();
    try {
      await real.addFolder(root, `'${process.execPath}' clamp.test.js`, 5);
      assert.deepEqual(
        real.chosen.map(({ tested }) => tested.id),
        ['lib/clamp.js: clamp'],
      );
      assert.deepEqual(Object.fromEntries(real.leftOut), { untested: 1 });
      const [clamp] = real.chosen;
      assert.equal((await clamp?.tested.runTests(code))?.isPassed, true);
      assert.equal((await clamp?.tested.runTests(code.replace('return high', 'return low')))?.isPassed, false);
    } finally {
      await real.dispose();
    }
  });

  it('a folder whose tests fail as it is is refused', async () => {
    const real = new RealFunctions();
    await assert.rejects(real.addFolder(root, 'false', 5), /fails in .* as it is/);
    await real.dispose();
  });
});
