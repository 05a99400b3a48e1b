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
/** Of one run. Ends what hangs; on two busy cores the tests in VS Code take half an hour. */
const runLimitMs = 50 * 60_000;

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

/** The engine computes on all cores but one, which the unit tests have meanwhile; what they say is printed when they are over. */
async function runAll(): Promise<TestCounts[]> {
  const has = (run: TestRun): boolean => wanted.includes(run);
  const unit = has('unit') ? runMocha('unit', has('engine') ? 'atEnd' : 'live') : undefined;
  const engine = has('engine') ? await runMocha('engine', 'live') : undefined;
  const first = [await unit, engine].filter((counts) => counts !== undefined);
  return has('vscode') ? [...first, await runMocha('vscode', 'live')] : first;
}

/** A run that ends early or has no test counts as one failure more. */
async function runMocha(run: TestRun, output: Output): Promise<TestCounts> {
  const files = testFiles.filter((path) => runOf(path) === run);
  const title = `\n${run}: ${files.length} files`;
  if (output === 'live') console.log(title);
  const folder = mkdtempSync(join(tmpdir(), 'leeward-tests-'));
  const countsFile = join(folder, 'counts.json');
  try {
    if (files.length === 0) return noTests(run);
    const reporter = ['--reporter', join(repository, 'tools', 'testing', 'countingReporter.ts')];
    const mocha = join('node_modules', 'mocha', 'bin', 'mocha.js');
    const environment = { [countsFileVariable]: countsFile };
    // A window on a busy machine may lose a key. The reporter names what was tried again, so that it is looked into.
    const retries = run === 'vscode' ? ['--retries', '1'] : [];
    const exitCode = await runNode([mocha, ...reporter, ...retries, ...files], { environment, output, title });
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

/** Printed as it comes, or in one piece, below a title, when the program has ended. */
type Output = 'live' | 'atEnd';

interface NodeOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly output?: Output;
  readonly title?: string;
}

/** Resolves to the exit code, or to the name of the signal that ended it. */
function runNode(
  args: readonly string[],
  { environment = {}, output = 'live', title = '' }: NodeOptions = {},
): Promise<number | string> {
  return new Promise((done, fail) => {
    const stdio = output === 'live' ? 'inherit' : 'pipe';
    const env = { ...process.env, ...environment };
    const child = spawn(process.execPath, args, {
      cwd: repository,
      stdio,
      env,
      timeout: runLimitMs,
      killSignal: 'SIGKILL',
    });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => said.push(piece));
    child.once('error', fail);
    child.once('close', (code, signal) => {
      if (output === 'atEnd') process.stdout.write(`${title}\n${Buffer.concat(said).toString()}`);
      done(code ?? signal ?? 'unknown');
    });
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
