/** The ghost text that the editor draws, and how it shrinks as its beginning comes into the document. */
import type { TextEdit } from '../../shared/text.ts';

export interface Ghost {
  readonly offerId: number;
  readonly uri: string;
  /** Where the texts begin in the document. */
  readonly start: number;
  /** What of them stands in the document already, from `start` to the cursor; they need not agree with it. */
  readonly existing: string;
  /** As much of each text is the item that is selected in the editor's list, which is not ours. */
  readonly itemLength: number;
  /** Alternatives. */
  readonly texts: readonly string[];
  /** What came into the document of it last, and could have been typed. */
  readonly typed?: TakenText;
}

/** A piece of ghost text in the document. */
export interface TakenText {
  readonly text: string;
  readonly start: number;
}

/**
 * The ghost text after a change of its document.
 *
 * @returns `undefined` where the change has put in nothing that the ghost text begins with. `taken`: it has put in more
 *   than a key does, so it was accepted up to there.
 */
export function advanceGhost(
  ghost: Ghost,
  edits: readonly TextEdit[],
): { readonly ghost: Ghost; readonly taken?: TakenText } | undefined {
  const [edit] = edits;
  if (edit === undefined || edits.length > 1) return undefined;
  const { start, existing } = ghost;
  const known = [
    ...(edit.range.start === start + existing.length ? [existing + edit.newText] : []),
    ...(edit.range.start === start && edit.newText.length > existing.length ? [edit.newText] : []),
  ].find((beginning) => ghost.texts.some((text) => text.startsWith(beginning)));
  if (known === undefined || edit.newText === '') return undefined;
  const oursFrom = Math.max(existing.length, ghost.itemLength);
  const piece = { text: known.slice(oursFrom), start: start + oursFrom };
  const { typed: _, ...rest } = ghost;
  const advanced = { ...rest, existing: known, texts: ghost.texts.filter((text) => text.startsWith(known)) };
  if (isMoreThanAKey(piece.text)) return { ghost: advanced, taken: piece };
  return { ghost: piece.text === '' ? advanced : { ...advanced, typed: piece } };
}

/** Keys put in several characters too: a line end with its indentation, a bracket with the one that closes it. */
function isMoreThanAKey(text: string): boolean {
  return text.trim().length > 1 && /[\p{L}\p{N}]/u.test(text);
}
