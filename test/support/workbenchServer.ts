import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { linkExtension } from '../../tools/codeServer/linkExtension.ts';
import { type Settings, writeQuietSettings } from '../../tools/codeServer/quietSettings.ts';
import { type CodeServer, startCodeServer } from '../../tools/codeServer/startCodeServer.ts';

export interface WorkbenchServerOptions {
  /** Folders of extensions, used where they are. */
  readonly extensionFolders?: readonly string[];
  /** The workspace: text by relative path. */
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: Settings;
  /** Reaches the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** To run tests in the extension host. Hides notifications. */
  readonly smokeTestDriver?: boolean;
}

export interface WorkbenchServer {
  readonly address: string;
  readonly workspaceFolder: string;
  /** Replaces the settings, beside the quiet ones. An open workbench takes them over by itself. */
  writeSettings(settings: Settings): Promise<void>;
  readFile(relativePath: string): Promise<string>;
  /** Ends the server and removes its files. */
  dispose(): Promise<void>;
}

/** A web workbench of its own (settings, extensions, home, workspace), in a temporary folder. */
export async function startWorkbenchServer(options: WorkbenchServerOptions): Promise<WorkbenchServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leeward-workbench-'));
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  const workspaceFolder = path.join(folder, 'workspace');
  const userDataDir = path.join(folder, 'user-data');
  const extensionsDir = path.join(folder, 'extensions');
  const { settings = {}, smokeTestDriver = false } = options;
  // An engine of its own too, not the user's.
  const env = { LEEWARD_RUNTIME_DIR: path.join(folder, 'run'), ...options.env };
  let server: CodeServer;
  try {
    await writeFiles(workspaceFolder, options.files);
    await writeQuietSettings(userDataDir, settings);
    for (const extension of options.extensionFolders ?? []) await linkExtension(extensionsDir, extension);
    server = await startCodeServer({ userDataDir, extensionsDir, env, smokeTestDriver });
  } catch (error) {
    await removeFolder();
    throw error;
  }
  return {
    address: server.address,
    workspaceFolder,
    writeSettings: (changed) => writeQuietSettings(userDataDir, changed),
    readFile: (relativePath) => readFile(path.join(workspaceFolder, relativePath), 'utf8'),
    dispose: async () => {
      await server.dispose();
      await removeFolder();
    },
  };
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [relativePath, text] of Object.entries(files)) {
    const file = path.join(folder, relativePath);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
