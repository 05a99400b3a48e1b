/** What a parsed file says of itself: everything that other files need to know of it. Plain data, in any process. */

/** Lines of a file: 0-based, `end` exclusive. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

export type SymbolKind =
  | 'function'
  | 'method'
  | 'class'
  | 'interface'
  | 'type'
  | 'enum'
  | 'enumMember'
  | 'constant'
  | 'variable'
  | 'field'
  | 'module'
  | 'macro';

/** A definition. */
export interface CodeSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /**
   * The definition without its body, on one line, at most 600 characters: what a caller has to know.
   * `export function clamp(value: number, low: number, high: number): number`.
   */
  readonly signature: string;
  /** The name of the class, interface, module, or the receiver's type, that it belongs to. Absent: top level. */
  readonly container?: string;
  /** Other files can use it, as far as the language's syntax tells. */
  readonly isExported: boolean;
  /** The whole definition, its body and the comment directly above it included. */
  readonly lines: LineRange;
}

/** How often a file uses a name that it does not define at that place. */
export interface NameCount {
  readonly name: string;
  readonly count: number;
}

/**
 * One import, include, use or require.
 *
 * | | module | names | isWholeModule |
 * |---|---|---|---|
 * | `import { a as b } from './m'` | `./m` | `a`, alias `b` | false |
 * | `import * as m from './m'`, `import m` (Python) | `./m` | none, alias is `m` | true |
 * | `#include "m.h"`, `from m import *`, `using M;` | `m.h` | none | true |
 * | `use crate::a::{b, c}` | `crate::a` | `b`, `c` | false |
 * | `import com.a.B` | `com.a` | `B` | false |
 * | `export { a as b }`: of this file itself, re-exported | empty | `a`, alias `b` | false |
 */
export interface ImportFact {
  /** As it is spelled, without quotes. */
  readonly module: string;
  readonly names: readonly ImportedName[];
  /** All names of the module can be used, under `alias` where it has one. */
  readonly isWholeModule: boolean;
  readonly alias?: string;
  /** The file passes on what it imports here (`export * from`, `pub use`). */
  readonly isReexport: boolean;
}

export interface ImportedName {
  readonly name: string;
  /** Its name in this file. Absent: the same. */
  readonly alias?: string;
}

export interface FileFacts {
  /** VS Code's language identifier. */
  readonly languageId: string;
  /** The package or namespace that the file says it belongs to (Java, Kotlin, Go, C#, PHP). */
  readonly package?: string;
  readonly symbols: readonly CodeSymbol[];
  readonly references: readonly NameCount[];
  readonly imports: readonly ImportFact[];
  /** The file in pieces of at most about 40 lines, cut along syntax: each line is in exactly one. */
  readonly chunks: readonly LineRange[];
}
