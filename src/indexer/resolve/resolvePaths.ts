import { folderOf, joinPath } from '../../core/context/paths.ts';
import type { Resolve } from './resolver.ts';

/** C, C++, Ruby and Bash: a path that is relative to the file, or the end of a path. */
export function resolvePath(endings: readonly string[]): Resolve {
  return ({ paths }, from, { module }) => {
    const clean = module.replace(/^["<]|[">]$/g, '').replace(/^(?:\$\{?\w+\}?|\$\([^)]*\))\//, '');
    const names = endings.map((ending) => `${clean}${ending}`);
    for (const name of names) {
      const relative = joinPath(folderOf(from), name);
      if (relative !== undefined && relative !== from && paths.has(relative)) return [relative];
    }
    for (const name of names) {
      const suffix = name.replace(/^(?:\.{1,2}\/)+/, '');
      const [nearest] = suffix === '' ? [] : paths.endingWith(suffix, from).filter((path) => path !== from);
      if (nearest !== undefined) return [nearest];
    }
    return [];
  };
}
