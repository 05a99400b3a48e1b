/** What a document asks the index about the place of its cursor, and what the index answers. */
import type { CodeSymbol, ImportFact, LineRange } from './codeFacts.ts';

/** The document as the editor has it, seen from the cursor. Its own file in the index is never part of an answer. */
export interface CursorFacts {
  /** `/`-separated, relative to its workspace folder. */
  readonly path: string;
  readonly languageId: string;
  readonly package?: string;
  readonly imports: readonly ImportFact[];
  /** Names that the document uses, nearest to the cursor first. */
  readonly names: readonly NameUse[];
  /** Names that the document itself defines, parameters and local variables included. */
  readonly ownNames: readonly string[];
}

export interface NameUse {
  readonly name: string;
  readonly count: number;
  /** From the cursor's line to the nearest use. */
  readonly distanceLines: number;
  /** In the signature of the function or class that the cursor is in. */
  readonly isInSignature: boolean;
  /** The name before the dot (`a` of `a.name`, `a::name`), where there is one. */
  readonly qualifier?: string;
}

/** A definition in another file that the document may need. */
export interface SymbolCandidate {
  readonly path: string;
  readonly languageId: string;
  readonly symbol: CodeSymbol;
  /** How the document comes to it, the surest first. */
  readonly reach: 'imported' | 'importedModule' | 'member' | 'samePackage' | 'named';
  /** Definitions of the same name in the repository, this one included. */
  readonly definitionsOfName: number;
  /** Other files that use the name. */
  readonly referencingFiles: number;
}

/** A piece of another file that resembles the text around the cursor. */
export interface ChunkCandidate {
  readonly path: string;
  readonly languageId: string;
  readonly lines: LineRange;
  readonly text: string;
  /** BM25, greater is nearer. */
  readonly score: number;
}

export interface ContextCandidates {
  readonly symbols: readonly SymbolCandidate[];
  readonly chunks: readonly ChunkCandidate[];
}
