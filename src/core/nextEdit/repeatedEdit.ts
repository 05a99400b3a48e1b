import type { OffsetRange } from '../../shared/text.ts';
import { namesIn } from '../context/identifiers.ts';
import { type DoneEdit, isWordCharacter } from './editHistory.ts';
import type { TextKind } from './lexCode.ts';
import type { ProposedEdit } from './proposedEdit.ts';

/** An edit that was made twice, with what stands around both. */
export interface EditPattern {
  readonly kind: 'repeat';
  readonly left: string;
  readonly oldText: string;
  readonly newText: string;
  readonly right: string;
  /** It stood behind a dot at one of the places at least: elsewhere a member is another thing than what has its name. */
  readonly mayBeMember: boolean;
  /** What all of that belongs to. */
  readonly textKind: TextKind;
  readonly languageId: string;
}

/**
 * What an edit that was made twice has in common.
 *
 * @param kindAt what an offset of the text belongs to.
 * @returns `undefined`: it was made once, or tells too little.
 */
export function editPattern(
  text: string,
  languageId: string,
  edit: DoneEdit,
  alike: readonly DoneEdit[],
  kindAt: (offset: number) => TextKind,
): EditPattern | undefined {
  const textKind = kindAt(edit.range.start);
  const other = alike.findLast(({ range }) => kindAt(range.start) === textKind);
  if (other === undefined) return undefined;
  const { oldText, newText } = edit;
  const left = commonLeft(text, edit.range, other.range);
  const right = commonRight(text, edit.range, other.range);
  if (!isTelling(left, oldText, right)) return undefined;
  const mayBeMember = textKind !== 'code' || left !== '' || [edit, other].some(({ range }) => isMember(text, range));
  return { kind: 'repeat', left, oldText, newText, right, mayBeMember, textKind, languageId };
}

/** The places of a text, of the pattern's language, where its edit can be made again. */
export function repeatedEdits(
  text: string,
  { left, oldText, newText, right, mayBeMember, textKind }: EditPattern,
  kindAt: (offset: number) => TextKind,
): readonly ProposedEdit[] {
  const pattern = left + oldText + right;
  const done = placesOf(text, left + newText + right);
  const doneLength = left.length + newText.length + right.length;
  const found: ProposedEdit[] = [];
  let end = 0;
  for (const start of placesOf(text, pattern)) {
    const range = { start: start + left.length, end: start + left.length + oldText.length };
    const isDone = done.some((at) => at <= start && start + pattern.length <= at + doneLength);
    if (!mayBeMember && isMember(text, range)) continue;
    if (start < end || isDone || !isWhole(text, start, pattern) || kindAt(range.start) !== textKind) continue;
    found.push({ range, oldText, newText });
    end = start + pattern.length;
  }
  return left + right === '' && found.length > maxWithoutContext ? [] : found;
}

function isMember(text: string, { start }: OffsetRange): boolean {
  return /(?:\.|::|->)$/.test(text.slice(Math.max(0, start - 2), start));
}

/** Whether a pattern tells what was meant in a document that nobody has edited: one word there may be many things. */
export function isTellingElsewhere({ left, oldText, right }: EditPattern): boolean {
  return new Set(namesIn([left, oldText, right].join(' '))).size > 1;
}

/** So many places have a word for many reasons. */
const maxWithoutContext = 20;

/** Whether a name tells what was meant; a longer one where nothing is around it. */
function isTelling(left: string, oldText: string, right: string): boolean {
  const shortest = left + right === '' ? 4 : 3;
  return namesIn([left, oldText, right].join(' ')).some(({ length }) => length >= shortest);
}

/** What stands in front of both, in their lines, in whole words and without the indentation. */
function commonLeft(text: string, a: OffsetRange, b: OffsetRange): string {
  let length = 0;
  const char = ({ start }: OffsetRange, distance: number): string => text.charAt(start - 1 - distance);
  while (char(a, length) !== '' && char(a, length) === char(b, length) && !/[\r\n]/.test(char(a, length))) length++;
  const isInWord = [a, b].some(
    (range) => isWordCharacter(char(range, length)) && isWordCharacter(char(range, length - 1)),
  );
  const left = text.slice(a.start - length, a.start);
  return (isInWord ? left.replace(/^[\p{ID_Continue}$]+/u, '') : left).trimStart();
}

/** As {@link commonLeft}, of what stands behind. */
function commonRight(text: string, a: OffsetRange, b: OffsetRange): string {
  let length = 0;
  const char = ({ end }: OffsetRange, distance: number): string => text.charAt(end + distance);
  while (char(a, length) !== '' && char(a, length) === char(b, length) && !/[\r\n]/.test(char(a, length))) length++;
  const isInWord = [a, b].some(
    (range) => isWordCharacter(char(range, length)) && isWordCharacter(char(range, length - 1)),
  );
  const right = text.slice(a.end, a.end + length);
  return (isInWord ? right.replace(/[\p{ID_Continue}$]+$/u, '') : right).trimEnd();
}

function placesOf(text: string, part: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at !== -1 && part !== ''; at = text.indexOf(part, at + 1)) places.push(at);
  return places;
}

/** Neither begins nor ends within a word. */
function isWhole(text: string, start: number, part: string): boolean {
  const end = start + part.length;
  const joins = (left: number): boolean => isWordCharacter(text.charAt(left)) && isWordCharacter(text.charAt(left + 1));
  return !joins(start - 1) && !joins(end - 1);
}
