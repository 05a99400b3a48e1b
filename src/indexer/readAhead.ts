import { maxFileBytes } from '../core/context/fileKinds.ts';
import type { Workspace, WorkspaceFile } from '../shared/workspace.ts';

/** Reads the files of a list a few ahead of the one that is asked for, so that nobody waits for a disk or a network. */
export class ReadAhead {
  readonly #workspace: Workspace;
  readonly #files: readonly WorkspaceFile[];
  readonly #reading = new Map<number, Promise<Uint8Array | undefined>>();
  #next = 0;

  constructor(workspace: Workspace, files: readonly WorkspaceFile[]) {
    this.#workspace = workspace;
    this.#files = files;
  }

  /** To be asked for in the list's order; files may be left out. */
  async read(index: number): Promise<Uint8Array | undefined> {
    this.#next = Math.max(this.#next, index);
    for (; this.#next < this.#files.length && this.#next <= index + filesAhead; this.#next++) {
      const reading = this.#workspace.read(this.#files[this.#next]?.path ?? '', maxFileBytes);
      // Whoever asks for it is told.
      reading.catch(() => {});
      this.#reading.set(this.#next, reading);
    }
    const bytes = this.#reading.get(index);
    for (const old of this.#reading.keys()) if (old <= index) this.#reading.delete(old);
    return await bytes;
  }

  /** What was read may be out of date: it is read again. */
  forget(): void {
    const first = this.#reading.keys().next().value;
    if (first === undefined) return;
    this.#reading.clear();
    this.#next = first;
  }
}

const filesAhead = 6;
