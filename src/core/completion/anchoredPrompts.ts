import type { GenerateRequest } from '../../shared/engine.ts';
import type { RepoContext } from '../context/snippet.ts';
import { estimateTokens } from '../prompt/budget.ts';
import type { PromptMode } from '../prompt/families.ts';
import { type CompletionPrompt, fimPrompt, type PartedText } from '../prompt/fimPrompt.ts';
import { hasRoom, partText, type TextRoom, textRoom } from '../prompt/partText.ts';
import { type RepoContextPrompt, repoContextPrompt } from '../prompt/repoContextPrompt.ts';
import { promptText } from '../prompt/segments.ts';
import { type Anchor, partAt } from './anchor.ts';
import { maxBlockTokens } from './blockMode.ts';
import type { Place } from './place.ts';

export interface AnchoredPromptInput {
  readonly mode: PromptMode;
  readonly place: Place;
  readonly contextSizeTokens: number;
  /** As {@link import('../../shared/engine.ts').EngineModel.keptPrompts}. */
  readonly keptPrompts?: number | undefined;
  /** Goes in as far as there is room. Absent: the document stands alone. */
  readonly repo?: RepoContext | undefined;
}

export interface AnchoredPrompt extends CompletionPrompt, Pick<GenerateRequest, 'sparesNewest'> {
  /** The same object as long as prompts begin with the same text of the document. */
  readonly anchor: Anchor;
}

/**
 * Makes the prompts of completions, each so that it begins as an earlier one did: where nothing but typing lies between
 * them, they are parted at the same place, as {@link Anchor} says.
 *
 * An anchor that only would be a better one comes into force when its prompt has been evaluated: who types on before that
 * goes on with the old one, and pays nothing for what was begun.
 */
export class AnchoredPrompts {
  /** In force. The last used first. */
  readonly #anchors: Anchor[] = [];
  /** Its prompt is being evaluated, or was begun. */
  #next: Anchor | undefined;

  /** For somebody who waits. */
  promptFor(input: AnchoredPromptInput): AnchoredPrompt {
    const draft = new Draft(input);
    return this.#inForce(draft, this.#find(draft, this.#anchors) ?? this.#proposeNext(draft));
  }

  /** For where the cursor rests, so that nobody waits: an anchor that has been left far behind may be given up. */
  promptAtRest(input: AnchoredPromptInput): AnchoredPrompt {
    const draft = new Draft(input);
    const known = this.#find(draft, this.#anchors);
    if (known === undefined) return this.promptFor(input);
    if (!draft.isFarBehind(known)) return this.#inForce(draft, known);
    const next = this.#proposeNext(draft);
    // Where the old prompt would make room for the new one, going back to it would cost more than going on.
    const isWorthWaiting = draft.canSpare && !draft.isSamePrompt(known, next);
    return isWorthWaiting ? this.#begun(draft, next) : this.#inForce(draft, next);
  }

  /**
   * For a place where the cursor may come to be.
   *
   * @returns `undefined` where it would make room for itself in the place of a prompt that somebody types on with.
   */
  promptAhead(input: AnchoredPromptInput): AnchoredPrompt | undefined {
    const draft = new Draft(input);
    const known = this.#find(draft, this.#anchors);
    if (known !== undefined) return draft.promptOf(known);
    return draft.canSpare ? this.#begun(draft, this.#proposeNext(draft)) : undefined;
  }

  /** To be told when a prompt with that anchor has been evaluated to its end. */
  noteEvaluated(anchor: Anchor): void {
    if (this.#next === anchor) this.#use(anchor);
  }

  #find(draft: Draft, anchors: readonly Anchor[]): Anchored | undefined {
    for (const anchor of anchors) {
      const text = draft.partAt(anchor);
      if (text !== undefined) return { anchor, text };
    }
    return undefined;
  }

  /** What was begun is gone on with. */
  #proposeNext(draft: Draft): Anchored {
    const begun = this.#next && this.#find(draft, [this.#next]);
    return begun !== undefined && !draft.isFarBehind(begun) ? begun : draft.drop();
  }

  #inForce(draft: Draft, anchored: Anchored): AnchoredPrompt {
    this.#use(anchored.anchor);
    return draft.promptOf(anchored);
  }

  #begun(draft: Draft, anchored: Anchored): AnchoredPrompt {
    this.#next = anchored.anchor;
    return { ...draft.promptOf(anchored), sparesNewest: true };
  }

  #use(anchor: Anchor): void {
    if (this.#next === anchor) this.#next = undefined;
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

/** The prompt of one place, wherever it will be parted. */
class Draft {
  readonly #input: AnchoredPromptInput;
  readonly #context: RepoContextPrompt | undefined;
  readonly #hasSuffix: boolean;
  readonly #room: TextRoom;

  constructor(input: AnchoredPromptInput) {
    const { mode, place, contextSizeTokens, repo } = input;
    this.#input = input;
    this.#hasSuffix = mode.kind === 'fim';
    this.#context = repo && repoContextPrompt({ mode, contextSizeTokens, repo, languageId: place.languageId });
    this.#room = textRoom({
      ...{ contextSizeTokens, hasSuffix: this.#hasSuffix, contextTokens: this.#context?.tokens ?? 0 },
      // The more an answer may take, the less of the document goes in: as for the longest, so that all have the same.
      answerTokens: maxBlockTokens,
    });
  }

  /** Whether a prompt can be evaluated without making room in the place of the one that was asked for last. */
  get canSpare(): boolean {
    return (this.#input.keptPrompts ?? 1) > 1;
  }

  /** The place's text; `undefined` where a prompt with that anchor can't say it, or has no room for it. */
  partAt(anchor: Anchor): PartedText | undefined {
    if (this.#hasSuffix !== (anchor.suffix !== undefined)) return undefined;
    const text = partAt(anchor, this.#input.place);
    return text !== undefined && hasRoom(text, this.#room) ? text : undefined;
  }

  /** Little room is left: better a new anchor now than under the hands of who types. */
  isFarBehind({ text: { typed } }: Anchored): boolean {
    return typed.includes('\n') && estimateTokens(typed) > this.#room.typedTokens / 2;
  }

  /** A new anchor, at the place. */
  drop(): Anchored {
    const { uri, prefix, suffix } = this.#input.place;
    const text = partText(prefix, suffix, this.#room);
    const anchor: Anchor = {
      uri,
      prefix: text.prefix,
      ...(this.#hasSuffix && { suffix: text.suffix }),
      startsDocument: text.prefix.length + text.typed.length === prefix.length,
      endsDocument: text.suffix.length === suffix.length,
    };
    return { anchor, text };
  }

  promptOf({ anchor, text }: Anchored): AnchoredPrompt {
    return { ...fimPrompt({ mode: this.#input.mode, text, context: this.#context }), anchor };
  }

  /** As where no marker begins the middle: then it is all the same where the text is parted. */
  isSamePrompt(a: Anchored, b: Anchored): boolean {
    return promptText(this.promptOf(a).segments) === promptText(this.promptOf(b).segments);
  }
}
