import type { ImportFact } from '../../shared/codeFacts.ts';
import type { StoredSymbol } from '../indexStore.ts';
import type { Project } from './project.ts';
import { resolveImport } from './resolveImport.ts';

/** Files passed through on the way to a definition: barrels of barrels, headers of headers. */
const maxDepth = 4;
/** Files whose symbols are read for one import. */
const maxFiles = 60;

/** The definitions of `name` that `files` export, or pass on from others. */
export function exportedNamed(project: Project, files: readonly string[], name: string): readonly StoredSymbol[] {
  for (const level of levelsOf(project, files, name)) {
    const symbols = project.reader.symbolsIn(level);
    const named = symbols.filter(({ symbol }) => symbol.name === name);
    const outer = named.filter(({ symbol }) => symbol.container === undefined);
    if (outer.length > 0) return outer.flatMap((stored) => [stored, ...meantBy(stored, symbols)]);
    if (named.length > 0) return named;
    if (name === 'default') {
      const exported = symbols.filter(({ symbol }) => /\bexport default\b/.test(symbol.signature));
      if (exported.length > 0) return exported;
    }
  }
  return [];
}

/** What `export default name` gives under another name. */
function meantBy({ path, symbol }: StoredSymbol, symbols: readonly StoredSymbol[]): readonly StoredSymbol[] {
  const name = /^export default ([\w$]+)$/.exec(symbol.signature)?.[1];
  return symbols.filter((other) => other.path === path && other.symbol.name === name);
}

/** All top-level definitions that `files` export, what they pass on included. */
export function exportsOf(project: Project, files: readonly string[]): readonly StoredSymbol[] {
  const all = [...levelsOf(project, files, undefined)].flat();
  return project.reader.symbolsIn(all).filter(({ symbol }) => symbol.container === undefined && symbol.isExported);
}

/** `files`, then the files that they pass `name` (or anything) on from, and so on. Each file is there once. */
function* levelsOf(project: Project, files: readonly string[], name: string | undefined): Iterable<readonly string[]> {
  const seen = new Set(files);
  let level = files.slice(0, maxFiles);
  for (let depth = 0; level.length > 0 && depth < maxDepth && seen.size <= maxFiles; depth++) {
    yield level;
    const next = new Set<string>();
    for (const path of level) {
      const languageId = project.reader.file(path)?.languageId;
      if (languageId === undefined) continue;
      for (const fact of project.reader.importsOf(path)) {
        if (!passesOn(fact, path, languageId, name)) continue;
        for (const target of resolveImport(project, path, languageId, fact)) if (!seen.has(target)) next.add(target);
      }
    }
    level = [...next].slice(0, maxFiles);
    for (const path of level) seen.add(path);
  }
}

function passesOn(fact: ImportFact, path: string, languageId: string, name: string | undefined): boolean {
  const isPassedOn =
    fact.isReexport || languageId === 'c' || languageId === 'cpp' || /(?:^|\/)__init__\.pyi?$/.test(path);
  if (!isPassedOn) return false;
  if (name === undefined || fact.isWholeModule) return true;
  return fact.names.some((imported) => (imported.alias ?? imported.name) === name);
}
