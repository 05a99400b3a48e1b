import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { parseTestRecords, recordsPathVariable, testsOf } from './testRecords.ts';

/**
 * Runs the test bundle in a desktop VS Code, which is downloaded unless `LEEWARD_VSCODE` names one. Needs `npm
 * run build -- --tests` before, and a display. Ends with exit code 1 unless every test of it passed.
 */
const root = path.resolve(import.meta.dirname, '..', '..');
const folder = await mkdtemp(path.join(tmpdir(), 'leeward-desktop-'));
const recordsPath = path.join(folder, 'tests.jsonl');
const own = process.env['LEEWARD_VSCODE'];

// The exit code is no news where the extension host dies early; the records are.
const ended = await runTests({
  ...(own && { vscodeExecutablePath: own }),
  extensionDevelopmentPath: root,
  extensionTestsPath: path.join(root, 'dist', 'test', 'run.cjs'),
  extensionTestsEnv: { [recordsPathVariable]: recordsPath },
  launchArgs: [
    path.join(root, 'tools', 'example'),
    '--disable-extensions',
    '--user-data-dir',
    path.join(folder, 'user'),
  ],
}).catch((error: unknown) => error);

try {
  const text = await readFile(recordsPath, 'utf8').catch(() => '');
  if (text === '') throw new Error(`The extension host began no test: ${String(ended)}`);
  const tests = testsOf(parseTestRecords(text));
  const count = (outcome: string): number => tests.filter((test) => test.outcome === outcome).length;
  for (const { title, outcome, error } of tests) console.log(`${outcome}: ${title}${error ? `\n${error}` : ''}`);
  console.log(`${count('passed')} passed, ${count('failed')} failed`);
  if (count('failed') > 0 || count('passed') === 0) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
