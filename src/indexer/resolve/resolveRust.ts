import { folderOf, joinPath } from '../../core/context/paths.ts';
import type { Project } from './project.ts';
import type { Resolve } from './resolver.ts';

/**
 * Rust: `crate`, `super`, `self`, a crate of this workspace, or a module beside this one. The longest beginning of the
 * path that is a file counts: what follows is in it.
 */
export const resolveRust: Resolve = (project, from, { module }) => {
  const start = startOf(
    project,
    from,
    module.split('::').filter((segment) => segment !== ''),
  );
  if (start === undefined) return [];
  const file = longestFile(project, start.folder, start.rest, start.file);
  return file === undefined || file === from ? [] : [file];
};

interface Start {
  /** Where the modules of the first segment's module are. */
  readonly folder: string;
  readonly file: string | undefined;
  readonly rest: readonly string[];
}

function startOf(project: Project, from: string, segments: readonly string[]): Start | undefined {
  const [first, ...rest] = segments;
  if (first === undefined) return undefined;
  if (first === 'crate') {
    const folder = crateFolder(project, from);
    return { folder, file: rootFile(project, folder), rest };
  }
  if (first === 'self' || first === 'super') {
    let folder: string | undefined = moduleFolder(from);
    let left: readonly string[] = segments;
    for (; left[0] === 'super' && folder !== undefined; left = left.slice(1)) folder = joinPath(folder, '..');
    if (left[0] === 'self') left = left.slice(1);
    return folder === undefined ? undefined : { folder, file: fileOfFolder(project, folder), rest: left };
  }
  const crate = project.manifests.crates.get(first);
  if (crate !== undefined) {
    const folder = joinPath(crate, 'src') ?? crate;
    return { folder, file: rootFile(project, folder), rest };
  }
  const folder = moduleFolder(from);
  if (exactFile(project, folder, [first]) === undefined) return undefined;
  return { folder, file: undefined, rest: segments };
}

/** The folder that holds a file's submodules. */
function moduleFolder(path: string): string {
  return /(?:^|\/)(?:mod|lib|main)\.rs$/.test(path) ? folderOf(path) : path.replace(/\.rs$/, '');
}

function crateFolder({ paths }: Project, from: string): string {
  for (let folder = folderOf(from); ; folder = folderOf(folder)) {
    if (paths.has(joinPath(folder, 'lib.rs') ?? '') || paths.has(joinPath(folder, 'main.rs') ?? '')) return folder;
    if (folder === '') return folderOf(from);
  }
}

function rootFile({ paths }: Project, folder: string): string | undefined {
  return paths.firstOf(folder, ['lib.rs', 'main.rs', 'mod.rs']);
}

function fileOfFolder({ paths }: Project, folder: string): string | undefined {
  return paths.firstOf(folder, ['mod.rs', 'lib.rs', 'main.rs', `../${folder.slice(folder.lastIndexOf('/') + 1)}.rs`]);
}

function longestFile(
  project: Project,
  folder: string,
  segments: readonly string[],
  fallback: string | undefined,
): string | undefined {
  for (let length = segments.length; length > 0; length--) {
    const file = exactFile(project, folder, segments.slice(0, length));
    if (file !== undefined) return file;
  }
  return fallback;
}

function exactFile({ paths }: Project, folder: string, segments: readonly string[]): string | undefined {
  const path = segments.join('/');
  return paths.firstOf(folder, [`${path}.rs`, `${path}/mod.rs`]);
}
