import type { NameOrigins } from '../../shared/definitionUsers.ts';
import type { OffsetRange } from '../../shared/text.ts';
import { isWord, textOf } from './codeBlocks.ts';
import { definitionAt, isAccess } from './definitions.ts';
import { importedNames } from './importedNames.ts';
import { type LexedCode, wordsNamed } from './lexCode.ts';
import { usesOf } from './usesOf.ts';

/** Where a file names a definition of another one. Indices of tokens, ascending. */
export interface UsesElsewhere {
  /** In imports, and where it is passed on. */
  readonly imports: readonly number[];
  /** By its name alone. */
  readonly plain: readonly number[];
  /** By what it is in: `files.load`. */
  readonly qualified: readonly number[];
}

/** Where a name surely means what `origins` say. */
export function usesElsewhere(code: LexedCode, name: string, origins: NameOrigins): UsesElsewhere {
  const imported = importedNames(code, name);
  const known = imported.filter(({ module }) => origins.modules.includes(module));
  const imports = known.map(({ index }) => index);
  const isElsewhere = imported.some((one) => one.isBound && !known.includes(one));
  const isSeen = origins.isDirect || known.some(({ isBound }) => isBound);
  const scope = { start: 0, end: code.text.length };
  const uses =
    isSeen && !isElsewhere ? usesOf(code, { index: -1, isMember: false, scope }, name, new Set(imports)) : [];
  return {
    // It defines one of that name itself: then not even the import is what it seems to be.
    imports: uses === undefined ? [] : imports,
    plain: uses ?? [],
    qualified: wordsNamed(code, name).filter((index) =>
      origins.qualifiers.some((qualifier) => isQualified(code, index, qualifier, scope)),
    ),
  };
}

/** Whether `qualifier` stands before a name, and means what it does in most of the file. */
function isQualified(code: LexedCode, index: number, qualifier: string, all: OffsetRange): boolean {
  let at = index;
  for (const part of qualifier.split(/\.|::/).reverse()) {
    if (!/^(?:\.|::|\?\.)$/.test(textOf(code, at - 1)) || textOf(code, at - 2) !== part) return false;
    at -= 2;
  }
  if (!isWord(code, at) || isAccess(code, at)) return false;
  const offset = code.tokens[at]?.start ?? 0;
  return !wordsNamed(code, textOf(code, at)).some((other) => {
    const scope = definitionAt(code, other)?.scope;
    const isInner = scope !== undefined && (scope.start > all.start || scope.end < all.end);
    return isInner && scope.start <= offset && offset < scope.end;
  });
}
