/**
 * Splits a CommonJS bundle where the source says `await import(...)`, so that starting loads and parses only what it needs.
 * esbuild splits ES modules alone: it makes those first, and each becomes CommonJS then. What several parts need is in one
 * place, so that a class is the same class everywhere.
 */
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type BuildOptions, type OutputFile, type Plugin, type TransformOptions, transform } from 'esbuild';

/**
 * @param partsFolder of the parts, in the output folder. Their names have a hash of what they hold.
 * @param code what is to be written: for which Node, how small. Its source maps are `hasMaps`.
 */
export function commonJsParts(partsFolder: string, code: TransformOptions, hasMaps: boolean): Plugin {
  const toCommonJs = async ({ path, text }: OutputFile): Promise<void> => {
    const written = await transform(text, {
      ...code,
      ...{ format: 'cjs', platform: 'node', sourcefile: path, sourcemap: hasMaps ? 'external' : false },
      // `require`, which is at once, and of which VS Code knows whose it is.
      supported: { 'dynamic-import': false },
    });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, hasMaps ? `${written.code}//# sourceMappingURL=${basename(path)}.map\n` : written.code);
    if (hasMaps) await writeFile(`${path}.map`, written.map);
  };
  return {
    name: 'commonJsParts',
    setup: ({ initialOptions, onEnd, onStart }) => {
      const { outdir = '.' } = initialOptions;
      Object.assign(initialOptions, {
        ...{ format: 'esm', splitting: true, write: false, outExtension: { '.js': '.cjs' } },
        ...{ chunkNames: `${partsFolder}/[name]-[hash]`, sourcemap: hasMaps ? 'inline' : false },
      } satisfies BuildOptions);
      onStart(async () => await removeOld(join(outdir, partsFolder)));
      onEnd(async ({ outputFiles = [] }) => void (await Promise.all(outputFiles.map(toCommonJs))));
    },
  };
}

/** Of earlier builds. Those of the last day stay: a window that was started before may still load them. */
async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (Date.now() - (await stat(path)).mtimeMs > 86_400_000) await rm(path);
  }
}
