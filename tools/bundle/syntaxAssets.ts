/**
 * What `src/core/syntax` reads at run time: the runtime of tree-sitter, the grammars and their queries. A build copies
 * them into `dist/syntaxes`; tests and benches read them from where they are.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assetOfGrammar, type ReadAsset } from '../../src/core/syntax/grammars.ts';
import { type SyntaxLanguage, syntaxLanguages } from '../../syntaxes/languages.ts';

const runtimeWasm = 'web-tree-sitter/web-tree-sitter.wasm';
const ownQueries = ['tags.scm', 'imports.scm', 'blocks.scm'];

/** Reads assets from the sources and the installed packages, without a build. */
export function sourceAssets(repository: string): ReadAsset {
  const assets = listAssets();
  return async (name) => {
    const sources = assets.get(name);
    if (sources === undefined) throw new Error(`There is no asset ${name}.`);
    return readParts(repository, sources);
  };
}

/** Writes what has changed into `OUTPUT/syntaxes`. */
export async function copySyntaxAssets(repository: string, outputFolder: string): Promise<void> {
  for (const [name, sources] of listAssets()) {
    const target = join(outputFolder, 'syntaxes', name);
    const bytes = await readParts(repository, sources);
    if (bytes.equals(await readFile(target).catch(() => Buffer.of()))) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
}

/** Packages whose files are among the assets, for their licences. */
export function syntaxPackages(): readonly string[] {
  const files = [runtimeWasm, ...syntaxLanguages.flatMap(({ wasm, tags }) => [wasm, ...tags])];
  return [...new Set(files.map((file) => file.split('/', file.startsWith('@') ? 2 : 1).join('/')))];
}

/** The files, relative to the repository, that each asset is put together from. */
function listAssets(): ReadonlyMap<string, readonly string[]> {
  const assets = new Map([['tree-sitter.wasm', [join('node_modules', runtimeWasm)]]]);
  for (const language of syntaxLanguages) {
    assets.set(assetOfGrammar(language), [join('node_modules', language.wasm)]);
    for (const query of ownQueries) assets.set(`${language.folder}/${query}`, querySources(language, query));
  }
  return assets;
}

function querySources({ folder, tags }: SyntaxLanguage, query: string): string[] {
  const own = join('syntaxes', folder, query);
  return query === 'tags.scm' ? [...tags.map((file) => join('node_modules', file)), own] : [own];
}

async function readParts(repository: string, sources: readonly string[]): Promise<Buffer> {
  const parts = await Promise.all(sources.map((source) => readFile(join(repository, source))));
  return parts.length === 1 ? (parts[0] ?? Buffer.of()) : Buffer.from(parts.map((part) => part.toString()).join('\n'));
}
