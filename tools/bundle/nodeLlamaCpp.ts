/**
 * Bundles node-llama-cpp, which expects to lie in its own folder: it finds its version, its release and the probe that
 * tries a binary in a process of its own by paths relative to its modules. Those few files are kept in
 * `dist/node-llama-cpp`, in the same places, and each bundled module is told that it still lives there.
 *
 * What builds llama.cpp or downloads models is left out: the engine loads prebuilt binaries and opens no connection.
 */
import { cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join, posix, sep } from 'node:path';
import type { Plugin } from 'esbuild';

/** The library's folder in the output folder, and in it the probe, which is a bundle of its own. */
const libraryFolder = 'node-llama-cpp';
export const probePath = `${libraryFolder}/dist/bindings/utils/testBindingBinary.js`;

const downloadersAndBuilders = ['ipull', 'simple-git', 'cmake-js'];
const keptFiles = ['package.json', 'LICENSE', 'llama/binariesGithubRelease.json'];

/**
 * @param outputPath the bundle's path in the output folder, with `/`.
 */
export function bundleNodeLlamaCpp(outputPath: string): Plugin {
  return {
    name: 'node-llama-cpp',
    setup(build) {
      build.onLoad({ filter: /[\\/]node_modules[\\/]node-llama-cpp[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
        const modulePath = posix.join(libraryFolder, pathInLibrary(path));
        const fromBundle = posix.relative(posix.dirname(outputPath), modulePath);
        const code = await readFile(path, 'utf8');
        const url = `new URL(${JSON.stringify(`./${fromBundle}`)}, import.meta.url).href`;
        return { contents: code.replaceAll('import.meta.url', url), loader: 'js' };
      });
      const absent = new RegExp(`^(${downloadersAndBuilders.join('|')})$`);
      build.onResolve({ filter: absent }, ({ path }) => ({ path, namespace: 'absent', sideEffects: false }));
      build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

/** Copies the library's files that are read at run time, and its licence. */
export async function copyLibraryFiles(repository: string, outputFolder: string): Promise<void> {
  for (const file of keptFiles) {
    const target = join(outputFolder, libraryFolder, file);
    await mkdir(dirname(target), { recursive: true });
    await cp(join(repository, 'node_modules', 'node-llama-cpp', file), target);
  }
}

/** The installed folder may be a link, so it is found in the path. */
function pathInLibrary(path: string): string {
  const parts = path.split(sep);
  return parts.slice(parts.lastIndexOf('node-llama-cpp') + 1).join('/');
}
