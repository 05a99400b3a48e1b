import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { modelCacheDir } from '../../native/models/modelCache.ts';
import { linkExtension } from '../codeServer/linkExtension.ts';
import { writeQuietSettings } from '../codeServer/quietSettings.ts';
import { type CodeServer, startCodeServer } from '../codeServer/startCodeServer.ts';

export interface WebCodeOptions {
  readonly extensionFolder: string;
  readonly workspace: string;
  /** 0: any free port. */
  readonly port: number;
}

/** Serves VS Code with the extension on loopback. What its user sets remains, as in any VS Code. */
export async function startWebCode({ extensionFolder, workspace, port }: WebCodeOptions): Promise<CodeServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leeward-start-'));
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  const userDataDir = path.join(modelCacheDir(), 'web-code');
  const extensionsDir = path.join(folder, 'extensions');
  try {
    if (!existsSync(path.join(userDataDir, 'User', 'settings.json'))) {
      await writeQuietSettings(userDataDir, { 'workbench.startupEditor': 'readme' });
    }
    await linkExtension(extensionsDir, extensionFolder);
    const env = { HOME: homedir(), USERPROFILE: homedir() };
    const server = await startCodeServer({ port, userDataDir, extensionsDir, defaultFolder: workspace, env });
    const dispose = async (): Promise<void> => {
      await server.dispose();
      await removeFolder();
    };
    return { ...server, dispose };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}
