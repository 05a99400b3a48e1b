import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { modelCacheDir } from '../../native/models/modelCache.ts';
import { runQuietly } from '../processes.ts';
import { ToolError } from '../toolError.ts';
import { node24 } from './node24.ts';

export interface CodeServerInstallation {
  readonly version: string;
  readonly directory: string;
  /** Run it with Node 24. */
  readonly serverMainPath: string;
}

export interface InstallOptions {
  readonly cacheDir?: string;
  readonly onProgress?: (sentence: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Installs code-server, a real VS Code from the package registry, into the cache; does nothing where it is there.
 *
 * @throws ToolError where the registry cannot be reached or answers something else than the lock file says.
 */
export async function installCodeServer(options: InstallOptions = {}): Promise<CodeServerInstallation> {
  const version = await pinnedVersion();
  const directory = path.join(options.cacheDir ?? modelCacheDir(), 'code-server', version);
  const installation = { version, directory, serverMainPath: path.join(serverDir(directory), 'out', 'server-main.js') };
  const stamp = await recipeHash();
  if (await hasStamp(directory, stamp)) return installation;

  options.onProgress?.(`Installing VS Code for the browser (code-server ${version}, once, about 400 MB)`);
  await mkdir(path.dirname(directory), { recursive: true });
  // Built beside its place and moved there whole: two installers cannot disturb each other, and half of one is never used.
  const building = await mkdtemp(`${directory}.building-`);
  try {
    await build(building, options.signal);
    await writeFile(path.join(building, stampName), stamp);
    await moveInto(building, directory, stamp);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new ToolError(`Could not install code-server ${version}: ${error.message}`);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return installation;
}

const stampName = 'leeward-install-stamp';

/** Raised whenever `build` leaves something else on disk. */
const recipeVersion = 2;

/** Needed for other features than ours, and more than half of the download. */
const unwantedDependencies = [
  '@devcontainers/cli',
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/copilot-api',
  '@vscode/sandbox-runtime',
];

async function build(directory: string, signal: AbortSignal | undefined): Promise<void> {
  for (const name of ['package.json', 'package-lock.json']) {
    await copyFile(path.join(import.meta.dirname, name), path.join(directory, name));
  }
  await npm(directory, ['ci'], signal);

  const server = serverDir(directory);
  await dropDependencies(path.join(server, 'package.json'), unwantedDependencies);
  // `npm ci` refuses both: their lock files are out of step with their manifests.
  await npm(server, ['install', '--omit=dev', '--no-save'], signal);
  // TypeScript, for the language features.
  await npm(path.join(server, 'extensions'), ['install', '--omit=dev', '--no-save'], signal);
  await rm(path.join(server, 'extensions', 'copilot'), { recursive: true, force: true });
  const logger = path.join(server, 'node_modules', '@vscode', 'spdlog', 'index.js');
  await copyFile(path.join(import.meta.dirname, 'plainLogger.cjs'), logger);
}

async function npm(cwd: string, args: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  const all = [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];
  const options = { cwd, env: npmEnvironment(), ...(signal && { signal }) };
  const npmScript = process.env['npm_execpath'];
  if (npmScript?.endsWith('.js')) return runQuietly(node24(), [npmScript, ...all], options);
  return runQuietly('npm', all, { ...options, shell: process.platform === 'win32' });
}

/** Without what an outer `npm run` says about this project, which would be taken for the other one. */
function npmEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(npm_(package|lifecycle|command)|npm_config_(local_prefix|omit|include|ignore_scripts)$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

async function dropDependencies(manifestPath: string, names: readonly string[]): Promise<void> {
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as { dependencies: Record<string, string> };
  const dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies).filter(([name]) => !names.includes(name)),
  );
  await writeFile(manifestPath, JSON.stringify({ ...manifest, dependencies }, undefined, 2));
}

async function moveInto(building: string, directory: string, stamp: string): Promise<void> {
  if (existsSync(directory) && !(await hasStamp(directory, stamp)))
    await rm(directory, { recursive: true, force: true });
  try {
    await rename(building, directory);
  } catch (error) {
    // Another installer was faster.
    if (!(await hasStamp(directory, stamp))) throw error;
  }
}

async function hasStamp(directory: string, stamp: string): Promise<boolean> {
  const file = path.join(directory, stampName);
  return existsSync(file) && (await readFile(file, 'utf8')) === stamp;
}

async function recipeHash(): Promise<string> {
  const hash = createHash('sha256').update(`${recipeVersion}\n`);
  for (const name of ['package-lock.json', 'plainLogger.cjs']) {
    hash.update(await readFile(path.join(import.meta.dirname, name)));
  }
  return hash.digest('hex');
}

async function pinnedVersion(): Promise<string> {
  const text = await readFile(path.join(import.meta.dirname, 'package.json'), 'utf8');
  return (JSON.parse(text) as { dependencies: { 'code-server': string } }).dependencies['code-server'];
}

function serverDir(directory: string): string {
  return path.join(directory, 'node_modules', 'code-server', 'lib', 'vscode');
}
