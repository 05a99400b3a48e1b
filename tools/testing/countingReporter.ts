import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** The environment variable that names the file which receives the {@link TestCounts}. */
export const countsFileVariable = 'LEEWARD_TEST_COUNTS';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

/** Mocha's spec reporter, which also writes down how many tests passed and failed. */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      const counts: TestCounts = { passed: this.stats.passes, failed: this.stats.failures };
      const file = process.env[countsFileVariable];
      if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
    });
  }
}

// Mocha loads a reporter with `require`.
export { CountingReporter as 'module.exports' };
