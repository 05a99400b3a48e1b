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
 * Mocha's spec reporter, which also writes down how many tests passed and failed, and says what was tried again and where
 * the time went. Where the tests have left something that keeps the process alive, it says so and fails the run: what keeps
 * this process from ending would keep others as well.
 */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const durationsMs = new Map<string, number>();
    const failedTries: FailedTry[] = [];
    runner.on('retry', (test, { message }) => failedTries.push({ title: test.fullTitle(), message }));
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
      sayWhat(failedTries);
      sayWhere(durationsMs);
      const counts: TestCounts = { passed: this.stats.passes, failed: this.stats.failures };
      const file = process.env[countsFileVariable];
      if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
      // Does not keep the process alive itself, so it comes only where something else does.
      setTimeout(refuseLeftovers, endingMs).unref();
    });
  }
}

interface FailedTry {
  readonly title: string;
  readonly message: string;
}

/** What failed and was tried again is to be looked into, whether or not it passed then. */
function sayWhat(failedTries: readonly FailedTry[]): void {
  if (failedTries.length > 0) console.log('  Tried again, since they failed:');
  for (const { title, message } of failedTries) console.log(`    ${title}\n      ${message.split('\n', 1)[0]}`);
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
