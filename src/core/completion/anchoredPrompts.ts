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
 * them, they are parted at the same place, as {@link Anchor} says, and have the same of the repository.
 *
 * An anchor that only would be a better one, or has what is known by now, comes into force when its prompt has been
 * evaluated: who types on before that goes on with the old one, and pays nothing for what was begun.
 */
export class AnchoredPrompts {
  /** In force. The last used first. */
  #anchors: Anchor[] = [];
  /** Its prompt is being evaluated, or was begun. */
  #next: Anchor | undefined;

  /** For somebody who waits. */
  promptFor(input: AnchoredPromptInput): AnchoredPrompt {
    const draft = new Draft(input);
    return this.#inForce(draft, this.#find(draft) ?? this.#propose(draft));
  }

  /** For where the cursor rests, so that nobody waits: an anchor that has been left far behind may be given up. */
  promptAtRest(input: AnchoredPromptInput): AnchoredPrompt {
    const draft = new Draft(input);
    const known = this.#find(draft);
    if (known === undefined) return this.promptFor(input);
    const renewed = draft.isFarBehind(known) ? undefined : draft.renew(known);
    if (renewed === known) return this.#inForce(draft, known);
    const next = this.#propose(draft, renewed);
    // Where the old prompt would make room for the new one, going back to it would cost more than going on.
    const isWorthWaiting = draft.canSpare && !draft.isSamePrompt(known, next);
    return isWorthWaiting ? this.#begin(draft, next) : this.#inForce(draft, next);
  }

  /**
   * For a place where the cursor may come to be.
   *
   * @returns `undefined` where it would make room for itself in the place of a prompt that somebody types on with.
   */
  promptAhead(input: AnchoredPromptInput): AnchoredPrompt | undefined {
    const draft = new Draft(input);
    const known = this.#find(draft);
    if (known !== undefined) return draft.promptOf(known);
    return draft.canSpare ? this.#begin(draft, this.#propose(draft)) : undefined;
  }

  /** To be told when a prompt with that anchor has been evaluated to its end, or takes the place of the old one. */
  putInForce(anchor: Anchor): void {
    if (this.#next === anchor) this.#use(anchor);
  }

  /** Prompts begin anew, also where one is being evaluated: nothing is evaluated, or what they have may not be said, any more. */
  forget(): void {
    this.#anchors = [];
    this.#next = undefined;
  }

  #find(draft: Draft): Anchored | undefined {
    for (const anchor of this.#anchors) {
      const found = draft.partAt(anchor);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What was begun is gone on with. */
  #propose(draft: Draft, renewed?: Anchored): Anchored {
    const begun = this.#next && draft.partAt(this.#next);
    const isOfUse = begun !== undefined && !draft.isFarBehind(begun) && draft.renew(begun) === begun;
    return isOfUse ? begun : (renewed ?? draft.drop());
  }

  #inForce(draft: Draft, anchored: Anchored): AnchoredPrompt {
    this.#use(anchored.anchor);
    return draft.promptOf(anchored);
  }

  #begin(draft: Draft, anchored: Anchored): AnchoredPrompt {
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
  readonly #hasSuffix: boolean;
  readonly #contexts = new Map<RepoContext, RepoContextPrompt | undefined>();

  constructor(input: AnchoredPromptInput) {
    this.#input = input;
    this.#hasSuffix = input.mode.kind === 'fim';
  }

  /** Whether a prompt can be evaluated without making room in the place of the one that was asked for last. */
  get canSpare(): boolean {
    return (this.#input.keptPrompts ?? 1) > 1;
  }

  /**
   * The place's text; `undefined` where a prompt with that anchor can't say it, or has no room for it. What is not known
   * of the repository any more, perhaps since it may not be quoted, is left out at once.
   */
  partAt(anchor: Anchor): Anchored | undefined {
    if (this.#hasSuffix !== (anchor.suffix !== undefined)) return undefined;
    const found = partAt(anchor, this.#input.place);
    if (found === undefined) return undefined;
    const isKept = this.canSpare && this.#input.repo !== undefined;
    return isKept ? this.#withRoom({ anchor, text: found }) : this.renew({ anchor, text: found });
  }

  /** With what is known of the repository now: the same object where it has that. `undefined`: there is no room for it. */
  renew(anchored: Anchored): Anchored | undefined {
    const { repo } = this.#input;
    const isSame = this.#contextText(anchored.anchor.repo) === this.#contextText(repo);
    return this.#withRoom(isSame ? anchored : { ...anchored, anchor: { ...anchored.anchor, repo } });
  }

  /** Little room is left: better a new anchor now than under the hands of who types. */
  isFarBehind({ anchor, text: { typed } }: Anchored): boolean {
    return typed.includes('\n') && estimateTokens(typed) > this.#roomBehind(anchor.repo).typedTokens / 2;
  }

  /** A new anchor, at the place. */
  drop(): Anchored {
    const { place, repo } = this.#input;
    const { uri, prefix, suffix } = place;
    const text = partText(prefix, suffix, this.#roomBehind(repo));
    const anchor: Anchor = {
      ...{ uri, repo, prefix: text.prefix },
      ...(this.#hasSuffix && { suffix: text.suffix }),
      startsDocument: text.prefix.length + text.typed.length === prefix.length,
      endsDocument: text.suffix.length === suffix.length,
    };
    return { anchor, text };
  }

  promptOf({ anchor, text }: Anchored): AnchoredPrompt {
    return { ...fimPrompt({ mode: this.#input.mode, text, context: this.#contextOf(anchor.repo) }), anchor };
  }

  /** As where no marker begins the middle: then it is all the same where the text is parted. */
  isSamePrompt(a: Anchored, b: Anchored): boolean {
    return promptText(this.promptOf(a).segments) === promptText(this.promptOf(b).segments);
  }

  #withRoom(anchored: Anchored): Anchored | undefined {
    return hasRoom(anchored.text, this.#roomBehind(anchored.anchor.repo)) ? anchored : undefined;
  }

  #roomBehind(repo: RepoContext | undefined): TextRoom {
    return textRoom({
      ...{ contextSizeTokens: this.#input.contextSizeTokens, hasSuffix: this.#hasSuffix },
      contextTokens: this.#contextOf(repo)?.tokens ?? 0,
      // The more an answer may take, the less of the document goes in: as for the longest, so that all have the same.
      answerTokens: maxBlockTokens,
    });
  }

  #contextOf(repo: RepoContext | undefined): RepoContextPrompt | undefined {
    if (repo === undefined) return undefined;
    if (!this.#contexts.has(repo)) {
      const { mode, contextSizeTokens, place } = this.#input;
      this.#contexts.set(repo, repoContextPrompt({ mode, contextSizeTokens, repo, languageId: place.languageId }));
    }
    return this.#contexts.get(repo);
  }

  #contextText(repo: RepoContext | undefined): string {
    const context = this.#contextOf(repo);
    return context === undefined ? '' : promptText([...context.front, ...context.inPrefix]);
  }
}
