import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import Mocha from 'mocha';

/** The environment variable that names the file which receives the {@link TestCounts}. */
export const countsFileVariable = 'LEEWARD_TEST_COUNTS';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Mocha's spec reporter, which also writes down how many tests passed and failed, and says where the time went. Where the tests have left something that
 * keeps the process alive, it says so and fails the run: what keeps this process from ending would keep others as well.
 */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const durationsMs = new Map<string, number>();
    let startedAtMs = performance.now();
    // Hooks take most of it: from one top suite's beginning to the next one's.
    runner.on('suite', ({ root }) => {
      if (root) startedAtMs = performance.now();
    });
    runner.on('suite end', ({ file, parent }) => {
      if (parent?.root !== true || file === undefined) return;
      const now = performance.now();
      durationsMs.set(file, (durationsMs.get(file) ?? 0) + now - startedAtMs);
      startedAtMs = now;
    });
    runner.once('end', () => {
      sayWhere(durationsMs);
      const counts: TestCounts = { passed: this.stats.passes, failed: this.stats.failures };
      const file = process.env[countsFileVariable];
      if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
      // Does not keep the process alive itself, so it comes only where something else does.
      setTimeout(refuseLeftovers, endingMs).unref();
    });
  }
}

/** Files that took longest: the whole must not take longer than one waits for it. */
function sayWhere(durationsMs: ReadonlyMap<string, number>): void {
  const slowest = [...durationsMs].sort(([, a], [, b]) => b - a).slice(0, shownFiles);
  if (slowest.length < shownFiles) return;
  console.log('  The slowest files:');
  for (const [file, ms] of slowest) console.log(`    ${(ms / 1000).toFixed(1)} s  ${relative(process.cwd(), file)}`);
}

const shownFiles = 12;
const endingMs = 30_000;

function refuseLeftovers(): void {
  const left = process.getActiveResourcesInfo().join(', ');
  console.log(
    `${endingMs / 1000} s after the last test this process is still kept alive by: ${left || 'a native call'}.`,
  );
  // Behind mocha's own listener, which sets the number of failed tests.
  process.once('exit', () => {
    process.exitCode = 1;
  });
  process.exit();
}

// Mocha loads a reporter with `require`.
export { CountingReporter as 'module.exports' };
