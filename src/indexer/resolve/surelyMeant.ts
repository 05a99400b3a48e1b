import type { Project } from './project.ts';

/**
 * Those of the files that an import may name which it can't but name. Where Python looks for modules is not known: a folder
 * that is a package is no such place, so `json` is not the `json` of a package that has one, but that of the language.
 */
export function surelyMeant(
  { paths }: Project,
  languageId: string,
  module: string,
  files: readonly string[],
): readonly string[] {
  if (languageId !== 'python' || module.startsWith('.')) return files;
  const inner = module.replaceAll('.', '/');
  return files.filter((path) => {
    const bare = path.replace(/(?:\/__init__)?\.pyi?$/, '');
    const root = bare.slice(0, bare.length - inner.length);
    return !paths.has(`${root}__init__.py`) && !paths.has(`${root}__init__.pyi`);
  });
}
