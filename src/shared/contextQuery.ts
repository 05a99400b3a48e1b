/** What a document asks the index about the place of its cursor, and what the index answers. */
import type { CodeSymbol, ImportFact, LineRange } from './codeFacts.ts';

/** The document as the editor has it, seen from the cursor. Its own file in the index is never part of an answer. */
export interface CursorFacts {
  /** `/`-separated, relative to its workspace folder. */
  readonly path: string;
  readonly languageId: string;
  readonly package?: string;
  readonly imports: readonly ImportFact[];
  /** Names that the document uses, nearest to the cursor first. The unfinished word at the cursor is not among them. */
  readonly names: readonly NameUse[];
  /** Names that the document itself defines, parameters and local variables included. */
  readonly ownNames: readonly string[];
  /** Types that the document's own classes extend or implement: what they inherit can be used without a qualifier. */
  readonly supertypes: readonly string[];
  /** Variables, fields and parameters whose types the document tells, nearest to the cursor first. */
  readonly variables: readonly TypedVariable[];
  /** The nearest lines that use names. */
  readonly surroundings: Surroundings;
}

export interface TypedVariable {
  readonly name: string;
  /**
   * Names in its type, the outermost first; where none is written, of what it is set to: the type or function that makes
   * it, the field that it is read from. At least one.
   */
  readonly types: readonly string[];
  /** From the cursor's line to the nearest place where it is declared or used. */
  readonly distanceLines: number;
}

/** Names used on the lines around a place, line by line. The place's own line, and lines without names, are not there. */
export interface Surroundings {
  /** The nearest first. */
  readonly above: readonly (readonly string[])[];
  readonly below: readonly (readonly string[])[];
}

export interface NameUse {
  readonly name: string;
  /** Not those in imports. 0: it is only imported. */
  readonly count: number;
  /** From the cursor's line to the nearest use. */
  readonly distanceLines: number;
  /** In the signature of the function or class that the cursor is in. */
  readonly isInSignature: boolean;
  /** Of all its uses: many, and near ones, count most. 1: one use at the cursor. */
  readonly recency: number;
  /** How much the lines around one of its uses resemble those around the cursor, at the one that does most: 0 to 1. */
  readonly likeness: number;
  /** The name before the dot (`a` of `a.name`, `a::name`) at the nearest use, where there is one. */
  readonly qualifier?: string;
}

/** A definition in another file that the document may need. */
export interface SymbolCandidate {
  readonly path: string;
  readonly languageId: string;
  readonly symbol: CodeSymbol;
  /** Its name in the document, where that is another one. */
  readonly usedAs?: string;
  /** How the document comes to it, the surest first. At least one. */
  readonly reaches: readonly Reach[];
  /** Names in the document of things that it is a member of, as far as their types are known. */
  readonly receivers: readonly string[];
  /** Definitions of the same name in the repository, this one included. */
  readonly definitionsOfName: number;
  /** Other files that use the name. */
  readonly referencingFiles: number;
  /** How much the files and chunks that resemble this place use the name: 0 none, 1 all of them. */
  readonly similarUse: number;
  /** How much the lines around a use of the name, in these chunks, resemble those around the cursor: 0 to 1. */
  readonly likeness: number;
}

/**
 * - `imported`: by its name, from the module `via`.
 * - `importedModule`: exported by `via`, which is imported as a whole.
 * - `member`: of the type `via`, which the document names, or which a definition it uses names in its signature.
 * - `inherited`: a member of `via`, a supertype of one of the document's classes.
 * - `samePackage`: visible without an import, from the package or folder `via`.
 * - `named`: the document uses a name like it, and nothing says which one it is.
 * - `similar`: places that resemble this one use it, as `via` does.
 */
export interface Reach {
  readonly kind: ReachKind;
  readonly via: string;
  /** The name in the document that leads there: the module's alias, the type. */
  readonly local?: string;
  /** Files passed through on the way: 0 for what stands in the imported file itself. Absent: not known. */
  readonly steps?: number;
}

export type ReachKind = 'imported' | 'importedModule' | 'member' | 'inherited' | 'samePackage' | 'named' | 'similar';

/** A piece of another file that resembles the text around the cursor. */
export interface ChunkCandidate {
  readonly path: string;
  readonly languageId: string;
  readonly lines: LineRange;
  readonly text: string;
  /** BM25, greater is nearer. */
  readonly score: number;
  /** Of a file that belongs to this one: its test, its implementation, its header. */
  readonly isSibling: boolean;
}

export interface ContextCandidates {
  readonly symbols: readonly SymbolCandidate[];
  readonly chunks: readonly ChunkCandidate[];
}
