import type { NameOrigins } from '../../shared/definitionUsers.ts';
import { isImport, isWord, textOf } from './codeBlocks.ts';
import { definitionAt, isAccess } from './definitions.ts';
import { elementsOf } from './elements.ts';
import { importedNames } from './importedNames.ts';
import { type LexedCode, wordsNamed } from './lexCode.ts';
import { dialectOf } from './names.ts';
import { hasOtherMeaning } from './otherMeanings.ts';
import { isPythonImport } from './pythonDefinitions.ts';
import { isUnscopedBinding } from './unscopedBindings.ts';
import { usesOf } from './usesOf.ts';

/** Where a file names a definition of another one. Indices of tokens, ascending. */
export interface UsesElsewhere {
  /** In imports, and where it is passed on; in C where the file defines what a header declares. */
  readonly bindings: readonly number[];
  /** By its name alone. */
  readonly plain: readonly number[];
  /** By what it is in: `files.load`. */
  readonly qualified: readonly number[];
}

/** Where a name surely means what `origins` say. */
export function usesElsewhere(code: LexedCode, name: string, origins: NameOrigins): UsesElsewhere {
  const qualifiers = origins.qualifiers.filter((qualifier) => isOnlyImported(code, qualifier));
  const qualified = wordsNamed(code, name).filter((index) =>
    qualifiers.some((qualifier) => isQualified(code, index, qualifier)),
  );
  return { ...usesByName(code, name, origins), qualified: elementsOf(code).isSound ? qualified : [] };
}

function usesByName(code: LexedCode, name: string, origins: NameOrigins): Omit<UsesElsewhere, 'qualified'> {
  const imported = importedNames(code, name);
  const known = imported.filter(({ module }) => origins.modules.includes(module));
  const imports = known.map(({ index }) => index);
  if (!origins.isDirect && !known.some(({ isBound }) => isBound)) return { bindings: imports, plain: [] };
  const bindings = code.languageId === 'c' ? definedHere(code, name) : imports;
  const isElsewhere = imported.some((one) => one.isBound && !known.includes(one));
  const scope = { start: 0, end: code.text.length };
  const isSure = !isElsewhere && !hasOtherMeaning(code, name, new Set(bindings));
  const uses = isSure ? usesOf(code, { index: -1, isMember: false, scope }, name, new Set(bindings)) : undefined;
  // Where it may mean another thing, not even the import is what it seems to be.
  return uses === undefined ? { bindings: [], plain: [] } : { bindings, plain: uses };
}

/** Where a C file defines, for all files, what a header that it includes declares: else it could not have both. */
function definedHere(code: LexedCode, name: string): readonly number[] {
  const isTop = (index: number): boolean => code.parents[index] === -1 && !isAccess(code, index);
  return wordsNamed(code, name).filter((index) => {
    if (!isTop(index) || definitionAt(code, index) === undefined) return false;
    let first = index;
    while (first > 0 && textOf(code, first) !== 'static' && /^[\w*]+$/.test(textOf(code, first - 1))) first--;
    return textOf(code, first) !== 'static';
  });
}

/** Whether the name that a qualifier begins with means what is imported, in all of the file but in functions that say otherwise. */
function isOnlyImported(code: LexedCode, qualifier: string): boolean {
  return wordsNamed(code, qualifier.split(/\.|::/)[0] ?? '').every((index) => {
    if (isAccess(code, index) || isInImport(code, index)) return true;
    const definition = definitionAt(code, index);
    const isHere = definition?.isMember === false && isSeenEverywhere(code, definition.scope);
    return !isHere && !isUnscopedBinding(code, index);
  });
}

function isInImport(code: LexedCode, index: number): boolean {
  if (dialectOf(code.languageId) === 'python') return isPythonImport(code, index);
  const open = code.parents[index] ?? -1;
  if (open !== -1 && isImport(code, open)) return true;
  return /^(?:import|use)$/.test(textOf(code, index - 1)) || isModuleName(code, index);
}

/** TypeScript's `* as name`. */
function isModuleName(code: LexedCode, index: number): boolean {
  return textOf(code, index - 1) === 'as' && textOf(code, index - 2) === '*';
}

function isSeenEverywhere(
  { text }: LexedCode,
  scope: { readonly start: number; readonly end: number } | undefined,
): boolean {
  return scope !== undefined && scope.start <= 0 && scope.end >= text.length;
}

/** Whether `qualifier` stands before a name, and means what it does in most of the file. */
function isQualified(code: LexedCode, index: number, qualifier: string): boolean {
  let at = index;
  for (const part of qualifier.split(/\.|::/).reverse()) {
    if (!/^(?:\.|::|\?\.)$/.test(textOf(code, at - 1)) || textOf(code, at - 2) !== part) return false;
    at -= 2;
  }
  if (!isWord(code, at) || isAccess(code, at) || elementsOf(code).texts.has(index)) return false;
  const offset = code.tokens[at]?.start ?? 0;
  return !wordsNamed(code, textOf(code, at)).some((other) => {
    const scope = definitionAt(code, other)?.scope;
    return scope !== undefined && !isSeenEverywhere(code, scope) && scope.start <= offset && offset < scope.end;
  });
}
