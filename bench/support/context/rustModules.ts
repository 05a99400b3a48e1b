import { posix } from 'node:path';
import type { ParsedRepository } from './loadRepository.ts';

/**
 * The file of a module path of Rust, as seen from a file. What is behind the last module that is a file of its own (an
 * inline module, a type) is left to who asks: then the file is the one that it must be in.
 *
 * @param path `crate::a::b`, `super::c`, `other_crate::d`, without the name that is imported.
 */
export function resolveRustModule(repository: ParsedRepository, from: string, path: string): readonly string[] {
  const tree = moduleTree(repository);
  const own = tree.moduleOfFile.get(from);
  if (own === undefined) return [];
  const parts = path.split('::').filter((part) => part !== '');
  let at: readonly string[] | undefined;
  const [first = ''] = parts;
  if (first === 'crate') at = own.slice(0, 1);
  else if (first === 'self' || first === '' || first === 'Self') at = own;
  else if (first === 'super') at = own.slice(0, -1).length === 0 ? own : own.slice(0, -1);
  else if (tree.crates.has(first)) at = [tree.crates.get(first) ?? ''];
  else if (tree.fileOfModule.has([...own, first].join('::'))) at = [...own, first];
  if (at === undefined) return [];
  for (const part of parts.slice(1)) {
    const next: readonly string[] = part === 'super' ? at.slice(0, -1) : [...at, part];
    if (!tree.fileOfModule.has(next.join('::'))) break;
    at = next;
  }
  const file = tree.fileOfModule.get(at.join('::'));
  // `super` in an inline `mod tests` is the file itself.
  return file === undefined ? [] : first === 'super' ? [file, from] : [file];
}

/** Module paths begin with the folder of their crate. */
interface ModuleTree {
  readonly moduleOfFile: ReadonlyMap<string, readonly string[]>;
  readonly fileOfModule: ReadonlyMap<string, string>;
  readonly crates: ReadonlyMap<string, string>;
}

const trees = new WeakMap<ParsedRepository, ModuleTree>();

function moduleTree(repository: ParsedRepository): ModuleTree {
  const known = trees.get(repository);
  if (known !== undefined) return known;
  const { files, manifests } = repository;
  const roots = [...files.keys()]
    .filter((path) => /(?:^|\/)(?:lib|main)\.rs$/.test(path))
    .map((path) => posix.dirname(path));
  const moduleOfFile = new Map<string, readonly string[]>();
  const fileOfModule = new Map<string, string>();
  for (const path of files.keys()) {
    if (!path.endsWith('.rs')) continue;
    const inside = roots.filter((root) => root === '.' || path.startsWith(`${root}/`));
    const root = inside.sort((a, b) => b.length - a.length)[0] ?? posix.dirname(path);
    const parts = posix.relative(root, path).replace(/\.rs$/, '').split('/');
    const module = [
      root,
      ...parts.filter((part, index) => index < parts.length - 1 || !/^(?:mod|lib|main)$/.test(part)),
    ];
    moduleOfFile.set(path, module);
    if (!fileOfModule.has(module.join('::')) || path.endsWith('lib.rs')) fileOfModule.set(module.join('::'), path);
  }
  const crates = new Map<string, string>();
  for (const [path, text] of manifests) {
    if (posix.basename(path) !== 'Cargo.toml') continue;
    const name = /^\[package\][^[]*?^name\s*=\s*"([^"]+)"/ms.exec(text)?.[1]?.replaceAll('-', '_');
    const folder = posix.dirname(path);
    const root = roots.find((one) => one === posix.join(folder, 'src') || one === folder);
    if (name !== undefined && root !== undefined) crates.set(name, root);
  }
  const tree = { moduleOfFile, fileOfModule, crates };
  trees.set(repository, tree);
  return tree;
}

/** The folder of the crate that a file belongs to. */
export function crateOf(repository: ParsedRepository, path: string): string | undefined {
  return moduleTree(repository).moduleOfFile.get(path)?.[0];
}
