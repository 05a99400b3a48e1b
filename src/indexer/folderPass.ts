import type { IndexStatus } from '../shared/indexProtocol.ts';
import type { Workspace, WorkspaceFile } from '../shared/workspace.ts';
import type { FileIndexer } from './fileIndexer.ts';
import { Progress } from './progress.ts';
import { ReadAhead } from './readAhead.ts';
import type { FileVersion } from './store/sqliteIndexStore.ts';
import type { StoreSlot } from './store/storeSlot.ts';
import { TimeSlice } from './timeSlice.ts';

export interface PassContext {
  readonly workspace: Workspace;
  readonly slot: StoreSlot;
  readonly files: FileIndexer;
  readonly onStatus: (status: IndexStatus) => void;
}

interface Listed {
  readonly changed: readonly WorkspaceFile[];
  readonly readAhead: ReadAhead;
  readonly progress: Progress;
}

/** One look over a folder: files that are not as the store has them are indexed, in the order of the listing. */
export class FolderPass {
  readonly #context: PassContext;
  /** Absent: the folder is still being listed. */
  #listed: Listed | undefined;
  #next = 0;

  constructor(context: PassContext) {
    this.#context = context;
  }

  /** How many files it looks into, once that is known. */
  get files(): number {
    return this.#listed?.changed.length ?? 0;
  }

  /** Absent: the folder is still being listed. */
  get progress(): Progress | undefined {
    return this.#listed?.progress;
  }

  /** To be called first: lists the folder, and forgets what is not in it any more. */
  async list(signal: AbortSignal): Promise<void> {
    const { workspace, slot, onStatus } = this.#context;
    onStatus({ kind: 'listing' });
    const listed = await workspace.list(signal);
    slot.flush();
    const versions = slot.store.versions();
    const changed = listed.filter((file) => !isVersion(file, versions.get(file.path)));
    for (const { path } of listed) versions.delete(path);
    const slice = new TimeSlice();
    for (const gone of versions.keys()) {
      await slice.step();
      slot.write((store) => store.remove(gone));
    }
    this.#listed = {
      changed,
      readAhead: new ReadAhead(workspace, changed),
      progress: new Progress(changed.length, onStatus),
    };
  }

  /** Indexes one file. @returns whether there was one. */
  async step(): Promise<boolean> {
    const index = this.#next;
    const file = this.#listed?.changed[index];
    if (this.#listed === undefined || file === undefined) return false;
    const { readAhead, progress } = this.#listed;
    this.#next += 1;
    const { slot, files } = this.#context;
    // Another window, or a request, may have been quicker.
    if (!isVersion(file, slot.store.version(file.path))) {
      await files.indexBytes(file, await readAhead.read(index));
    }
    progress.add(file.sizeBytes);
    return true;
  }

  /** Files may have changed: none is indexed as it was read before. */
  forgetRead(): void {
    this.#listed?.readAhead.forget();
  }
}

/** Whether the store has the file as it is now, by its size and time. */
export function isVersion({ sizeBytes, modifiedMs }: WorkspaceFile, version: FileVersion | undefined): boolean {
  return version?.sizeBytes === sizeBytes && version.modifiedMs === modifiedMs;
}
