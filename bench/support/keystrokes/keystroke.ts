/** One keystroke of a trace: what it changes, and what the editor shows before and after. */
export interface Keystroke {
  readonly kind: KeystrokeKind;
  /** What the editor shows before it: where a cursor that has jumped waits for it. */
  readonly from: Cursor;
  /** From the answer to the keystroke before: who types waits for each answer, and then for this long. */
  readonly gapMs: number;
  /** As the editor reports it. */
  readonly change: { readonly deletedLength: number; readonly insertedText: string };
  readonly to: Cursor;
}

export interface Cursor {
  /** The whole document. */
  readonly text: string;
  readonly offset: number;
}

/**
 * `start`: the first one in a file. `jump`: the first one behind a cursor that went elsewhere, or came back. `newline`: with
 * the next line's indentation. `typo`: a wrong letter. `retyped`: the first one behind backspaces. `overtype`: a closer that
 * the editor had set. The others: what was typed.
 */
export type KeystrokeKind = (typeof keystrokeKinds)[number];

export const keystrokeKinds = [
  'start',
  'jump',
  'newline',
  'typo',
  'backspace',
  'retyped',
  'overtype',
  'space',
  'letter',
  'symbol',
] as const;
