import { textOf } from './codeBlocks.ts';
import type { Definition } from './definition.ts';
import { definitionAt, isAccess } from './definitions.ts';
import type { DoneEdit } from './editHistory.ts';
import { type LexedCode, tokenAt, wordsNamed } from './lexCode.ts';
import { dialectOf, isNameOf } from './names.ts';
import type { ProposedEdit } from './nextEdits.ts';
import { usesOf } from './usesOf.ts';

/**
 * The other places of a name, where an edit has renamed what it means: at its definition, or at two of its uses.
 *
 * @param alike the edits before it that have changed the same word to the same.
 * @returns `undefined`: it has renamed nothing that is known.
 */
export function renamed(
  code: LexedCode,
  edit: DoneEdit,
  alike: readonly DoneEdit[],
): readonly ProposedEdit[] | undefined {
  const { oldText, newText, range } = edit;
  const index = tokenAt(code, range.start);
  const isName = (text: string): boolean => isNameOf(text, dialectOf(code.languageId));
  if (!isName(oldText) || !isName(newText) || textOf(code, index) !== newText) return undefined;
  const known = new Set([index, ...alike.map((other) => tokenAt(code, other.range.start))]);
  const definition = definitionAt(code, index);
  const isTaken = (of: Definition): boolean => hasName(code, newText, of, known);
  if (definition !== undefined) {
    if (alike.length === 0 && isTaken(definition)) return [];
    const places = editsOf(code, usesOf(code, definition, oldText) ?? [], newText);
    return places.length > 0 || alike.length === 0 ? places : undefined;
  }
  if (alike.length === 0 || isAccess(code, index)) return undefined;
  const before = meaningAt(code, oldText, range.start);
  if (before !== undefined && contains(before, alike)) {
    const uses = usesOf(code, before, oldText);
    if (uses === undefined) return [];
    // Where the new name is nothing yet, the definition is one of the places.
    return editsOf(code, isTaken(before) ? uses : [before.index, ...uses].sort((a, b) => a - b), newText);
  }
  const now = meaningAt(code, newText, range.start);
  return now !== undefined && known.has(now.index)
    ? editsOf(code, usesOf(code, now, oldText) ?? [], newText)
    : undefined;
}

/** What a name means at an offset, where that is no member. */
function meaningAt(code: LexedCode, name: string, offset: number): Definition | undefined {
  return wordsNamed(code, name)
    .flatMap((index) => definitionAt(code, index) ?? [])
    .filter(({ isMember, scope }) => !isMember && scope.start <= offset && offset < scope.end)
    .sort((a, b) => a.scope.end - a.scope.start - (b.scope.end - b.scope.start))[0];
}

function contains({ scope }: Definition, edits: readonly DoneEdit[]): boolean {
  return edits.every(({ range }) => scope.start <= range.start && range.end <= scope.end);
}

/** Whether a name means something already where it would be used, but at places that are known. */
function hasName(code: LexedCode, name: string, { scope, isMember }: Definition, known: ReadonlySet<number>): boolean {
  const isSeen = (index: number): boolean => {
    const start = code.tokens[index]?.start ?? 0;
    return isMember || (!isAccess(code, index) && scope.start <= start && start < scope.end);
  };
  return wordsNamed(code, name).some((index) => !known.has(index) && isSeen(index));
}

function editsOf(code: LexedCode, indices: readonly number[], newText: string): readonly ProposedEdit[] {
  return indices.flatMap((index) => {
    const token = code.tokens[index];
    return token ? [{ range: { start: token.start, end: token.end }, oldText: token.text, newText }] : [];
  });
}
