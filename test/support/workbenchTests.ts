import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import {
  type InnerTest,
  parseTestRecords,
  progressOf,
  recordsPathVariable,
  type TestRecord,
  testsOf,
} from '../vscode/testRecords.ts';
import { launchBrowser, openWorkbench, remoteUri } from './workbench.ts';
import { startWorkbenchServer, type WorkbenchServer, type WorkbenchServerOptions } from './workbenchServer.ts';

export interface HostTestOptions extends WorkbenchServerOptions {
  /** The folder of the extension under test. */
  readonly extensionFolder: string;
  /** A CommonJS bundle that exports `run()`. */
  readonly testBundlePath: string;
  /** All tests together. */
  readonly timeoutMs: number;
}

/**
 * Runs a bundle of mocha tests in the extension host of a web workbench and tells how each went.
 *
 * @throws Error where the run was not whole: nothing ran, the extension host died, time ran out.
 */
export async function runHostTests(options: HostTestOptions): Promise<readonly InnerTest[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leeward-records-'));
  const recordsPath = path.join(folder, 'tests.jsonl');
  const env = { ...options.env, [recordsPathVariable]: recordsPath };
  try {
    const browser = await launchBrowser();
    try {
      const server = await startWorkbenchServer({ ...options, env, smokeTestDriver: true });
      try {
        return testsOf(await runInPage(browser, server, options, recordsPath));
      } finally {
        await server.dispose();
      }
    } finally {
      await browser.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves with the records once no more will come. */
async function runInPage(
  browser: Browser,
  server: WorkbenchServer,
  options: HostTestOptions,
  recordsPath: string,
): Promise<readonly TestRecord[]> {
  const said: string[] = [];
  let hasExited = false;
  await openWorkbench(browser, server, {
    payload: [
      ['extensionDevelopmentPath', remoteUri(server, options.extensionFolder)],
      ['extensionTestsPath', remoteUri(server, options.testBundlePath)],
    ],
    // The names are VS Code's; without them a run in a page has no end. The exit code is no news: it is 0 as well
    // where the extension host dies early.
    prepare: async (page) => {
      await page.exposeFunction(
        'codeAutomationLog',
        (_type: string, args: unknown[]) => void said.push(args.join(' ')),
      );
      await page.exposeFunction('codeAutomationExit', () => {
        hasExited = true;
      });
    },
  });

  const endMs = performance.now() + options.timeoutMs;
  while (performance.now() < endMs) {
    // Asked before the file is read: what was written before either is then in it.
    const noMoreComes = hasExited || (await hostHasDied(recordsPath));
    const records = await readRecords(recordsPath);
    if (records.some((record) => record.kind === 'end')) return records;
    if (noMoreComes && records.length > 0) return records;
    if (noMoreComes) throw new Error(`The extension host began no test. It said:\n${said.slice(-20).join('\n')}`);
    await delay(100);
  }
  const progress = progressOf(await readRecords(recordsPath));
  const end = said.slice(-20).join('\n');
  throw new Error(
    `The tests in the extension host did not end in ${options.timeoutMs} ms; ${progress}. It said:\n${end}`,
  );
}

/** The page would wait for a dead extension host to come back. */
async function hostHasDied(recordsPath: string): Promise<boolean> {
  const start = (await readRecords(recordsPath)).find((record) => record.kind === 'start');
  if (start === undefined) return false;
  try {
    process.kill(start.pid, 0);
    return false;
  } catch {
    return true;
  }
}

async function readRecords(recordsPath: string): Promise<readonly TestRecord[]> {
  const text = await readFile(recordsPath, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return parseTestRecords(text);
}
