import { textOf } from './codeBlocks.ts';
import type { Definition } from './definition.ts';
import { definitionAt, isAccess } from './definitions.ts';
import type { DoneEdit } from './editHistory.ts';
import { type LexedCode, tokenAt, wordsNamed } from './lexCode.ts';
import { dialectOf, isNameOf } from './names.ts';
import type { FoundEdits } from './nextEdits.ts';
import type { ProposedEdit } from './proposedEdit.ts';
import { isShared } from './sharedChange.ts';
import { usesOf } from './usesOf.ts';

/**
 * The other places of a name, where an edit has renamed what it means: at its definition, or at two of its uses.
 *
 * @param alike the edits before it that have changed the same word to the same.
 * @returns `undefined`: it has renamed nothing that is known.
 */
export function renamed(code: LexedCode, edit: DoneEdit, alike: readonly DoneEdit[]): FoundEdits | undefined {
  const { oldText, newText, range } = edit;
  const index = tokenAt(code, range.start);
  const isName = (text: string): boolean => isNameOf(text, dialectOf(code.languageId));
  if (!isName(oldText) || !isName(newText) || textOf(code, index) !== newText) return undefined;
  const known = new Set([index, ...alike.map((other) => tokenAt(code, other.range.start))]);
  const definition = definitionAt(code, index);
  const shared = (of: Definition): Pick<FoundEdits, 'shared'> =>
    isShared(code, of, [oldText, newText]) ? { shared: { kind: 'rename', name: oldText, newName: newText } } : {};
  const isTaken = (of: Definition): boolean => hasName(code, newText, of, known);
  if (definition !== undefined) {
    if (alike.length === 0 && isTaken(definition)) return { edits: [] };
    const uses = usesOf(code, definition, oldText);
    const edits = editsOf(code, uses ?? [], newText);
    if (edits.length === 0 && alike.length > 0) return undefined;
    return uses === undefined || isTaken(definition) ? { edits } : { edits, ...shared(definition) };
  }
  if (alike.length === 0 || isAccess(code, index)) return undefined;
  const before = meaningAt(code, oldText, range.start);
  if (before !== undefined && contains(before, alike)) {
    const uses = usesOf(code, before, oldText);
    if (uses === undefined) return { edits: [] };
    if (isTaken(before)) return { edits: editsOf(code, uses, newText) };
    // Where the new name is nothing yet, the definition is one of the places.
    const places = [before.index, ...uses].sort((a, b) => a - b);
    return { edits: editsOf(code, places, newText), ...shared(before) };
  }
  const now = meaningAt(code, newText, range.start);
  return now !== undefined && known.has(now.index)
    ? { edits: editsOf(code, usesOf(code, now, oldText) ?? [], newText) }
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

/** The edits that give words another name. */
export function editsOf(code: LexedCode, indices: readonly number[], newText: string): readonly ProposedEdit[] {
  return indices.flatMap((index) => {
    const token = code.tokens[index];
    return token ? [{ range: { start: token.start, end: token.end }, oldText: token.text, newText }] : [];
  });
}
