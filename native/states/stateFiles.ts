import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredState } from './planEviction.ts';
import { decodeSidecar, type StateRecord } from './stateSidecar.ts';

/**
 * Where a state lies. Both files are written under the names with `.part` and renamed, the sidecar last: a state with a
 * sidecar is complete. Nothing is ever written under a name twice, so that engines can share a folder.
 */
export interface StateFiles {
  readonly state: string;
  readonly sidecar: string;
  readonly statePart: string;
  readonly sidecarPart: string;
}

/** @param name of the state: the model's key, `-`, and 16 hexadecimal digits. */
export function stateFiles(directory: string, name: string): StateFiles {
  const state = join(directory, `${name}.state`);
  const sidecar = join(directory, `${name}.json`);
  return { state, sidecar, statePart: `${state}.part`, sidecarPart: `${sidecar}.part` };
}

/** A state that can be restored. */
export interface StateEntry extends StateRecord {
  readonly name: string;
}

/** The complete states of one model; none where the folder can't be read. Looks into the sidecars only. */
export function readEntries(directory: string, modelKey: string): readonly StateEntry[] {
  const names = tryOr([], () => readdirSync(directory)).map(stateNameOf);
  const ours = [...new Set(names)].filter((name) => name?.startsWith(`${modelKey}-`));
  return ours.flatMap((name = '') => tryOr([], () => readEntry(directory, name, modelKey)));
}

function readEntry(directory: string, name: string, modelKey: string): readonly StateEntry[] {
  const { state, sidecar } = stateFiles(directory, name);
  if (statSync(sidecar).size > maxSidecarBytes) return [];
  const record = decodeSidecar(readFileSync(sidecar, 'utf8'));
  const isOurs = record?.modelKey === modelKey && statSync(state).size === record.sizeBytes;
  return isOurs ? [{ ...record, name }] : [];
}

/** Of two million tokens. */
const maxSidecarBytes = 2 ** 24;

/** The states of all models, finished or not. Files that are none of ours are not looked at. */
export async function listStates(directory: string): Promise<readonly StoredState[]> {
  const names = new Set((await readdir(directory)).map(stateNameOf).filter((name) => name !== undefined));
  return await Promise.all([...names].map((name) => lookAt(directory, name)));
}

async function lookAt(directory: string, name: string): Promise<StoredState> {
  const { state, sidecar, statePart, sidecarPart } = stateFiles(directory, name);
  const look = (path: string) => stat(path).catch(() => undefined);
  const found = [await look(state), await look(sidecar), await look(statePart), await look(sidecarPart)];
  return {
    name,
    sizeBytes: found.reduce((sum, file) => sum + (file?.size ?? 0), 0),
    // A sidecar's time is set at each use.
    lastUsedMs: found[1]?.mtimeMs ?? Math.max(0, ...found.map((file) => file?.mtimeMs ?? 0)),
    isComplete: found[0] !== undefined && found[1] !== undefined,
  };
}

/** Its sidecar first, so that what is left is never taken for a complete state. What can't be removed stays. */
export async function removeState(directory: string, name: string): Promise<void> {
  const { sidecar, sidecarPart, state, statePart } = stateFiles(directory, name);
  for (const path of [sidecar, sidecarPart, state, statePart]) await rm(path, { force: true }).catch(() => {});
}

function stateNameOf(fileName: string): string | undefined {
  return /^([0-9a-f]{16}-[0-9a-f]{16})\.(?:state|json)(?:\.part)?$/.exec(fileName)?.[1];
}

function tryOr<Result>(otherwise: Result, work: () => Result): Result {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
