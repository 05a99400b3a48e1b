import type { OffsetRange } from '../../shared/text.ts';
import type { AnswerPiece } from './confidence.ts';

/** Where a completion goes: the text around the cursor, as it is once the selected item has been put in. */
export interface Place {
  readonly uri: string;
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** What a place is made of. */
export interface PlaceInput {
  readonly document: { readonly uri: string; readonly languageId: string };
  readonly text: string;
  readonly offset: number;
  readonly selectedItem?: { readonly range: OffsetRange; readonly text: string };
}

/**
 * With a selected item, the item's text stands in the prefix instead of its range: everything after this sees an
 * ordinary document, and only {@link toCompletion} has to know of the item again.
 */
export function placeOf({ document: { uri, languageId }, text, offset, selectedItem }: PlaceInput): Place {
  if (selectedItem === undefined) return { uri, languageId, prefix: text.slice(0, offset), suffix: text.slice(offset) };
  const { range } = selectedItem;
  return {
    uri,
    languageId,
    prefix: text.slice(0, range.start) + selectedItem.text,
    suffix: text.slice(Math.max(range.end, offset)),
  };
}

/** Text for a place, and how much of the suffix it takes the place of. */
export interface Candidate {
  readonly text: string;
  readonly replaceLength: number;
  /** Of the text, in order. Absent: nothing is known of how sure the model was. */
  readonly pieces?: readonly AnswerPiece[];
}

/** The place where the cursor stands once the candidate is accepted. */
export function placeAfter({ prefix, suffix, ...document }: Place, { text, replaceLength }: Candidate): Place {
  return { ...document, prefix: prefix + text, suffix: suffix.slice(replaceLength) };
}

/** The candidate as an edit of the document that has the selected item still unaccepted. */
export function toCompletion(
  { offset, selectedItem }: Pick<PlaceInput, 'offset' | 'selectedItem'>,
  { text, replaceLength }: Candidate,
): { readonly text: string; readonly range: OffsetRange } {
  const start = selectedItem?.range.start ?? offset;
  const end = Math.max(selectedItem?.range.end ?? offset, offset) + replaceLength;
  return { text: (selectedItem?.text ?? '') + text, range: { start, end } };
}
