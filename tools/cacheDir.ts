import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where Leeward's tools keep what is costly to fetch: `LEEWARD_CACHE`, else `leeward` in the user's cache folder.
 */
export function cacheDir(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env['LEEWARD_CACHE']) return path.resolve(env['LEEWARD_CACHE']);
  return path.join(userCacheDir(env, platform), 'leeward');
}

function userCacheDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = homedir();
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches');
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
  return env['XDG_CACHE_HOME'] || path.join(home, '.cache');
}
