import { appendFileSync } from 'node:fs';
import { recordsPathVariable, type TestRecord } from './testRecords.ts';

/**
 * Runs mocha tests in the extension host; rejects where one fails or none passes, as VS Code's test runner expects.
 *
 * @param loadTests evaluates the modules whose `describe` and `it` are the tests.
 */
export async function runInHost(loadTests: () => Promise<unknown>): Promise<void> {
  const recordsPath = process.env[recordsPathVariable];
  const record = (entry: TestRecord): void => {
    // At once and synchronously: the extension host may die with the next test.
    if (recordsPath !== undefined) appendFileSync(recordsPath, `${JSON.stringify(entry)}\n`);
  };
  record({ kind: 'start', pid: process.pid });
  try {
    await runMocha(loadTests, record);
  } catch (error) {
    record({ kind: 'end', error: describeError(error) });
    throw error;
  }
}

const testTimeoutMs = 30_000;

async function runMocha(loadTests: () => Promise<unknown>, record: (entry: TestRecord) => void): Promise<void> {
  // Mocha is an ES module and stays outside the bundle, which is CommonJS.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'bdd', timeout: testTimeoutMs, reporter: 'spec', color: false });
  mocha.suite.emit('pre-require', globalThis, null, mocha);
  await loadTests();
  const { failures, passes } = await new Promise<{ failures: number; passes: number }>((resolve) => {
    let passes = 0;
    const runner = mocha.run((failures) => resolve({ failures, passes }));
    runner.on('pass', (test) => {
      passes++;
      record({ kind: 'test', title: test.fullTitle(), outcome: 'passed' });
    });
    runner.on('pending', (test) => record({ kind: 'test', title: test.fullTitle(), outcome: 'pending' }));
    runner.on('fail', (test, error) => {
      record({ kind: 'test', title: test.fullTitle(), outcome: 'failed', error: describeError(error) });
    });
  });
  record({ kind: 'end' });
  if (failures > 0) throw new Error(`${failures} tests failed.`);
  if (passes === 0) throw new Error('No test passed.');
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
