import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelCacheDir } from '../../../native/models/modelCache.ts';
import { runQuietly } from '../../../tools/processes.ts';
import { ToolError } from '../../../tools/toolError.ts';

const program = process.platform === 'win32' ? 'llama-server.exe' : 'llama-server';

/**
 * For this machine's processor, as one file, and without the parts that would ask a network for something: its page, its
 * downloads. Raise `recipe` whenever what is run below makes another binary.
 */
const recipe = 1;
const cmakeOptions = [
  '-DCMAKE_BUILD_TYPE=Release',
  '-DBUILD_SHARED_LIBS=OFF',
  '-DGGML_NATIVE=ON',
  '-DLLAMA_OPENSSL=OFF',
  '-DLLAMA_BUILD_UI=OFF',
  '-DLLAMA_USE_PREBUILT_UI=OFF',
  '-DLLAMA_BUILD_TESTS=OFF',
  '-DLLAMA_BUILD_EXAMPLES=OFF',
  '-DLLAMA_BUILD_APP=OFF',
];

/**
 * llama.cpp's own server, of the release that node-llama-cpp ships the source of (and has built its binaries from), so that
 * what is compared computes with the same code. Built into the user's cache, once: that takes minutes, on a slow machine an
 * hour, and goes on where it was interrupted.
 *
 * @returns the program's path.
 * @throws ToolError where git, CMake or a compiler is missing, or the build fails.
 */
export async function buildLlamaServer(cacheDir: string = modelCacheDir()): Promise<string> {
  // Beside `dist`, where the package's entry point is.
  const bundle = fileURLToPath(new URL('../llama/gitRelease.bundle', import.meta.resolve('node-llama-cpp')));
  const name = await nameOf(bundle);
  const place = join(cacheDir, 'bench-tools', `llama-server-${name}`);
  if (existsSync(join(place, program))) return join(place, program);
  const building = `${place}.building`;
  await mkdir(building, { recursive: true });
  const source = join(building, 'source');
  if (!existsSync(source)) {
    const cloning = join(building, 'cloning');
    await rm(cloning, { recursive: true, force: true });
    await runQuietly('git', ['clone', '--quiet', bundle, cloning]);
    await rename(cloning, source);
  }
  console.error('llama-server is built from its source, once: this takes minutes, or longer.');
  const binaries = join(building, 'binaries');
  await runQuietly('cmake', ['-S', source, '-B', binaries, ...cmakeOptions]);
  const parallel = `${availableParallelism()}`;
  const target = ['--config', 'Release', '--target', 'llama-server', '--parallel', parallel];
  await runQuietly('cmake', ['--build', binaries, ...target]);
  // Some generators give each configuration a folder of its own.
  const built = [join(binaries, 'bin', program), join(binaries, 'bin', 'Release', program)].find(existsSync);
  if (built === undefined) throw new ToolError(`The build left no ${program} in ${join(binaries, 'bin')}.`);
  await mkdir(place, { recursive: true });
  // Under its name only when it is whole: the name is what says that it was built.
  await copyFile(built, join(place, `${program}.new`));
  await rename(join(place, `${program}.new`), join(place, program));
  await rm(building, { recursive: true, force: true });
  return join(place, program);
}

/** Of the source and the options. A bundle begins with the hashes of its commits. */
async function nameOf(bundle: string): Promise<string> {
  const file = await open(bundle).catch(() => {
    throw new ToolError(`node-llama-cpp has no ${bundle}: install it with its files.`);
  });
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0).finally(() => file.close());
  const head = /\b[0-9a-f]{40}\b/.exec(buffer.toString('latin1', 0, bytesRead))?.[0];
  if (head === undefined) throw new ToolError(`${bundle} names no commit.`);
  const key = JSON.stringify([recipe, cmakeOptions, process.platform, process.arch]);
  return `${head.slice(0, 12)}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}
