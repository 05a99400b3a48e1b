/**
 * What `src/core/syntax` reads at run time: the runtime of tree-sitter, the grammars and their queries. A build copies
 * them into `dist/syntaxes`; tests and benches read them from where they are.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assetOfGrammar, type ReadAsset } from '../../src/core/syntax/grammars.ts';
import { syntaxLanguages } from '../../syntaxes/languages.ts';

const runtimeWasm = 'web-tree-sitter/web-tree-sitter.wasm';
const queries = ['tags.scm', 'imports.scm', 'blocks.scm'];

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
  for (const [name, source] of listSources()) {
    const target = join(outputFolder, 'syntaxes', name);
    const bytes = await readFile(join(repository, source));
    if (bytes.equals(await readFile(target).catch(() => Buffer.of()))) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
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
