import type { Project } from './project.ts';
import type { Resolve } from './resolver.ts';

/**
 * Java, Kotlin, C# and PHP: files say which package or namespace they belong to. `import static com.a.B.c` names a class
 * where a package stands, so the package in front of it is asked too.
 */
export function resolvePackage(languageIds: readonly string[], separator: string): Resolve {
  return (project, _from, { module, names, isWholeModule }) => {
    const files = filesOf(project, languageIds, module);
    const cut = module.lastIndexOf(separator);
    if (cut > 0 && (files.length === 0 || names.length === 0)) {
      const className = module.slice(cut + separator.length);
      const outer = filesOf(project, languageIds, module.slice(0, cut));
      const named = outer.filter((path) => path.slice(path.lastIndexOf('/') + 1).startsWith(`${className}.`));
      return [...files, ...(named.length > 0 || isWholeModule ? named : outer)];
    }
    return files;
  };
}

function filesOf({ reader }: Project, languageIds: readonly string[], packageName: string): readonly string[] {
  return languageIds.flatMap((languageId) => reader.filesOfPackage(languageId, packageName));
}
