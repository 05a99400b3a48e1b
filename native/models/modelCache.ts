import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultModel, type PinnedModel } from './defaultModel.ts';

/** Leeward's folder in the user's cache: `LEEWARD_CACHE`, else `leeward` where the platform keeps caches. */
export function modelCacheDir(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env['LEEWARD_CACHE']) return resolve(env['LEEWARD_CACHE']);
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'leeward');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'leeward');
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'leeward');
}

/** Where the default model is, or will be. Its folder is named after its content. */
export function defaultModelPath(cacheDir: string = modelCacheDir(), model: PinnedModel = defaultModel): string {
  return join(cacheDir, 'models', model.sha256.slice(0, 16), model.fileName);
}

/**
 * The default model in the cache; `undefined` where it was not fetched yet. Its content was checked when it was stored,
 * so that only its size is looked at.
 */
export function findDefaultModel(
  cacheDir: string = modelCacheDir(),
  model: PinnedModel = defaultModel,
): string | undefined {
  const path = defaultModelPath(cacheDir, model);
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() && found.size === model.sizeBytes ? path : undefined;
}
