import { existsSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './processes.ts';
import { ToolError } from './toolError.ts';

/**
 * The path of a Chromium or Chrome: `LEEWARD_CHROMIUM`, else one on the path or in its usual place, else, on Linux as
 * root, one that the system's package manager installs.
 *
 * @throws ToolError that says how to get one.
 */
export async function chromium(): Promise<string> {
  const wished = process.env['LEEWARD_CHROMIUM'];
  if (wished) {
    if (existsSync(wished)) return wished;
    throw new ToolError(`LEEWARD_CHROMIUM names ${wished}, which does not exist: set it to a Chromium or unset it.`);
  }
  const found = findChromium();
  if (found !== undefined) return found;
  const failure = await installWithSystemPackages();
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new ToolError(`${absent}${failure === undefined ? '' : ` ${failure}`}`);
}

const absent =
  'No Chromium or Chrome was found: install one (on Debian `apt-get install chromium`), or name it in LEEWARD_CHROMIUM.';

const commandNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const onPath = folders.flatMap((folder) => commandNames.map((name) => path.join(folder, name + suffix)));
  return [...onPath, ...usualPlaces()].find((file) => existsSync(file));
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ];
  }
  if (process.platform !== 'win32') return [];
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name]);
  return roots
    .filter((root) => root !== undefined)
    .flatMap((root) => [
      path.join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      path.join(root, 'Chromium', 'Application', 'chrome.exe'),
    ]);
}

/** Resolves with why it failed, if it did. */
async function installWithSystemPackages(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await runQuietly('apt-get', ['update'], { env });
    await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env });
    return undefined;
  } catch (error) {
    if (error instanceof ToolError) return error.message;
    throw error;
  }
}
