/**
 * What becomes of completions, told by events: pure, so that the same events always count the same. A completion is one
 * however often it is asked for while its user types it.
 */
import type { OffsetRange, TextEdit } from '../../shared/text.ts';
import { compareKept, followEdits } from './followText.ts';
import { advanceGhost, type Ghost, type TakenText } from './ghost.ts';
import { histogramOf } from './histogram.ts';
import type { Statistics } from './statistics.ts';
import { emptyTally, horizons, type Tally } from './tally.ts';
import type { TimeParts } from './timeParts.ts';

export interface Recording {
  /** Of the newest offer: no identifier means two, even when all else is forgotten. */
  readonly lastId: number;
  /** What may still be accepted, the newest last. */
  readonly offers: readonly Offer[];
  /** What the editor draws, as far as can be told. */
  readonly ghost: Ghost | undefined;
  readonly followed: readonly Followed[];
}

/** A completion that was shown: all that is counted of it goes to the day and language of that. */
interface Offer {
  readonly id: number;
  readonly uri: string;
  readonly day: string;
  readonly languageId: string;
  /** The document that accepting it gives; empty for all but the newest. */
  readonly outcome: string;
  readonly taken: 'no' | 'partly' | 'wholly';
}

/** Accepted text that is to be looked at again. */
export interface Followed {
  readonly offer: Pick<Offer, 'id' | 'day' | 'languageId'>;
  readonly uri: string;
  readonly text: string;
  readonly range: OffsetRange;
  /** Of the last piece that was taken. */
  readonly acceptedAtMs: number;
  /** As many of {@link horizons} are past. */
  readonly looks: number;
  /** What stood there when the document was closed. */
  readonly lastText?: string;
}

export type StatisticsEvent =
  | {
      readonly kind: 'answered';
      readonly uri: string;
      readonly languageId: string;
      readonly day: string;
      /** The whole document, and the cursor in it. */
      readonly text: string;
      readonly offset: number;
      readonly itemLength: number;
      readonly completions: readonly { readonly text: string; readonly range: OffsetRange }[];
      /** Absent: not to be counted. */
      readonly times?: TimeParts;
    }
  /** `edits`: the last in the document first. */
  | { readonly kind: 'changed'; readonly uri: string; readonly edits: readonly TextEdit[]; readonly atMs: number }
  /** The editor says that it has put it in to its end; the change has been told before. */
  | { readonly kind: 'accepted'; readonly offerId: number; readonly atMs: number }
  | { readonly kind: 'closed'; readonly uri: string; readonly text: string }
  /** What stands now where the accepted text is followed to. */
  | { readonly kind: 'lookedAt'; readonly offerId: number; readonly text: string };

export interface Recorded {
  readonly recording: Recording;
  /** To be added to what is known. */
  readonly added: Statistics;
}

export const nothingRecorded: Recording = { lastId: 0, offers: [], ghost: undefined, followed: [] };

/** VS Code may still draw the last but one when a new one is there. */
const maxOffers = 8;
const maxFollowed = 200;

export function record(recording: Recording, event: StatisticsEvent): Recorded {
  switch (event.kind) {
    case 'answered':
      return recordAnswer(recording, event);
    case 'changed':
      return recordChange(recording, event);
    case 'accepted':
      return recordAccept(recording, event);
    case 'closed':
      return {
        recording: {
          ...recording,
          followed: recording.followed.map((one) => (one.uri === event.uri ? closed(one, event.text) : one)),
        },
        added: [],
      };
    case 'lookedAt':
      return recordLook(recording, event);
  }
}

/** When a followed text is to be looked at next. */
export function dueAtMs({ acceptedAtMs, looks }: Followed): number {
  return acceptedAtMs + (horizons[looks]?.afterMs ?? 0);
}

function recordAnswer(recording: Recording, event: StatisticsEvent & { readonly kind: 'answered' }): Recorded {
  const { uri, languageId, day, text, offset, itemLength, completions, times } = event;
  const [first] = completions;
  if (first === undefined) return { recording: { ...recording, ghost: undefined }, added: [] };
  const { start, end } = first.range;
  const outcome = text.slice(0, start) + first.text + text.slice(end);
  const newest = recording.offers.at(-1);
  const isSame = newest?.uri === uri && newest.outcome === outcome && newest.taken !== 'wholly';
  const id = isSame ? newest.id : recording.lastId + 1;
  const existing = text.slice(start, offset);
  const ghost: Ghost = { offerId: id, uri, start, existing, itemLength, texts: completions.map((one) => one.text) };
  if (isSame) return { recording: { ...recording, ghost }, added: [] };
  const past = recording.offers.slice(1 - maxOffers).map((offer) => ({ ...offer, outcome: '' }));
  const offer: Offer = { id, uri, day, languageId, outcome, taken: 'no' };
  const added = rowOf(offer, { shown: 1, ...(times && { times: timesOf(times) }) });
  return { recording: { ...recording, lastId: id, offers: [...past, offer], ghost }, added };
}

function recordChange(
  recording: Recording,
  { uri, edits, atMs }: StatisticsEvent & { readonly kind: 'changed' },
): Recorded {
  const { ghost } = recording;
  const followed = recording.followed.flatMap((one) => {
    if (one.uri !== uri || one.lastText !== undefined) return [one];
    const range = followEdits(one, edits);
    return range === undefined ? [] : [{ ...one, range }];
  });
  // A change without edits only says that the document became dirty or was saved.
  if (ghost?.uri !== uri || edits.length === 0) return { recording: { ...recording, followed }, added: [] };
  const advanced = advanceGhost(ghost, edits);
  const moved = { ...recording, followed, ghost: advanced?.ghost };
  if (advanced?.taken === undefined) return { recording: moved, added: [] };
  return recordTaken(moved, ghost.offerId, 'partly', advanced.taken, atMs);
}

function recordAccept(
  recording: Recording,
  { offerId, atMs }: StatisticsEvent & { readonly kind: 'accepted' },
): Recorded {
  const { ghost } = recording;
  const { typed, ...rest } = ghost?.offerId === offerId ? ghost : {};
  const left = typed === undefined ? recording : { ...recording, ghost: rest as Ghost };
  return recordTaken(left, offerId, 'wholly', typed, atMs);
}

function recordTaken(
  recording: Recording,
  offerId: number,
  taken: 'partly' | 'wholly',
  piece: TakenText | undefined,
  atMs: number,
): Recorded {
  const offer = recording.offers.find(({ id }) => id === offerId);
  if (offer === undefined || offer.taken === 'wholly') return { recording, added: [] };
  const added = rowOf(offer, {
    accepted: offer.taken === 'no' ? 1 : 0,
    whole: taken === 'wholly' ? 1 : 0,
  });
  const offers = recording.offers.map((one) => (one === offer ? { ...one, taken } : one));
  const followed = piece === undefined ? recording.followed : follow(recording.followed, offer, piece, atMs);
  return { recording: { ...recording, offers, followed }, added };
}

/** What is taken piece by piece is followed as one text, as long as nobody has looked at it. */
function follow(followed: readonly Followed[], offer: Offer, piece: TakenText, atMs: number): readonly Followed[] {
  const { id, day, languageId, uri } = offer;
  const end = piece.start + piece.text.length;
  const before = followed.find((one) => one.offer.id === id);
  if (before === undefined) {
    const range = { start: piece.start, end };
    const one = { offer: { id, day, languageId }, uri, text: piece.text, range, acceptedAtMs: atMs, looks: 0 };
    return [...followed, one].slice(-maxFollowed);
  }
  if (before.looks > 0 || before.lastText !== undefined || before.range.end > piece.start) return followed;
  const range = { start: before.range.start, end };
  const grown = { ...before, text: before.text + piece.text, range, acceptedAtMs: atMs };
  return followed.map((one) => (one === before ? grown : one));
}

function closed(one: Followed, text: string): Followed {
  return { ...one, lastText: one.lastText ?? text.slice(one.range.start, one.range.end) };
}

function recordLook(
  recording: Recording,
  { offerId, text }: StatisticsEvent & { readonly kind: 'lookedAt' },
): Recorded {
  const one = recording.followed.find(({ offer }) => offer.id === offerId);
  const horizon = one && horizons[one.looks];
  if (one === undefined || horizon === undefined) return { recording, added: [] };
  const compared = compareKept(one.text, text);
  const kept = compared.keptCharacters * 2 >= compared.characters ? 1 : 0;
  const added = rowOf(one.offer, { [horizon.name]: { lookedAt: 1, kept, ...compared } });
  const looks = one.looks + 1;
  const followed = recording.followed.flatMap((other) => {
    if (other !== one) return [other];
    return looks < horizons.length ? [{ ...one, looks }] : [];
  });
  return { recording: { ...recording, followed }, added };
}

function rowOf({ day, languageId }: Pick<Offer, 'day' | 'languageId'>, tally: Partial<Tally>): Statistics {
  return [{ day, languageId, tally: { ...emptyTally, ...tally } }];
}

function timesOf({ queueMs, prefillMs, decodeMs }: TimeParts): Tally['times'] {
  return {
    queue: histogramOf(queueMs),
    prefill: histogramOf(prefillMs),
    decode: histogramOf(decodeMs),
    together: histogramOf(queueMs + prefillMs + decodeMs),
  };
}
