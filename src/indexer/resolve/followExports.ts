import type { ImportFact } from '../../shared/codeFacts.ts';
import type { StoredSymbol } from '../indexStore.ts';
import { isTopLevel } from '../isTopLevel.ts';
import type { Project } from './project.ts';
import { resolveImport } from './resolveImport.ts';

/** A definition as a module gives it. */
export interface Export {
  readonly stored: StoredSymbol;
  /** What it is called by who imports it, where that is not its own name. */
  readonly alias?: string;
  /** Files passed through. */
  readonly steps: number;
}

/** Files passed through on the way to a definition: barrels of barrels, headers of headers. */
const maxSteps = 4;
/** Files whose symbols are read for one import. */
const maxFiles = 80;

/** The definitions of `name` that `files` export, or pass on from others. */
export function exportedNamed(project: Project, files: readonly string[], name: string): readonly StoredSymbol[] {
  for (const { paths, names } of levelsOf(project, files, name)) {
    const symbols = project.reader.symbolsIn(paths);
    const named = symbols.filter(({ symbol }) => names.has(symbol.name));
    const outer = named.filter(isTopLevel);
    if (outer.length > 0) return outer.flatMap((stored) => [stored, ...meantBy(stored, symbols)]);
    if (named.length > 0) return named;
    const byDefault = symbols.filter(({ symbol }) => /\bexport default\b/.test(symbol.signature));
    if (names.has('default') && byDefault.length > 0) return byDefault;
  }
  return [];
}

/** What `export default name` gives under another name. */
function meantBy({ path, symbol }: StoredSymbol, symbols: readonly StoredSymbol[]): readonly StoredSymbol[] {
  const name = /^export default ([\w$]+)$/.exec(symbol.signature)?.[1];
  return symbols.filter((other) => other.path === path && other.symbol.name === name);
}

/** All top-level definitions that `files` export, what they pass on included. */
export function exportsOf(project: Project, files: readonly string[]): readonly Export[] {
  const exports: Export[] = [];
  let steps = 0;
  for (const { paths, aliases } of levelsOf(project, files, undefined)) {
    for (const stored of project.reader.symbolsIn(paths)) {
      const { isExported, name } = stored.symbol;
      const alias = aliases.get(`${stored.path}\n${name}`);
      if (!isTopLevel(stored) || (!isExported && alias === undefined)) continue;
      exports.push({ stored, steps, ...(alias !== undefined && { alias }) });
    }
    steps++;
  }
  return exports;
}

interface Level {
  readonly paths: readonly string[];
  /** What is looked for goes by these names here. */
  readonly names: ReadonlySet<string>;
  /** By path and name: what a definition of the file is called outside of it. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** `files`, then the files that they pass `name` (or anything) on from, and so on. Each file is there once. */
function* levelsOf(project: Project, files: readonly string[], name: string | undefined): Iterable<Level> {
  const seen = new Set(files);
  let names: ReadonlySet<string> = new Set(name === undefined ? [] : [name]);
  let paths = files.slice(0, maxFiles);
  for (let step = 0; paths.length > 0 && step < maxSteps && seen.size <= maxFiles; step++) {
    const passed = paths.flatMap((path) => passedOnBy(project, path, names));
    const own = passed.filter(({ fact }) => fact.module === '');
    const ownNames = own.flatMap(({ fact }) => originalNames(fact, names));
    const aliases = own.flatMap(({ path, fact }) =>
      fact.names.map((each) => [`${path}\n${each.name}`, each.alias ?? each.name] as const),
    );
    yield { paths, names: new Set([...names, ...ownNames]), aliases: new Map(aliases) };
    const next = new Set<string>();
    const nextNames = new Set(names);
    for (const { path, languageId, fact } of passed) {
      for (const each of originalNames(fact, names)) nextNames.add(each);
      for (const target of resolveImport(project, path, languageId, fact)) if (!seen.has(target)) next.add(target);
    }
    names = nextNames;
    paths = [...next].slice(0, maxFiles);
    for (const path of paths) seen.add(path);
  }
}

interface PassedOn {
  readonly path: string;
  readonly languageId: string;
  readonly fact: ImportFact;
}

/** @param names none: all imports that pass anything on. */
function passedOnBy({ reader }: Project, path: string, names: ReadonlySet<string>): readonly PassedOn[] {
  const languageId = reader.file(path)?.languageId;
  if (languageId === undefined) return [];
  const isHeader = languageId === 'c' || languageId === 'cpp';
  return reader
    .importsOf(path)
    .filter((fact) => isHeader || fact.isReexport)
    .filter((fact) => names.size === 0 || fact.isWholeModule || originalNames(fact, names).length > 0)
    .map((fact) => ({ path, languageId, fact }));
}

/** What the names are called in the module that the import names. */
function originalNames({ names: imported }: ImportFact, names: ReadonlySet<string>): readonly string[] {
  return imported.filter(({ name, alias }) => names.has(alias ?? name)).map(({ name }) => name);
}
