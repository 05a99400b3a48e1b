import { applyEdits, type TextEdit } from '../../shared/text.ts';
import { acceptEdits, type Hunk, hunksBetween, linesBeside, proposalText } from './hunks.ts';
import { hunkStatus, rebaseHunks, smallEdits } from './rebaseHunks.ts';

export type LineEnd = '\n' | '\r\n';

/** A document's text, all of whose line ends are the same one. */
export interface LineText {
  readonly text: string;
  /** What a new line is to end with. */
  readonly lineEnd: LineEnd;
}

/** A change of a document, as its editor tells of it. */
export interface DocumentChange extends LineText {
  /** What led to the text, the last in the text before it first. Where they do not, lines are compared. */
  readonly edits: readonly TextEdit[];
}

/** A proposed change of one document, as it stands: a value that each event makes into another one. */
export interface ReviewState extends LineText {
  /** All that were proposed and still have a place, those that are decided too. */
  readonly hunks: readonly Hunk[];
  readonly stage: Writing | Offered;
  /** What the user has decided, the latest last. */
  readonly decisions: readonly Decision[];
}

/** The proposal grows, and nothing can be accepted. */
interface Writing {
  readonly kind: 'writing';
  /** The text that the proposal is made from. */
  readonly base: string;
  readonly after: string;
  /** Changes of the document since then. */
  readonly typed: readonly (readonly TextEdit[])[];
}

/** The proposal is whole. */
interface Offered {
  readonly kind: 'offered';
  /** What was checked. */
  readonly after: string;
  readonly checks: readonly string[];
}

interface Decision {
  readonly kind: 'accepted' | 'rejected';
  readonly ids: readonly number[];
}

/** Nothing is proposed yet. */
export function beginReview({ text, lineEnd }: LineText): ReviewState {
  return { text, lineEnd, hunks: [], decisions: [], stage: { kind: 'writing', base: text, after: text, typed: [] } };
}

/** @param after the whole document as it is made so far, from the text at the beginning. Its line ends are of no account. */
export function progressed(state: ReviewState, after: string): ReviewState {
  if (state.stage.kind !== 'writing') return state;
  return written(state, { ...state.stage, after: withLineEnd(after, state.lineEnd) });
}

/** The proposal is whole. @param after as in {@link progressed}. @param checks a sentence each. */
export function offered(state: ReviewState, after: string, checks: readonly string[]): ReviewState {
  const whole = progressed(state, after);
  return { ...whole, stage: { kind: 'offered', after: whole.stage.after, checks } };
}

/** Whatever has changed the document: typing, an acceptance, undo, a formatter, another program. */
export function documentChanged(state: ReviewState, { text, lineEnd, edits }: DocumentChange): ReviewState {
  if (lineEnd !== state.lineEnd) {
    return documentChanged(convertLineEnds(state, lineEnd), { text, lineEnd, edits: [] });
  }
  const isKnown = applyEdits(state.text, edits) === text;
  const known = isKnown ? smallEdits(state.text, edits) : editsBetween(state.text, text);
  const { stage } = state;
  if (stage.kind === 'writing') return written({ ...state, text }, { ...stage, typed: [...stage.typed, known] });
  return { ...state, text, hunks: rebaseHunks(state.hunks, known, text) };
}

/** Those that can be accepted or rejected. */
export function openHunks(state: ReviewState): readonly Hunk[] {
  const rejected = new Set(state.decisions.filter(({ kind }) => kind === 'rejected').flatMap(({ ids }) => ids));
  return state.hunks.filter((hunk) => !rejected.has(hunk.id) && hunkStatus(state.text, hunk) === 'open');
}

/** Those of `before` that were open, and that a change of their lines has made meaningless. Their ranges are of `before`. */
export function lostHunks(before: ReviewState, now: ReviewState): readonly Hunk[] {
  const known = new Map(now.hunks.map((hunk) => [hunk.id, hunk]));
  return openHunks(before).filter(({ id }) => {
    const hunk = known.get(id);
    return hunk === undefined || hunkStatus(now.text, hunk) === 'changed';
  });
}

/** The review as it would be offered if the document had not changed since the beginning. */
export function offeredUntouched(state: ReviewState, after: string): ReviewState {
  const text = state.stage.kind === 'writing' ? state.stage.base : state.text;
  return offered(beginReview({ text, lineEnd: state.lineEnd }), after, []);
}

/** Whether what these hunks bring stands in the document. */
export function areAccepted({ hunks, text }: ReviewState, ids: readonly number[]): boolean {
  const accepted = hunks.filter((hunk) => hunkStatus(text, hunk) === 'accepted').map(({ id }) => id);
  return ids.every((id) => accepted.includes(id));
}

/** What the document becomes where all that is open is accepted. */
export function proposalOf(state: ReviewState): string {
  return proposalText(state.text, openHunks(state));
}

/** Whether that is what was checked: nothing was typed, and nothing rejected. */
export function isAsChecked(state: ReviewState): boolean {
  return proposalOf(state) === state.stage.after;
}

/**
 * What accepting these hunks changes. It counts once the document has changed so, and {@link decided} remembers it.
 *
 * @param ids those that are not open are left out.
 */
export function acceptanceOf(state: ReviewState, ids: readonly number[]): readonly TextEdit[] {
  if (state.stage.kind !== 'offered') return [];
  return acceptEdits(
    state.text,
    openHunks(state).filter(({ id }) => ids.includes(id)),
  );
}

export function decided(state: ReviewState, kind: Decision['kind'], ids: readonly number[]): ReviewState {
  return ids.length === 0 ? state : { ...state, decisions: [...state.decisions, { kind, ids }] };
}

/**
 * Takes the latest decision back, for diffs, in which VS Code's undo does nothing.
 *
 * @returns the edits that this needs, the last in the text first; `undefined` where nothing is left to be taken back.
 */
export function takenBack(
  state: ReviewState,
): { readonly state: ReviewState; readonly edits: readonly TextEdit[] } | undefined {
  const last = state.decisions.at(-1);
  if (last === undefined) return undefined;
  const rest = { ...state, decisions: state.decisions.slice(0, -1) };
  if (last.kind === 'rejected') {
    return openHunks(rest).length > openHunks(state).length ? { state: rest, edits: [] } : takenBack(rest);
  }
  const undone = state.hunks
    .filter(({ id }) => last.ids.includes(id))
    .map((hunk) => ({ ...hunk, oldText: hunk.newText, newText: hunk.oldText }))
    .filter((hunk) => hunkStatus(state.text, hunk) === 'open');
  if (undone.length === 0) return takenBack(rest);
  // The lines around them may be others than those that were proposed for.
  const hunks = state.hunks.map((hunk) =>
    hunk.beside && last.ids.includes(hunk.id) ? { ...hunk, beside: linesBeside(state.text, hunk.range) } : hunk,
  );
  return { state: { ...rest, hunks }, edits: acceptEdits(state.text, undone) };
}

function written(state: ReviewState, stage: Writing): ReviewState {
  const { base, after, typed } = stage;
  const hunks = typed.reduce<readonly Hunk[]>((known, edits) => rebaseHunks(known, edits), hunksBetween(base, after));
  return { ...state, stage, hunks };
}

function convertLineEnds(state: ReviewState, lineEnd: LineEnd): ReviewState {
  const convert = (text: string): string => withLineEnd(text, lineEnd);
  const text = convert(state.text);
  const { stage } = state;
  if (stage.kind === 'writing') {
    const base = convert(stage.base);
    const changes = { base, after: convert(stage.after), typed: [editsBetween(base, text)] };
    return written({ ...state, text, lineEnd }, { ...stage, ...changes });
  }
  const offsetOf = (offset: number): number => convert(state.text.slice(0, offset)).length;
  const hunks = state.hunks.map(({ id, range, oldText, newText, beside }) => ({
    ...{ id, oldText: convert(oldText), newText: convert(newText) },
    range: { start: offsetOf(range.start), end: offsetOf(range.end) },
    ...(beside && { beside: { above: convert(beside.above), below: convert(beside.below) } }),
  }));
  return { ...state, text, lineEnd, hunks, stage: { ...stage, after: convert(stage.after) } };
}

function editsBetween(before: string, after: string): readonly TextEdit[] {
  return acceptEdits(before, hunksBetween(before, after));
}

export function withLineEnd(text: string, lineEnd: LineEnd): string {
  return text.replace(/\r\n|\r|\n/g, lineEnd);
}
