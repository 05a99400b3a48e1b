import type { ImportFact } from '../../../shared/codeFacts.ts';

/**
 * Marks what a Python file passes on: all names of a module (`*`), names that are imported under themselves
 * (`import a as a`), and whatever the file that makes up a package takes from elsewhere.
 */
export function markPythonReexports(imports: readonly ImportFact[], path: string | undefined): readonly ImportFact[] {
  const isPackage = /(?:^|\/)__init__\.pyi?$/.test(path ?? '');
  return imports.map((fact) => {
    const { names, isWholeModule, alias } = fact;
    const isStar = isWholeModule && alias === undefined;
    const isNamedAfterItself = names.some(({ name, alias: as }) => as === name);
    return isStar || isNamedAfterItself || (isPackage && names.length > 0) ? { ...fact, isReexport: true } : fact;
  });
}
