import { posix } from 'node:path';
import { groupBy } from './groupBy.ts';
import type { ParsedRepository } from './loadRepository.ts';
import type { ParsedSource } from './parseSource.ts';
import { resolveRustModule } from './rustModules.ts';

/**
 * The files that an import means, by the simple rule of its language.
 *
 * @returns none: it is not of this repository.
 */
export function resolveModule(repository: ParsedRepository, from: ParsedSource, module: string): readonly string[] {
  switch (from.languageId) {
    case 'typescript':
    case 'typescriptreact':
    case 'javascript':
      return resolveScript(repository, from, module);
    case 'python':
      return resolvePython(repository, from, module);
    case 'go':
      return resolveGo(repository, module);
    case 'rust':
      return resolveRustModule(repository, from.path, module);
    case 'java':
    case 'kotlin':
      return filesOfPackage(repository, module);
    case 'c':
    case 'cpp':
      return resolveInclude(repository, from, module);
    default:
      return [];
  }
}

function resolveScript({ files, manifests }: ParsedRepository, from: ParsedSource, module: string): readonly string[] {
  let base = posix.join(posix.dirname(from.path), module);
  if (!module.startsWith('.')) {
    const name = /"name"\s*:\s*"([^"]+)"/.exec(manifests.get('package.json') ?? '')?.[1];
    if (name === undefined || (module !== name && !module.startsWith(`${name}/`))) return [];
    base = posix.join('src', module.slice(name.length));
  }
  const stem = base.replace(/\.[cm]?jsx?$/, '');
  const tried = [
    base,
    ...['.ts', '.tsx', '.mts', '.cts', '.d.ts', '.js', '.mjs', '.cjs', '.jsx'].map((end) => stem + end),
  ];
  const inFolder = ['ts', 'tsx', 'mts', 'js', 'mjs', 'cjs'].map((end) => posix.join(base, `index.${end}`));
  const found = [...tried, ...inFolder].find((path) => files.has(path));
  return found === undefined ? [] : [found];
}

/** `a.b` is a file that ends in `a/b.py` or `a/b/__init__.py`, the one with the shortest path. */
function resolvePython({ files }: ParsedRepository, from: ParsedSource, module: string): readonly string[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const rest = module.slice(dots).split('.').filter(Boolean).join('/');
  const tails = rest === '' ? ['__init__.py'] : [`${rest}.py`, `${rest}/__init__.py`, `${rest}.pyi`];
  if (dots > 0) {
    const folder = posix.join(posix.dirname(from.path), ...Array.from({ length: dots - 1 }, () => '..'));
    return tails
      .map((tail) => posix.join(folder, tail))
      .filter((path) => files.has(path))
      .slice(0, 1);
  }
  const matching = [...files.keys()].filter((path) => tails.some((tail) => path === tail || path.endsWith(`/${tail}`)));
  // `import json` is not the repository's `a/json.py`: a path begins where there is no package above it.
  const isRoot = (path: string): boolean => !files.has(posix.join(rootOf(path, rest), '__init__.py'));
  return matching
    .filter(isRoot)
    .sort((a, b) => a.length - b.length)
    .slice(0, 1);
}

/** The folder that the module's first part lies in. */
function rootOf(path: string, rest: string): string {
  const at = path.lastIndexOf(rest);
  return at <= 0 ? '.' : posix.normalize(path.slice(0, at));
}

function resolveGo({ manifests, pathsByFolder }: ParsedRepository, module: string): readonly string[] {
  for (const [path, text] of manifests) {
    const own = /^module\s+(\S+)/m.exec(text)?.[1];
    if (posix.basename(path) !== 'go.mod' || own === undefined) continue;
    if (module !== own && !module.startsWith(`${own}/`)) continue;
    const folder = posix.join(posix.dirname(path), module.slice(own.length));
    return (pathsByFolder.get(folder) ?? []).filter((file) => !file.endsWith('_test.go'));
  }
  return [];
}

const packages = new WeakMap<ParsedRepository, ReadonlyMap<string, readonly string[]>>();

export function filesOfPackage(repository: ParsedRepository, name: string): readonly string[] {
  let byPackage = packages.get(repository);
  if (byPackage === undefined) {
    const all = [...repository.files.values()].filter(({ languageId }) => /^(?:java|kotlin)$/.test(languageId));
    byPackage = new Map([...groupBy(all, packageOf)].map(([key, files]) => [key, files.map(({ path }) => path)]));
    packages.set(repository, byPackage);
  }
  return byPackage.get(name) ?? [];
}

export function packageOf({ text }: ParsedSource): string {
  return /^\s*package\s+([\w.]+)/m.exec(text)?.[1] ?? '';
}

/** Beside the file, or the one whose path ends so and shares most folders with it. */
function resolveInclude({ files }: ParsedRepository, from: ParsedSource, module: string): readonly string[] {
  const beside = posix.join(posix.dirname(from.path), module);
  if (files.has(beside)) return [beside];
  const tail = module.replace(/^(?:\.\.\/)+/, '');
  const matching = [...files.keys()].filter((path) => path === tail || path.endsWith(`/${tail}`));
  return matching.sort((a, b) => sharedFolders(b, from.path) - sharedFolders(a, from.path)).slice(0, 1);
}

function sharedFolders(a: string, b: string): number {
  const other = b.split('/');
  return a.split('/').findIndex((part, index) => part !== other[index]);
}
