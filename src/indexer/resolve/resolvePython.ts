import { folderOf, joinPath } from '../../core/context/paths.ts';
import type { Resolve } from './resolver.ts';

/** Python: `a.b` is `a/b.py` or `a/b/__init__.py`, in any folder that may be on the path. */
export const resolvePython: Resolve = (project, from, { module }) => {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const inner = module.slice(dots).replaceAll('.', '/');
  if (dots === 0) {
    for (const ending of pythonEndings) {
      const [path] = project.paths.endingWith(`${inner}${ending}`, from);
      if (path !== undefined) return [path];
    }
    return [];
  }
  const folder = joinPath(folderOf(from), '../'.repeat(dots - 1));
  const path = folder === undefined ? undefined : joinPath(folder, inner);
  if (path === undefined) return [];
  const files = pythonEndings.map((ending) => (path === '' ? ending.replace('/', '') : `${path}${ending}`));
  return files.filter((file) => project.paths.has(file)).slice(0, 1);
};

const pythonEndings = ['.py', '.pyi', '/__init__.py', '/__init__.pyi'];
