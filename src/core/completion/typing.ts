import type { ChangeKind } from './trigger.ts';

/** One change of a document, as the editor reports it. */
export interface DocumentChange {
  readonly uri: string;
  readonly reason: 'edit' | 'undo' | 'redo';
  readonly edits: readonly { readonly deletedLength: number; readonly insertedText: string }[];
}

/** An insertion with more line ends than this is a paste, not typing with its automatic indentation. */
const maxTypedNewlines = 2;

/** A longer gap is a pause for thought and says nothing about the speed of typing. */
const maxGapMs = 400;
const maxSamples = 20;

/** Before anything is known: a fluent typist, and a small model on a processor. */
const initialGapMs = 200;
const initialResponseMs = 200;

/** What is known of how the user types and how fast answers come: the state behind trigger rules and debounce. */
export class Typing {
  #last: { readonly uri: string; readonly kind: ChangeKind } | undefined;
  readonly #gapsMs: number[] = [];
  readonly #responsesMs: number[] = [];
  #lastKeystrokeAtMs = Number.NEGATIVE_INFINITY;

  /**
   * @param offered texts that the user may have accepted with this change.
   * @returns what the change was.
   */
  noteChange(change: DocumentChange, atMs: number, offered: readonly string[]): ChangeKind {
    const kind = kindOf(change, offered);
    // A change without edits only says that the document became dirty or was saved.
    if (kind === 'none') return kind;
    // The last document only: one types in one place, and closed documents leave nothing behind.
    this.#last = { uri: change.uri, kind };
    if (kind !== 'typing') return kind;
    const gapMs = atMs - this.#lastKeystrokeAtMs;
    this.#lastKeystrokeAtMs = atMs;
    if (gapMs > 0 && gapMs <= maxGapMs) keep(this.#gapsMs, gapMs);
    return kind;
  }

  noteResponse(responseMs: number): void {
    keep(this.#responsesMs, responseMs);
  }

  lastChange(uri: string): ChangeKind {
    return this.#last?.uri === uri ? this.#last.kind : 'none';
  }

  /** In that document, where it is the last one that was changed. -Infinity: never. */
  lastTypedAtMs(uri: string): number {
    return this.#last?.uri === uri ? this.#lastKeystrokeAtMs : Number.NEGATIVE_INFINITY;
  }

  get keystrokeGapMs(): number {
    return mean(this.#gapsMs) ?? initialGapMs;
  }

  get responseMs(): number {
    return mean(this.#responsesMs) ?? initialResponseMs;
  }
}

/** What a change was. */
export function kindOf({ reason, edits }: DocumentChange, offered: readonly string[]): ChangeKind {
  if (edits.length === 0) return 'none';
  if (reason !== 'edit') return 'undo';
  const inserted = edits.map(({ insertedText }) => insertedText).join('');
  if (inserted === '') return 'deletion';
  if (inserted.length > 1 && offered.some((text) => text.startsWith(inserted))) return 'accepted';
  return inserted.split('\n').length - 1 > maxTypedNewlines ? 'paste' : 'typing';
}

function keep(samples: number[], sample: number): void {
  samples.push(sample);
  if (samples.length > maxSamples) samples.shift();
}

function mean(samples: readonly number[]): number | undefined {
  return samples.length === 0 ? undefined : samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}
