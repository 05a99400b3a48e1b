import { joinPath } from '../../core/context/paths.ts';
import type { Resolve } from './resolver.ts';

/** Go: an import path below a module of this workspace is a folder, and a folder is a package. */
export const resolveGo: Resolve = ({ paths, manifests }, _from, { module }) => {
  for (const { module: root, folder } of manifests.goModules) {
    if (module !== root && !module.startsWith(`${root}/`)) continue;
    const target = joinPath(folder, module.slice(root.length + 1));
    const files = target === undefined ? [] : paths.inFolder(target).filter(isGoSource);
    if (files.length > 0) return files;
  }
  return [];
};

function isGoSource(path: string): boolean {
  return path.endsWith('.go') && !path.endsWith('_test.go');
}
