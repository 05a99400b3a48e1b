import type { CodeSymbol, SymbolKind } from '../../shared/codeFacts.ts';
import type { StoredSymbol } from '../indexStore.ts';

export interface SymbolRow {
  readonly path: string;
  readonly language: string;
  readonly name: string;
  readonly kind: number;
  readonly signature: string;
  readonly container: string | null;
  readonly exported: number;
  readonly start_line: number;
  readonly end_line: number;
}

/** The columns of `symbols` from `name` on. */
export function packSymbol(symbol: CodeSymbol): [string, number, string, string | null, number, number, number] {
  const { name, kind, signature, container = null, isExported, lines } = symbol;
  return [name, kindNumbers[kind], signature, container, isExported ? 1 : 0, lines.start, lines.end];
}

export function unpackSymbol(row: SymbolRow): StoredSymbol {
  const symbol = {
    name: row.name,
    kind: kinds[row.kind] ?? 'variable',
    signature: row.signature,
    ...(row.container === null ? {} : { container: row.container }),
    isExported: row.exported === 1,
    lines: { start: row.start_line, end: row.end_line },
  };
  return { path: row.path, languageId: row.language, symbol };
}

/** As they stand in stores. */
const kindNumbers: Readonly<Record<SymbolKind, number>> = {
  function: 0,
  method: 1,
  class: 2,
  interface: 3,
  type: 4,
  enum: 5,
  enumMember: 6,
  constant: 7,
  variable: 8,
  field: 9,
  module: 10,
  macro: 11,
};
const kinds = Object.keys(kindNumbers) as readonly SymbolKind[];
