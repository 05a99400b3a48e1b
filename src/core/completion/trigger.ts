import { leavesGap, lineAfter, lineBefore } from './lines.ts';
import type { Place } from './place.ts';

/** Why nothing may be shown at all. */
export type SilentReason = 'disabled' | 'languageDisabled' | 'severalCursors' | 'undo' | 'fileTooLarge';

/** Why no answer is computed, though one that is known may be shown. */
export type NotAskReason = 'deletion' | 'paste' | 'midWord' | 'textAfterCursor' | 'shortPrefix' | 'nothingToContinue';

/** What the document's last change was. `accepted`: the user took a completion of ours. */
export type ChangeKind = 'none' | 'typing' | 'accepted' | 'deletion' | 'paste' | 'undo';

export interface TriggerInput {
  readonly trigger: 'automatic' | 'explicit';
  readonly cursorCount: number;
  readonly lastChange: ChangeKind;
  readonly settings: { readonly automatic: boolean; readonly disabledLanguages: readonly string[] };
  readonly place: Place;
}

/** Characters. Larger files are generated ones, where each keystroke would copy megabytes for nothing. */
export const maxDocumentLength = 1_000_000;

/** With fewer characters in front there is nothing to go by. */
const minPrefixCharacters = 3;

/** Whether anything may be shown here; `undefined`: yes. */
export function whySilent({
  trigger,
  cursorCount,
  lastChange,
  settings,
  place,
}: TriggerInput): SilentReason | undefined {
  if (place.prefix.length + place.suffix.length > maxDocumentLength) return 'fileTooLarge';
  if (cursorCount > 1) return 'severalCursors';
  if (trigger === 'explicit') return undefined;
  if (!settings.automatic) return 'disabled';
  if (settings.disabledLanguages.includes(place.languageId)) return 'languageDisabled';
  // Who takes something back does not want it, or anything else, offered again.
  if (lastChange === 'undo') return 'undo';
  return undefined;
}

/** Whether the model may be asked here; `undefined`: yes. An explicit trigger overrides all but an empty document. */
export function whyNotAsk({ trigger, lastChange, place }: TriggerInput): NotAskReason | undefined {
  const { prefix, suffix } = place;
  if (!/\S/.test(prefix)) return 'nothingToContinue';
  if (trigger === 'explicit') return undefined;
  if (lastChange === 'deletion' || lastChange === 'paste') return lastChange;
  const tail = lineAfter(suffix);
  if (/[\p{L}\p{N}_]$/u.test(lineBefore(prefix)) && /^[\p{L}\p{N}_]/u.test(tail)) return 'midWord';
  if (!leavesGap(tail)) return 'textAfterCursor';
  if (!hasCharacters(prefix, minPrefixCharacters)) return 'shortPrefix';
  return undefined;
}

function hasCharacters(text: string, wanted: number): boolean {
  let found = 0;
  for (const _ of text.matchAll(/\S/g)) if (++found >= wanted) return true;
  return false;
}
