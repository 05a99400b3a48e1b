import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultModel } from './defaultModel.ts';

/** Where models are kept: `LEEWARD_CACHE`, else `leeward` in the user's cache folder. */
export function modelCacheDir(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env['LEEWARD_CACHE']) return resolve(env['LEEWARD_CACHE']);
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'leeward');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'leeward');
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'leeward');
}

/** Where the default model is, or will be. Its folder is named after its content. */
export function defaultModelPath(cacheDir: string = modelCacheDir()): string {
  return join(cacheDir, 'models', defaultModel.sha256.slice(0, 16), defaultModel.fileName);
}

/** The default model in the cache; `undefined` where it was not fetched yet. Its content was checked when it was stored. */
export function findDefaultModel(cacheDir: string = modelCacheDir()): string | undefined {
  const path = defaultModelPath(cacheDir);
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() && found.size === defaultModel.sizeBytes ? path : undefined;
}
