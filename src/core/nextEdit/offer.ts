import { applyEdit, type OffsetRange, type TextEdit } from '../../shared/text.ts';
import { isWordCharacter } from './editHistory.ts';
import { moveRange } from './moveRange.ts';
import type { NextEdits } from './nextEdits.ts';
import type { ProposedEdit } from './proposedEdit.ts';

/** Edits that are offered one after the other, from the place of the last one on, and from the top again. */
export interface Offer {
  /** Ascending; none where it goes on elsewhere. */
  readonly edits: readonly ProposedEdit[];
  /** After the last, there may be more in other documents. */
  readonly goesOn: boolean;
  /** Where the last edit was made, by the user or by accepting. */
  readonly origin: OffsetRange;
  /** What the user may write differently there: typing in it is no other edit. */
  readonly placeholder?: OffsetRange;
}

export function newOffer({ edits, origin, shared }: NextEdits): Offer {
  return { edits, origin, goesOn: shared !== undefined };
}

/** The one that is offered now. `undefined`: there is none left in this document. */
export function offeredEdit({ edits, origin }: Offer): ProposedEdit | undefined {
  return edits.find(({ range }) => range.start >= origin.end) ?? edits[0];
}

/** What is offered once it is known that other documents have nothing more. `undefined`: nothing. */
export function endingHere(offer: Offer): Offer | undefined {
  return offer.edits.length === 0 ? undefined : { ...offer, goesOn: false };
}

/** Whether edits make the offered edit, perhaps without what stays of it at both ends. */
export function isAcceptance(offer: Offer, edits: readonly TextEdit[]): boolean {
  const offered = offeredEdit(offer);
  const [edit, ...others] = edits;
  if (offered === undefined || edit === undefined || others.length > 0) return false;
  const { range, oldText, newText } = offered;
  const [start, end] = [edit.range.start - range.start, edit.range.end - range.start];
  return start >= 0 && end <= oldText.length && applyEdit(oldText, { ...edit, range: { start, end } }) === newText;
}

/** What is offered once the offered edit has been made. `undefined`: that was the last. */
export function afterAcceptance(offer: Offer): Offer | undefined {
  const accepted = offeredEdit(offer);
  if (accepted === undefined) return offer;
  const { range, newText, placeholder } = accepted;
  const growth = newText.length - (range.end - range.start);
  const edits = offer.edits
    .filter((edit) => edit !== accepted)
    .map((edit) => (edit.range.start < range.start ? edit : { ...edit, range: shifted(edit.range, growth) }));
  if (edits.length === 0 && !offer.goesOn) return undefined;
  const origin = { start: range.start, end: range.end + growth };
  return {
    ...{ edits, origin, goesOn: offer.goesOn },
    ...(placeholder && { placeholder: shifted(placeholder, range.start) }),
  };
}

/**
 * What is still offered after other edits.
 *
 * @param text the document's after them.
 * @param isTyped the user has made them, at the cursor: they say that something else is wanted, but in a placeholder.
 * @returns `undefined`: nothing.
 */
export function afterEdits(
  offer: Offer,
  changes: readonly TextEdit[],
  text: string,
  isTyped: boolean,
): Offer | undefined {
  const placeholder = offer.placeholder && grown(offer.placeholder, changes);
  if (isTyped && placeholder === undefined) return undefined;
  const origin = grown(offer.origin, changes) ?? moveRange(offer.origin, changes);
  const edits = offer.edits.flatMap((edit) => {
    const range = moveRange(edit.range, changes);
    return range !== undefined && isThere(text, range, edit.oldText) ? [{ ...edit, range }] : [];
  });
  if (origin === undefined || (edits.length === 0 && !offer.goesOn)) return undefined;
  return { ...{ edits, origin, goesOn: offer.goesOn }, ...(placeholder && { placeholder }) };
}

function shifted({ start, end }: OffsetRange, by: number): OffsetRange {
  return { start: start + by, end: end + by };
}

/** A range that one edit was made in, its ends included. `undefined`: it was not made there. */
export function grown({ start, end }: OffsetRange, edits: readonly TextEdit[]): OffsetRange | undefined {
  const [edit, ...others] = edits;
  if (edit === undefined || others.length > 0 || edit.range.start < start || edit.range.end > end) return undefined;
  return { start, end: end + edit.newText.length - (edit.range.end - edit.range.start) };
}

/** Stands there as whole words. */
function isThere(text: string, { start, end }: OffsetRange, oldText: string): boolean {
  const joins = (left: number): boolean => isWordCharacter(text.charAt(left)) && isWordCharacter(text.charAt(left + 1));
  return text.slice(start, end) === oldText && (oldText === '' || (!joins(start - 1) && !joins(end - 1)));
}
