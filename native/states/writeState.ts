import { rename, stat, writeFile } from 'node:fs/promises';
import { FileHash } from './fileHash.ts';
import { type StateEntry, stateFiles } from './stateFiles.ts';
import { encodeSidecar } from './stateSidecar.ts';

/**
 * Writes a state under the name of an unfinished file.
 *
 * @param write has the library write the file.
 * @throws what `node:fs` and the library throw; Error where not all of it was written.
 */
export async function writeState(
  { directory, ...known }: Omit<StateEntry, 'sizeBytes' | 'sha256'> & { readonly directory: string },
  write: (path: string) => Promise<{ readonly fileSize: number }>,
): Promise<StateEntry> {
  const { statePart } = stateFiles(directory, known.name);
  // Made here, since the library would let others read it.
  await writeFile(statePart, '', { flag: 'wx', mode: 0o600 });
  const { fileSize } = await write(statePart);
  const { size } = await stat(statePart);
  // The library does not notice when the last bytes find no room.
  if (size !== fileSize) throw new Error(`${statePart} has ${size} bytes of ${fileSize}`);
  return { ...known, sizeBytes: size, sha256: await new FileHash(statePart).digest() };
}

/** Gives what {@link writeState} has written its sidecar, and both their final names. */
export async function publishState(directory: string, { name, ...record }: StateEntry): Promise<void> {
  const files = stateFiles(directory, name);
  await writeFile(files.sidecarPart, encodeSidecar(record), { flag: 'wx', mode: 0o600 });
  await rename(files.statePart, files.state);
  await rename(files.sidecarPart, files.sidecar);
}
