/** A store's file that is none: made by another version under our name, or without its tables. */
export class DamagedStoreError extends Error {
  override readonly name = 'DamagedStoreError';
}

/** Whether the content of a store is of no use any more. A new one is. */
export function isStoreDamage(error: unknown): boolean {
  if (error instanceof DamagedStoreError) return true;
  const code = primaryCode(error);
  return code === resultCodes.error || code === resultCodes.corrupt || code === resultCodes.notADatabase;
}

/** Whether another process has the store to itself for now. */
export function isStoreBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === resultCodes.busy || code === resultCodes.locked;
}

/** Whether an error is of the store at all. */
export function isStoreError(error: unknown): boolean {
  return error instanceof DamagedStoreError || primaryCode(error) !== undefined;
}

/** What is wrong, as a phrase for a sentence. */
export function storeTrouble(error: unknown): string {
  switch (primaryCode(error)) {
    case resultCodes.full:
      return 'the disk is full';
    case resultCodes.readOnly:
      return 'it is read-only';
    case resultCodes.busy:
    case resultCodes.locked:
      return 'another program holds it';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** https://sqlite.org/rescode.html. A statement fails with `error` where a table or column that it names is missing. */
const resultCodes = { error: 1, busy: 5, locked: 6, readOnly: 8, corrupt: 11, full: 13, notADatabase: 26 } as const;

/** The low byte of an extended result code. `undefined`: no error of SQLite. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}
