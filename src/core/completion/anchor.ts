import type { RepoContext } from '../context/snippet.ts';
import type { PartedText } from '../prompt/fimPrompt.ts';
import type { Place } from './place.ts';
import { autoClosedLengths, closes } from './typeThrough.ts';

/**
 * The text around a cursor as a prompt had it. What is typed behind it belongs to the middle, which the model continues:
 * prefix and suffix stay evaluated, whatever the order of the markers, and a keystroke costs what was typed.
 *
 * Both texts are cut out of the document, with its line ends.
 */
export interface Anchor {
  readonly uri: string;
  /** What was known of the repository, which stands in front of it all. Absent: nothing. */
  readonly repo?: RepoContext | undefined;
  readonly prefix: string;
  /** Absent: the prompts of this model have none. */
  readonly suffix?: string;
  /** Nothing stood in front of the prefix. */
  readonly startsDocument: boolean;
  /** Nothing stood behind the suffix. */
  readonly endsDocument: boolean;
}

/** More typed text is no longer what was typed since: who has written so much has a new place. */
const maxTypedLength = 4_000;

/**
 * The text of a place, parted at an anchor; `undefined` where something else than what stands between the anchor and the
 * cursor has changed.
 *
 * Closers that the editor has put behind the cursor for what was typed are left out: the prompt says what its user has
 * typed, the answer closes it, and `fitTail.ts` fits that in front of the closers.
 */
export function partAt(anchor: Anchor, { uri, prefix, suffix }: Place): PartedText | undefined {
  if (uri !== anchor.uri) return undefined;
  const typed = textBehind(anchor, prefix);
  if (typed === undefined) return undefined;
  if (anchor.suffix === undefined) return { prefix: anchor.prefix, typed, suffix: '' };
  const isSame = (length: number): boolean => followsAt(anchor, suffix, length);
  const isKnown =
    isSame(0) || autoClosedLengths(suffix).some((length) => isSame(length) && isOurs(suffix.slice(0, length), typed));
  return isKnown ? { prefix: anchor.prefix, typed, suffix: anchor.suffix } : undefined;
}

function textBehind({ prefix, startsDocument }: Anchor, text: string): string | undefined {
  if (startsDocument) {
    const isShort = text.length <= prefix.length + maxTypedLength;
    return isShort && text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
  }
  // Nothing to tell this place from others by.
  if (prefix === '') return undefined;
  const near = text.slice(Math.max(0, text.length - prefix.length - maxTypedLength));
  const at = near.lastIndexOf(prefix);
  return at === -1 ? undefined : near.slice(at + prefix.length);
}

function followsAt({ suffix = '', endsDocument }: Anchor, text: string, at: number): boolean {
  return text.startsWith(suffix, at) && (!endsDocument || text.length === at + suffix.length);
}

/** An apostrophe in a comment above opens nothing: closers in the cursor's line are those of that line. */
function isOurs(closers: string, typed: string): boolean {
  return closes(closers, typed.slice(typed.lastIndexOf('\n') + 1)) || closes(closers, typed);
}
