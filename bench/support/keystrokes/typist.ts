import type { Keystroke, KeystrokeKind } from './keystroke.ts';

/** What became of a keystroke. */
export interface TypedKey {
  readonly kind: KeystrokeKind;
  /** Prompt tokens that were computed for its answer. Absent: the model was not asked. */
  readonly evaluatedTokens?: number;
  /** From the keystroke to ghost text. Absent: none came. */
  readonly ghostTextMs?: number;
  /** Of that, waited for the next keystroke before asking. */
  readonly waitedMs: number;
}

/** The file that is typed. */
export interface TypedFile {
  readonly path: string;
  readonly uri: string;
  readonly languageId: string;
}

/** Someone who types with one of the assistants that are compared, waits for each answer, and takes none. */
export interface Typist {
  readonly name: string;
  /** After the keystroke's gap. */
  type(stroke: Keystroke, file: TypedFile): Promise<TypedKey>;
  /** Until what is computed in the background has ended. */
  rest(): Promise<void>;
  /** Prompt tokens computed so far that no keystroke has waited for. */
  backgroundTokens(): Promise<number>;
  dispose(): Promise<void>;
}
