/**
 * Builds, then runs the tests, all or those of the runs that are named. The last line is `N passed, N failed`, summed
 * over the runs; the exit code is 1 where a test failed, a run ended early, or a run had no test.
 *
 * Usage: node tools/test.ts [unit] [engine] [vscode]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listFiles } from './listFiles.ts';
import { countsFileVariable, type TestCounts } from './testing/countingReporter.ts';
import { runOf, type TestRun, testRuns } from './testing/testRuns.ts';

const repository = resolve(import.meta.dirname, '..');
/** Of one run. Ends what hangs; on two busy cores the tests of the engine take most of ten minutes. */
const runLimitMs = 20 * 60_000;

const wanted = chooseRuns(process.argv.slice(2));
const testFiles = listFiles(join(repository, 'test'), ['.test.ts']).map((path) => `test/${path}`);
const counts = (await build()) ? await runAll() : [{ passed: 0, failed: 1 }];
const passed = sum(counts.map((run) => run.passed));
const failed = sum(counts.map((run) => run.failed));
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);

function chooseRuns(names: readonly string[]): readonly TestRun[] {
  const unknown = names.filter((name) => !testRuns.some((run) => run === name));
  if (unknown.length > 0) throw new Error(`No such run: ${unknown.join(', ')}. There are ${testRuns.join(', ')}.`);
  return names.length === 0 ? testRuns : testRuns.filter((run) => names.includes(run));
}

async function build(): Promise<boolean> {
  return (await runNode(['esbuild.mjs', '--tests'])) === 0;
}

async function runAll(): Promise<TestCounts[]> {
  const all: TestCounts[] = [];
  for (const run of wanted) all.push(await runMocha(run));
  return all;
}

/** A run that ends early or has no test counts as one failure more. */
async function runMocha(run: TestRun): Promise<TestCounts> {
  const files = testFiles.filter((path) => runOf(path) === run);
  console.log(`\n${run}: ${files.length} files`);
  const folder = mkdtempSync(join(tmpdir(), 'leeward-tests-'));
  const countsFile = join(folder, 'counts.json');
  try {
    if (files.length === 0) return noTests(run);
    const reporter = ['--reporter', join(repository, 'tools', 'testing', 'countingReporter.ts')];
    const mocha = join('node_modules', 'mocha', 'bin', 'mocha.js');
    const exitCode = await runNode([mocha, ...reporter, ...files], { [countsFileVariable]: countsFile });
    const found = readCounts(countsFile);
    if (found.passed + found.failed === 0) return noTests(run);
    if (exitCode === 0 || found.failed > 0) return found;
    console.log(`${run}: mocha ended with exit code ${exitCode} though no test failed.`);
    return { ...found, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function noTests(run: TestRun): TestCounts {
  console.log(`${run}: no test ran, which counts as a failure.`);
  return { passed: 0, failed: 1 };
}

function readCounts(file: string): TestCounts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestCounts;
  } catch {
    return { passed: 0, failed: 0 };
  }
}

/** Resolves to the exit code, or to the name of the signal that ended it. */
function runNode(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number | string> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, {
      cwd: repository,
      stdio: 'inherit',
      env: { ...process.env, ...environment },
      timeout: runLimitMs,
      killSignal: 'SIGKILL',
    });
    child.once('error', fail);
    child.once('close', (code, signal) => done(code ?? signal ?? 'unknown'));
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
