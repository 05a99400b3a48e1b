import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type TreeSitter from 'tree-sitter';
import { modelCacheDir } from '../../native/models/modelCache.ts';
import { runQuietly } from '../../tools/processes.ts';
import { ToolError } from '../../tools/toolError.ts';

export interface NativeOptions {
  readonly cacheDir?: string;
  /** Leaves the package's own binary alone, for a test of the build. */
  readonly ownBuildOnly?: boolean;
}

/**
 * The native parser, the oracle that ours is compared with. The package brings a binary for each platform; where that one
 * does not load (it wants a libstdc++ of 2023, which Debian 12 has not), it is built from the package's sources into
 * Leeward's cache, once.
 *
 * @throws ToolError where it does not load and cannot be built.
 */
export async function loadNativeTreeSitter(options: NativeOptions = {}): Promise<typeof TreeSitter> {
  const installed = options.ownBuildOnly === true ? 'not tried' : load();
  if (typeof installed !== 'string') return installed;

  if (!isInstalled()) {
    throw new ToolError(
      'The package tree-sitter is not installed: npm leaves it out where it cannot build it. Install a C and C++ ' +
        'compiler (on Debian: `apt install g++`), then run `npm ci` again.',
    );
  }
  const cacheDir = path.resolve(options.cacheDir ?? modelCacheDir());
  const directory = path.join(cacheDir, 'native-tree-sitter', buildName());
  if (existsSync(directory)) {
    const cached = load(directory);
    if (typeof cached !== 'string') return cached;
    // From another system that shares this cache.
    await rm(directory, { recursive: true, force: true });
  }

  await buildInto(directory).catch((error: unknown) => {
    if (!(error instanceof ToolError)) throw error;
    throw new ToolError(
      `The native tree-sitter's own binary does not load (${installed}), and building another failed: install a C and ` +
        `C++ compiler (on Debian: \`apt install g++\`), or name them in CC and CXX. ${error.message}`,
    );
  });
  const built = load(directory);
  if (typeof built === 'string') throw new ToolError(`The native tree-sitter was built, but does not load: ${built}`);
  return built;
}

const require = createRequire(import.meta.url);

function isInstalled(): boolean {
  try {
    return require.resolve('tree-sitter/package.json') !== '';
  } catch {
    return false;
  }
}

/** Raised whenever `compile` makes another binary of the same sources. */
const recipeVersion = 1;

/** Node-API has one binary for all versions of Node. */
function buildName(): string {
  const { version } = require('tree-sitter/package.json') as { readonly version: string };
  return `${version}-${process.platform}-${process.arch}-${recipeVersion}`;
}

/**
 * @param directory of a build. Absent: the package's own binary.
 * @returns why it does not load, where it does not.
 */
function load(directory?: string): typeof TreeSitter | string {
  // The package's loader, node-gyp-build, looks for `build/Release/*.node` in the folder that this variable names.
  if (directory !== undefined) process.env['TREE_SITTER_PREBUILD'] = directory;
  try {
    return require('tree-sitter') as typeof TreeSitter;
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? '';
  } finally {
    delete process.env['TREE_SITTER_PREBUILD'];
  }
}

/** Built beside its place and moved there whole: two builders cannot disturb each other. */
async function buildInto(directory: string): Promise<void> {
  await mkdir(path.dirname(directory), { recursive: true });
  const building = await mkdtemp(`${directory}.building-`);
  try {
    await compile(building);
    await rename(building, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

/** As the package's binding.gyp has it, without gyp, which wants Python and a download of Node's headers. */
async function compile(directory: string): Promise<void> {
  const sources = path.dirname(require.resolve('tree-sitter/package.json'));
  const library = path.join(sources, 'vendor', 'tree-sitter', 'lib');
  const parts = path.join(directory, 'parts');
  const release = path.join(directory, 'build', 'Release');
  await mkdir(parts);
  await mkdir(release, { recursive: true });
  // One of Node's headers, of which the sources only use what it includes itself.
  await writeFile(path.join(parts, 'node_object_wrap.h'), '#include <cassert>\n');

  const object = path.join(parts, 'lib.o');
  const common = ['-O3', '-fPIC', '-fvisibility=hidden', `-I${path.join(library, 'include')}`];
  await runQuietly(process.env['CC'] || 'cc', [
    ...[...common, '-std=c11', '-D_POSIX_C_SOURCE=200112L', '-D_DEFAULT_SOURCE', `-I${path.join(library, 'src')}`],
    ...['-c', path.join(library, 'src', 'lib.c'), '-o', object],
  ]);

  const bindingSources = (await readdir(path.join(sources, 'src'))).filter((name) => name.endsWith('.cc'));
  const { include_dir: apiHeaders } = require('node-api-headers') as { readonly include_dir: string };
  const ofPackage = createRequire(path.join(sources, 'index.js'));
  const addonHeaders = path.dirname(ofPackage.resolve('node-addon-api/package.json'));
  const linking = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];
  await runQuietly(process.env['CXX'] || 'c++', [
    ...[...common, '-std=c++20', '-DNAPI_VERSION=8', '-DNAPI_CPP_EXCEPTIONS', '-DBUILDING_NODE_EXTENSION'],
    ...['-DNODE_GYP_MODULE_NAME=tree_sitter_runtime_binding', '-Wno-cast-function-type', ...linking],
    ...[parts, apiHeaders, addonHeaders].map((folder) => `-I${folder}`),
    ...bindingSources.map((name) => path.join(sources, 'src', name)),
    ...[object, '-o', path.join(release, 'tree_sitter_runtime_binding.node')],
  ]);
  await rm(parts, { recursive: true, force: true });
}
