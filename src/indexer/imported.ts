import { baseName } from '../core/context/paths.ts';
import type { ImportFact } from '../shared/codeFacts.ts';
import type { CursorFacts } from '../shared/contextQuery.ts';
import type { CandidateSet } from './candidateSet.ts';
import type { StoredSymbol } from './indexStore.ts';
import { type Export, exportedNamed, exportsOf } from './resolve/followExports.ts';
import type { Project } from './resolve/project.ts';
import { resolveImport, resolveSubmodule } from './resolve/resolveImport.ts';

/** Adds what the document imports by name, and what the modules have that it imports as a whole. */
export function addImported(candidates: CandidateSet, project: Project, facts: CursorFacts): void {
  const { path, languageId, imports } = facts;
  for (const fact of imports) {
    const files = resolveImport(project, path, languageId, fact).filter((file) => file !== path);
    for (const { name, alias = name } of fact.names) {
      const named = exportedNamed(project, files, name);
      candidates.add(named, { kind: 'imported', via: fact.module, local: alias }, alias);
      if (named.length > 0) continue;
      const inner = resolveSubmodule(project, path, languageId, fact.module, name);
      addExports(candidates, exportsOf(project, inner), name, alias);
    }
    if (fact.isWholeModule || fact.names.length === 0) addWhole(candidates, project, fact, files, languageId);
  }
}

function addWhole(
  candidates: CandidateSet,
  project: Project,
  fact: ImportFact,
  files: readonly string[],
  languageId: string,
): void {
  const { module: via, alias } = fact;
  const exports = exportsOf(project, files);
  if (alias !== undefined && languageId.startsWith('javascript')) {
    const own =
      files.length === 1 ? exports.filter(({ stored, steps }) => steps === 0 && stored.path === files[0]) : [];
    const alone = standingFor(
      own.map(({ stored }) => stored),
      alias,
    );
    candidates.add(alone, { kind: 'imported', via, local: alias }, alias);
  }
  addExports(candidates, exports, via, alias);
}

function addExports(
  candidates: CandidateSet,
  exports: readonly Export[],
  via: string,
  local: string | undefined,
): void {
  for (const { stored, alias, steps } of exports) {
    const reach = { kind: 'importedModule' as const, via, steps, ...(local !== undefined && { local }) };
    candidates.add([stored], reach, alias);
  }
}

/** What `const a = require('./b')` may mean alone: the one definition, or the one that is called like the file. */
function standingFor(exports: readonly StoredSymbol[], alias: string): readonly StoredSymbol[] {
  if (exports.length <= maxStandingFor) return exports;
  return exports.filter(({ path, symbol }) => isAlike(symbol.name, alias) || isAlike(symbol.name, baseName(path)));
}

const maxStandingFor = 3;

function isAlike(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase();
}
