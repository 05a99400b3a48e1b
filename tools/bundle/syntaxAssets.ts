/**
 * What `src/core/syntax` reads at run time: the runtime of tree-sitter, the grammars and their queries. A build copies
 * them into `dist/syntaxes`; tests and benches read them from where they are.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assetOfGrammar, assetsVersion, type ReadAsset } from '../../src/core/syntax/grammars.ts';
import { syntaxLanguages } from '../../syntaxes/languages.ts';

const runtimeWasm = 'web-tree-sitter/web-tree-sitter.wasm';
const queries = ['tags.scm', 'imports.scm', 'blocks.scm', 'variables.scm'];

/** Reads assets from the sources and the installed packages, without a build. */
export function sourceAssets(repository: string): ReadAsset {
  const sources = listSources();
  return async (name) => {
    const source = sources.get(name);
    if (source === undefined) throw new Error(`There is no asset ${name}.`);
    return readFile(join(repository, source));
  };
}

/** Writes what has changed into `OUTPUT/syntaxes`. */
export async function copySyntaxAssets(repository: string, outputFolder: string): Promise<void> {
  const hash = createHash('sha256');
  const write = async (name: string, bytes: Buffer) => {
    const target = join(outputFolder, 'syntaxes', name);
    if (bytes.equals(await readFile(target).catch(() => Buffer.of()))) return;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  };
  for (const [name, source] of listSources()) {
    const bytes = await readFile(join(repository, source));
    hash.update(`${name} ${bytes.length}\n`).update(bytes);
    await write(name, bytes);
  }
  await write(assetsVersion, Buffer.from(`${hash.digest('hex')}\n`));
}

/** Packages whose files are among the assets, for their licences. */
export function syntaxPackages(): readonly string[] {
  const files = [runtimeWasm, ...syntaxLanguages.map(({ wasm }) => wasm)];
  return [...new Set(files.map((file) => file.split('/', file.startsWith('@') ? 2 : 1).join('/')))];
}

/** Where each asset comes from, relative to the repository. */
function listSources(): ReadonlyMap<string, string> {
  const sources = new Map([['tree-sitter.wasm', join('node_modules', runtimeWasm)]]);
  for (const language of syntaxLanguages) {
    sources.set(assetOfGrammar(language), join('node_modules', language.wasm));
    for (const query of queries) sources.set(`${language.folder}/${query}`, join('syntaxes', language.folder, query));
  }
  return sources;
}
