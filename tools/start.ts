/**
 * Builds Leeward, fetches the default model, and opens a VS Code with it on a small example workspace: the desktop's
 * where `code` is on the path, else one in the browser, which runs until Ctrl+C.
 *
 * Usage: npm start -- [--web] [--port PORT]
 */
import { cp } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type FetchProgress, fetchDefaultModel } from '../native/models/fetchDefaultModel.ts';
import { modelCacheDir } from '../native/models/modelCache.ts';
import { isCancelled, UserError } from '../src/shared/errors.ts';
import { installCodeServer } from './codeServer/installCodeServer.ts';
import { runQuietly } from './processes.ts';
import { findDesktopCode, openDesktopCode } from './starting/desktopCode.ts';
import { startWebCode } from './starting/webCode.ts';
import { ToolError } from './toolError.ts';

const repository = path.resolve(import.meta.dirname, '..');
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort());

try {
  await start(stopped.signal);
} catch (error) {
  process.exitCode = 1;
  if (!isCancelled(error)) console.error(isExpected(error) ? error.message : error);
}

async function start(signal: AbortSignal): Promise<void> {
  const { web, port } = readArguments();
  console.log('Building');
  await runQuietly(process.execPath, ['esbuild.mjs'], { cwd: repository, signal });
  await fetchDefaultModel({ onProgress: reporter(), signal });
  const workspace = await copyExample();
  const code = web ? undefined : findDesktopCode();
  if (code !== undefined) return openOnDesktop(code, workspace, signal);
  await serve(workspace, port, signal);
}

async function openOnDesktop(code: string, workspace: string, signal: AbortSignal): Promise<void> {
  await openDesktopCode(code, repository, workspace, signal);
  console.log(`VS Code has opened ${workspace}`);
}

async function serve(workspace: string, port: number | undefined, signal: AbortSignal): Promise<void> {
  await installCodeServer({ onProgress: console.log, signal });
  signal.throwIfAborted();
  const server = await startWebCode({ extensionFolder: repository, workspace, port: port ?? (await usualPort()) });
  try {
    // Without the folder in the address, the files of the workspace have other URIs than the same files opened by extensions.
    const address = `${server.address}/?folder=${encodeURI(workspace)}`;
    console.log(`VS Code with Leeward: ${address} (Ctrl+C ends it)`);
    const stop = new Promise<'stopped'>((resolve) => signal.addEventListener('abort', () => resolve('stopped')));
    const end = signal.aborted ? 'stopped' : await Promise.race([stop, server.ended]);
    if (end !== 'stopped') throw new ToolError(`VS Code's server ended by itself (exit code ${end}): start it again.`);
  } finally {
    await server.dispose();
  }
}

/** The same one each time, where it is free: what VS Code keeps of a workspace in the browser is kept by its address. */
async function usualPort(): Promise<number> {
  const usual = 41_830;
  return await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(usual, '127.0.0.1', () => probe.close(() => resolve(usual)));
  });
}

function readArguments(): { web: boolean; port: number | undefined } {
  try {
    const options = { web: { type: 'boolean', default: false }, port: { type: 'string' } } as const;
    const { values } = parseArgs({ options });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port === undefined) return { web: values.web, port };
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${values.port} is no port`);
    // A port only means something to the server.
    return { web: true, port };
  } catch (error) {
    throw new ToolError(`${(error as Error).message}\nUsage: npm start -- [--web] [--port PORT]`);
  }
}

/** Outside the checkout, which stays clean. What was changed in an earlier copy is kept, but for its README. */
async function copyExample(): Promise<string> {
  const workspace = path.join(modelCacheDir(), 'example');
  const example = path.join(repository, 'tools', 'example');
  await cp(example, workspace, { recursive: true, force: false });
  await cp(path.join(example, 'README.md'), path.join(workspace, 'README.md'));
  return workspace;
}

/** A line a phase and tenth. */
function reporter(): (progress: FetchProgress) => void {
  let last = '';
  return ({ phase, doneBytes, totalBytes }) => {
    const tenths = Math.floor((doneBytes / totalBytes) * 10);
    const line = `Default model: ${phase} ${tenths * 10} % of ${Math.round(totalBytes / 1e6)} MB`;
    if (line !== last) console.log(line);
    last = line;
  };
}

function isExpected(error: unknown): error is Error {
  return error instanceof ToolError || error instanceof UserError;
}
