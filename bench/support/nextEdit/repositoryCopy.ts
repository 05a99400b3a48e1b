import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { indexableText } from '../../../src/core/context/indexableText.ts';
import { languageOfPath } from '../../../src/core/syntax/languageLookup.ts';
import { DiskWorkspace } from '../../../src/indexer/crawl/diskWorkspace.ts';

/** A copy of a repository, which a language server may be told about without the index seeing it. */
export interface RepositoryCopy {
  readonly rootPath: string;
  /** For the index. */
  readonly storePath: string;
  /** By path: the files that the index knows, in languages that the server knows. */
  readonly texts: ReadonlyMap<string, string>;
}

/** @param folder in which it gets a folder of its own. */
export async function copyRepository(root: string, folder: string): Promise<RepositoryCopy> {
  const above = await mkdtemp(join(folder, 'copy-'));
  const rootPath = join(above, copyName);
  await cp(root, rootPath, { recursive: true, filter: (path) => path === root || !leftOut.has(basename(path)) });
  // Above the copy: what it has itself goes first, and the index sees none of it.
  await writeFile(join(above, 'tsconfig.json'), JSON.stringify(await commonConfig(rootPath)));
  return { rootPath, storePath: join(above, 'store'), texts: await scriptTexts(rootPath) };
}

const copyName = 'repository';
const leftOut = new Set(['.git', 'node_modules']);

async function scriptTexts(rootPath: string): Promise<ReadonlyMap<string, string>> {
  const workspace = new DiskWorkspace({ rootPath, excludes: [], isTrusted: false, onSkip: () => {} });
  const texts = new Map<string, string>();
  for (const { path } of await workspace.list(new AbortController().signal)) {
    if (!/^(?:java|type)script/.test(languageOfPath(path)?.id ?? '')) continue;
    const read = indexableText(await readFile(join(rootPath, path)), path);
    if (read.kind === 'text') texts.set(path, read.text);
  }
  return texts;
}

/** Common options, by which the package's own name stands for its folder `src`: what its manifest names is not built. */
async function commonConfig(rootPath: string): Promise<object> {
  const manifest: unknown = await readFile(join(rootPath, 'package.json'), 'utf8').then(JSON.parse, () => undefined);
  const name = typeof manifest === 'object' && manifest !== null && 'name' in manifest ? `${manifest.name}` : undefined;
  const sources = `./${copyName}/src`;
  const paths = name === undefined ? {} : { [name]: [`${sources}/index`], [`${name}/*`]: [`${sources}/*`] };
  const syntax = { target: 'esnext', module: 'esnext', jsx: 'preserve', allowJs: true };
  return { compilerOptions: { ...syntax, moduleResolution: 'bundler', types: [], paths }, include: [copyName] };
}
