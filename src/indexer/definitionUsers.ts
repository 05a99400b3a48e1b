import { folderOf } from '../core/context/paths.ts';
import type { ImportFact } from '../shared/codeFacts.ts';
import type { DefinitionUser, SharedDefinition } from '../shared/definitionUsers.ts';
import type { Workspace } from '../shared/workspace.ts';
import type { IndexReader } from './indexStore.ts';
import { isTopLevel } from './isTopLevel.ts';
import { readingOnce } from './readingOnce.ts';
import { filesOf, nameSource } from './resolve/nameSource.ts';
import { nearestFirst } from './resolve/pathIndex.ts';
import { type Project, projectOf } from './resolve/project.ts';
import { resolveSubmodule } from './resolve/resolveImport.ts';
import { surelyMeant } from './resolve/surelyMeant.ts';
import { TimeSlice } from './timeSlice.ts';

/**
 * The files in which a name surely means a definition of another file, those nearest to it first: they import it, or what it
 * is in, through whatever passes it on, and no other thing of that name; or their language needs no import.
 *
 * @throws an AbortError where `signal` says so.
 */
export async function definitionUsers(
  reader: IndexReader,
  workspace: Pick<Workspace, 'read'>,
  definition: SharedDefinition,
  signal: AbortSignal,
): Promise<readonly DefinitionUser[]> {
  const folder = await projectOf(reader, workspace);
  const project = { ...folder, reader: readingOnce(folder.reader) };
  const { path, name } = definition;
  if (reader.file(path) === undefined) return [];
  const hits = new Set(reader.searchChunks([name], maxChunks).map((hit) => hit.path));
  hits.delete(path);
  const users: DefinitionUser[] = [];
  const slice = new TimeSlice();
  for (const other of nearestFirst([...hits], path).slice(0, maxFiles)) {
    await slice.step();
    signal.throwIfAborted();
    users.push(...userOf(project, other, definition));
  }
  return users;
}

/** A name with more is hardly one thing's. */
const maxChunks = 1_000;
const maxFiles = 300;

/** @returns at most one. */
function userOf(project: Project, path: string, definition: SharedDefinition): readonly DefinitionUser[] {
  const file = project.reader.file(path);
  if (file === undefined) return [];
  const { languageId } = file;
  const has = (files: readonly string[]): boolean => nameSource(project, files, definition) === 'definition';
  const modules: string[] = [];
  const qualifiers: string[] = [];
  const facts = project.reader.importsOf(path).filter(({ module }) => module !== '');
  for (const fact of facts) {
    const files = filesOf(project, path, languageId, fact);
    if (fact.names.some(({ name }) => name === definition.name) && has(files)) modules.push(fact.module);
    if (fact.isWholeModule && fact.alias !== undefined && has(files)) qualifiers.push(fact.alias);
    for (const { name, alias = name } of fact.names) {
      const inner = resolveSubmodule(project, path, languageId, fact.module, name);
      if (has(surelyMeant(project, languageId, `${fact.module}.${name}`, inner))) qualifiers.push(alias);
    }
  }
  const isDirect = seesDirectly(project, path, facts, definition);
  return isDirect || modules.length + qualifiers.length > 0 ? [{ path, modules, qualifiers, isDirect }] : [];
}

/** Whether the name alone, without an import that says it, means the definition there, and nothing else can. */
function seesDirectly(
  project: Project,
  path: string,
  facts: readonly ImportFact[],
  definition: SharedDefinition,
): boolean {
  const languageId = project.reader.file(path)?.languageId ?? '';
  const wholes = facts.filter(({ isWholeModule, alias }) => isWholeModule && alias === undefined);
  // There, an import without a name brings in nothing.
  const isScript = /^(?:java|type)script/.test(languageId);
  const sources = (isScript ? [] : wholes).map((fact) =>
    nameSource(project, filesOf(project, path, languageId, fact), definition),
  );
  if (sources.includes('another')) return false;
  return sources.includes('definition') || isOfPackage(project, path, definition);
}

/** Whether a file's package has the definition, and in no other file one of that name, as for another system. */
function isOfPackage(project: Project, path: string, definition: SharedDefinition): boolean {
  if (!isSamePackage(project, path, definition.path)) return false;
  const named = project.reader.symbolsNamed([definition.name]).filter(isTopLevel);
  return !named.some((other) => other.path !== definition.path && isSamePackage(project, other.path, definition.path));
}

/** Whether two files see each other's names without an import. */
function isSamePackage({ reader }: Project, path: string, other: string): boolean {
  const [a, b] = [reader.file(path), reader.file(other)];
  if (a?.package === undefined || a.package !== b?.package) return false;
  if (a.languageId === 'go') return b.languageId === 'go' && folderOf(path) === folderOf(other);
  const jvm = ['java', 'kotlin'];
  return a.languageId === b.languageId || (jvm.includes(a.languageId) && jvm.includes(b.languageId));
}
