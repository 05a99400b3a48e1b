/** What refactorings and completions ask the index worker about syntax, and what it answers. Plain data, in any process. */
import type { OffsetRange } from './text.ts';

/** What a text says of itself, in order to compare it with what a refactoring makes of it. */
export interface SyntaxReport {
  /** Places that the parser could make no sense of, or where something is missing. */
  readonly errors: number;
  /** Top-level names that other files can use, as far as the language's syntax tells. Sorted, each once. */
  readonly exportedNames: readonly string[];
  /** All names that the text defines, those of parameters and local variables included. Sorted, each once. */
  readonly definedNames: readonly string[];
  /** How each of the exported names is used: its definition without its body, on one line. */
  readonly exportedSignatures: readonly string[];
  /** In order, without comments: two texts with the same ones do the same. */
  readonly tokens: readonly SyntaxToken[];
}

/** `code` is a keyword, an operator or a bracket. `type` and `import`: it belongs to one, and does nothing by itself. */
export type SyntaxToken = readonly [kind: 'code' | 'name' | 'literal' | 'type' | 'import', text: string];

/** Which of some texts a document can take in place of a range without one more syntax error. */
export interface InsertionQuery {
  /** VS Code's. */
  readonly languageId: string;
  /** Of the document. */
  readonly text: string;
  readonly range: OffsetRange;
  /** The one that is wanted most first. */
  readonly variants: readonly string[];
}

/** A whole piece of syntax that a selection is in. */
export interface EnclosingScope extends OffsetRange {
  readonly kind: 'function' | 'class' | 'statement';
  /** Of a function or a class that has one. */
  readonly name?: string;
  /** Of a function or a class. */
  readonly body?: OffsetRange;
}
