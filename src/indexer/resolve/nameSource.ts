import type { ImportFact } from '../../shared/codeFacts.ts';
import type { SharedDefinition } from '../../shared/definitionUsers.ts';
import { isTopLevel } from '../isTopLevel.ts';
import type { Project } from './project.ts';
import { resolveImport } from './resolveImport.ts';
import { surelyMeant } from './surelyMeant.ts';

/**
 * What who imports a name from `files` gets: the definition, under its own name all the way; another thing of that name, be it
 * as well; or nothing that is known.
 */
export function nameSource(
  project: Project,
  files: readonly string[],
  { path, name }: SharedDefinition,
): 'definition' | 'another' | 'unknown' {
  const seen = new Set(files);
  let isFound = false;
  // What is added while it is walked through is walked through as well.
  for (const file of seen) {
    // What is not looked at may be another of that name.
    if (seen.size - files.length > maxFiles) return 'unknown';
    if (file === path) {
      isFound = true;
      continue;
    }
    if (project.reader.symbolsIn([file]).some((stored) => stored.symbol.name === name && isTopLevel(stored)))
      return 'another';
    const passed = passedOn(project, file, name);
    if (passed === 'another') return 'another';
    for (const next of passed) seen.add(next);
  }
  return isFound ? 'definition' : 'unknown';
}

/** The files that an import surely names. */
export function filesOf(project: Project, from: string, languageId: string, fact: ImportFact): readonly string[] {
  return surelyMeant(project, languageId, fact.module, resolveImport(project, from, languageId, fact));
}

/** Barrels of barrels, headers of headers: files behind those that are asked for, which may be all of a package. */
const maxFiles = 80;

/** The files that one has the name from, since somebody imports it from there. */
function passedOn(project: Project, file: string, name: string): readonly string[] | 'another' {
  const languageId = project.reader.file(file)?.languageId ?? '';
  const facts = project.reader.importsOf(file);
  const isHeader = languageId === 'c' || languageId === 'cpp';
  const hasModules = /^(?:java|type)script|^(?:python|rust)$/.test(languageId);
  const given = (fact: ImportFact) => fact.names.filter(({ name: from, alias = from }) => alias === name);
  if (hasModules && facts.some((fact) => given(fact).some(({ name: from }) => from !== name))) return 'another';
  return facts
    .filter((fact) => {
      const isWhole = fact.isWholeModule && fact.alias === undefined && (fact.isReexport || isHeader);
      return fact.module !== '' && (isWhole || (hasModules && given(fact).length > 0));
    })
    .flatMap((fact) => filesOf(project, file, languageId, fact));
}
