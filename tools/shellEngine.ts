import { join, resolve } from 'node:path';
import { fetchDefaultModel } from '../native/models/fetchDefaultModel.ts';
import { findDefaultModel } from '../native/models/modelCache.ts';
import { EngineClient } from '../src/host/engine/engineClient.ts';
import { engineDirectory } from '../src/host/engine/engineLaunch.ts';
import type { EngineStatus } from '../src/host/engine/engineStatus.ts';
import { isCancelled, UserError } from '../src/shared/errors.ts';
import { parseSettings } from '../src/shared/settings.ts';
import { listFiles } from './listFiles.ts';

/** Runs a command of the shell; what it expects to go wrong ends it with one sentence. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  process.stdout.on('error', endWithReader);
  try {
    await main();
  } catch (error) {
    // As a shell says that somebody has pressed Ctrl+C.
    process.exitCode = isCancelled(error) ? 130 : 1;
    if (!isCancelled(error)) console.error(error instanceof UserError ? error.message : error);
  }
}

/** `| head` has read enough: as a shell says of a command that a closed pipe has ended. Everything else is a bug. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(141);
}

/**
 * The engine that answers commands of the shell, with the default settings. The caller disposes of it.
 *
 * @param model a GGUF file. Absent: the default model, which is fetched where it is not there yet.
 * @param signal ends that fetching. Absent: nothing does.
 * @throws what `fetchDefaultModel` throws.
 */
export async function openShellEngine(model: string | undefined, signal?: AbortSignal): Promise<EngineClient> {
  const modelPath = model === undefined ? await fetchModel(signal) : resolve(model);
  const { engine, model: settings } = parseSettings({}).settings;
  const entryPath = join(repository, 'native', 'main.ts');
  return new EngineClient({
    launch: () => ({
      nodePath: process.execPath,
      entryPath,
      directory: engineDirectory(engineSources()),
      idleMs: engine.idleMs,
    }),
    loadParams: () => ({
      modelPath,
      contextSizeTokens: settings.contextSizeTokens,
      gpu: engine.gpu,
      threads: engine.threads,
      slidingWindow: settings.slidingWindow,
    }),
    onStatus: statusLine(),
  });
}

/** What the engine does before it answers, which takes minutes where gigabytes are imported: one line, written over. */
function statusLine(): (status: EngineStatus) => void {
  if (!process.stderr.isTTY) return () => {};
  let isShown = false;
  return (status) => {
    const isLoading = status.kind === 'loading';
    if (isLoading) process.stderr.write(`${clearLine}${status.step} ${Math.round(100 * status.progress)} %`);
    else if (isShown) process.stderr.write(clearLine);
    isShown = isLoading;
  };
}

const clearLine = '\r\u001b[K';
const repository = resolve(import.meta.dirname, '..');

async function fetchModel(signal: AbortSignal | undefined): Promise<string> {
  const found = findDefaultModel();
  if (found !== undefined) return found;
  console.error('Fetching the default model (98 MB, once)');
  return await fetchDefaultModel(signal === undefined ? {} : { signal });
}

/** All that the engine is made of: after a change of any of it, another engine answers. */
function engineSources(): readonly string[] {
  const folders = ['native', join('src', 'shared')];
  return folders.flatMap((folder) =>
    listFiles(join(repository, folder), ['.ts']).map((file) => join(repository, folder, file)),
  );
}
