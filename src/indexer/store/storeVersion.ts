import { hash } from 'node:crypto';

/**
 * A number that stands for all that decides what a store has of a file: tables, parsing, what is left out. Nobody has to
 * raise it: it is another one with every change of the worker or of what it reads. The store is made anew then, once after
 * an update.
 *
 * @param program the worker's bundle.
 * @param assetsVersion of the grammars and queries beside it.
 * @returns 31 bits, as SQLite keeps it.
 */
export function storeVersion(program: Uint8Array, assetsVersion: Uint8Array): number {
  const both = Buffer.concat([program, assetsVersion]);
  return hash('sha256', both, 'buffer').readUInt32BE() >>> 1;
}
