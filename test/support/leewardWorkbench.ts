import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { modelCacheDir } from '../../native/models/modelCache.ts';
import type { EngineAddress } from '../../src/shared/engineProtocol.ts';
import { ensureDefaultModel } from './defaultModel.ts';
import { isAlive } from './engineFixture.ts';
import { startWorkbenchServer, type WorkbenchServer, type WorkbenchServerOptions } from './workbenchServer.ts';

/** The repository: the extension's folder. */
export const extensionFolder = resolve(import.meta.dirname, '..', '..');

/** A web workbench with the built extension, the default model, and engines of its own. */
export interface LeewardWorkbench {
  readonly server: WorkbenchServer;
  /** The process id of the engine that serves now; `undefined` where none does. */
  enginePid(): number | undefined;
  /** Ends the server; resolves when the engine that served last has ended too. */
  dispose(): Promise<void>;
}

export async function startLeewardWorkbench(options: WorkbenchServerOptions): Promise<LeewardWorkbench> {
  await ensureDefaultModel();
  const runtimeDirectory = await mkdtemp(join(tmpdir(), 'leeward-run-'));
  // The server has a home of its own, and the model is in the user's.
  const env = { ...options.env, LEEWARD_RUNTIME_DIR: runtimeDirectory, LEEWARD_CACHE: modelCacheDir() };
  const server = await startWorkbenchServer({ extensionFolders: [extensionFolder], ...options, env });
  const enginePid = () => readEnginePid(runtimeDirectory);
  return {
    server,
    enginePid,
    dispose: async () => {
      await server.dispose();
      const pid = enginePid();
      if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
      while (pid !== undefined && isAlive(pid)) await sleep(20);
      await rm(runtimeDirectory, { recursive: true, force: true });
    },
  };
}

function readEnginePid(runtimeDirectory: string): number | undefined {
  for (const build of readdirSync(runtimeDirectory)) {
    try {
      const address = JSON.parse(readFileSync(join(runtimeDirectory, build, 'engine.json'), 'utf8')) as EngineAddress;
      return address.pid;
    } catch {
      // No engine serves there now.
    }
  }
  return undefined;
}
