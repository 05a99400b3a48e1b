import type { RepoContext } from '../context/snippet.ts';
import { estimateTokens } from '../prompt/budget.ts';
import type { PromptMode } from '../prompt/families.ts';
import { type CompletionPrompt, fimPrompt, type PartedText } from '../prompt/fimPrompt.ts';
import { hasRoom, partText, type TextRoom, textRoom } from '../prompt/partText.ts';
import { repoContextPrompt } from '../prompt/repoContextPrompt.ts';
import { type Anchor, partAt } from './anchor.ts';
import { maxBlockTokens } from './blockMode.ts';
import type { Place } from './place.ts';

export interface AnchoredPromptInput {
  readonly mode: PromptMode;
  readonly place: Place;
  readonly contextSizeTokens: number;
  /** Goes in as far as there is room. Absent: the document stands alone. */
  readonly repo?: RepoContext | undefined;
  /** Nobody waits for this prompt: an anchor that has been left far behind may be given up for it. */
  readonly isAtRest?: boolean;
}

export interface AnchoredPrompt extends CompletionPrompt {
  /** The same object as long as prompts begin with the same text of the document. */
  readonly anchor: Anchor;
}

/**
 * Makes the prompts of completions, each so that it begins as an earlier one did: where nothing but typing lies between
 * them, they are parted at the same place, as {@link Anchor} says.
 */
export class AnchoredPrompts {
  /** The last used first. */
  readonly #anchors: Anchor[] = [];

  promptFor({ mode, place, contextSizeTokens, repo, isAtRest = false }: AnchoredPromptInput): AnchoredPrompt {
    const hasSuffix = mode.kind === 'fim';
    const context = repo && repoContextPrompt({ mode, contextSizeTokens, repo, languageId: place.languageId });
    const room = textRoom({
      ...{ contextSizeTokens, hasSuffix, contextTokens: context?.tokens ?? 0 },
      // The more an answer may take, the less of the document goes in: as for the longest, so that all have the same.
      answerTokens: maxBlockTokens,
    });
    const known = this.#find(place, hasSuffix, room);
    const isKept = known !== undefined && !(isAtRest && isFarBehind(known.text, room));
    const { anchor, text } = isKept ? known : drop(place, hasSuffix, room);
    this.#use(anchor);
    return { ...fimPrompt({ mode, text, context }), anchor };
  }

  #find(place: Place, hasSuffix: boolean, room: TextRoom): Anchored | undefined {
    for (const anchor of this.#anchors) {
      if (hasSuffix !== (anchor.suffix !== undefined)) continue;
      const text = partAt(anchor, place);
      if (text !== undefined && hasRoom(text, room)) return { anchor, text };
    }
    return undefined;
  }

  #use(anchor: Anchor): void {
    const at = this.#anchors.indexOf(anchor);
    if (at !== -1) this.#anchors.splice(at, 1);
    this.#anchors.unshift(anchor);
    this.#anchors.length = Math.min(this.#anchors.length, maxAnchors);
  }
}

interface Anchored {
  readonly anchor: Anchor;
  readonly text: PartedText;
}

/** As many places are gone back to; the engine keeps the cache of two. */
const maxAnchors = 4;

function drop(place: Place, hasSuffix: boolean, room: TextRoom): Anchored {
  const text = partText(place.prefix, place.suffix, room);
  const anchor: Anchor = {
    uri: place.uri,
    prefix: text.prefix,
    ...(hasSuffix && { suffix: text.suffix }),
    startsDocument: text.prefix.length + text.typed.length === place.prefix.length,
    endsDocument: text.suffix.length === place.suffix.length,
  };
  return { anchor, text };
}

/** Little room is left: better a new anchor now than under the hands of who types. */
function isFarBehind({ typed }: PartedText, { typedTokens }: TextRoom): boolean {
  return typed.includes('\n') && estimateTokens(typed) > typedTokens / 2;
}
