import { folderOf, joinPath } from '../../core/context/paths.ts';
import type { Project } from './project.ts';
import type { Resolve } from './resolver.ts';

/** TypeScript and JavaScript: relative specifiers, `paths` of tsconfig, and packages of the same workspace. */
export const resolveScript: Resolve = (project, from, { module }) => {
  const found = module.startsWith('.')
    ? fileAt(project, joinPath(folderOf(from), module))
    : (aliasedFile(project, from, module) ?? packageFile(project, module));
  return found === undefined ? [] : [found];
};

const endings = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte'];

/** The file that a path without, or with a compiled, ending stands for. */
function fileAt({ paths }: Project, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const bare = path.replace(/\.(?:js|mjs|cjs|jsx|ts|tsx)$/, '');
  const names = [
    ...endings.map((ending) => `${bare}${ending}`),
    path,
    ...endings.map((ending) => `${path}${ending}`),
    ...endings.map((ending) => (path === '' ? `index${ending}` : `${path}/index${ending}`)),
  ];
  return names.find((name) => paths.has(name));
}

function aliasedFile(project: Project, from: string, module: string): string | undefined {
  for (const { folder, prefix, target } of project.manifests.scriptAliases) {
    const isMeant = folder === '' || from.startsWith(`${folder}/`);
    if (!isMeant || !module.startsWith(prefix)) continue;
    const found = fileAt(project, joinPath(target, module.slice(prefix.length)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The source behind a package of this workspace: its manifest names what is built, which is not there. */
function packageFile(project: Project, module: string): string | undefined {
  const name = module.split('/', module.startsWith('@') ? 2 : 1).join('/');
  const folder = project.manifests.npmPackages.get(name);
  if (folder === undefined) return undefined;
  const inner = module.slice(name.length + 1);
  const places =
    inner === ''
      ? ['src/index', 'index', 'src/main', 'lib/index', `src/${name.split('/').at(-1)}`, '']
      : [`src/${inner}`, inner, `lib/${inner}`];
  for (const place of places) {
    const found = fileAt(project, joinPath(folder, place));
    if (found !== undefined) return found;
  }
  return undefined;
}
