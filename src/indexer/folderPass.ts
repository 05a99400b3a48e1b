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

/** One look over a folder: files that are not as the store has them are indexed, in the order of the listing. */
export class FolderPass {
  readonly #context: PassContext;
  readonly #changed: readonly WorkspaceFile[];
  readonly #readAhead: ReadAhead;
  readonly progress: Progress;
  #next = 0;

  private constructor(context: PassContext, changed: readonly WorkspaceFile[]) {
    this.#context = context;
    this.#changed = changed;
    this.#readAhead = new ReadAhead(context.workspace, changed);
    this.progress = new Progress(changed.length, context.onStatus);
  }

  /** How many files it looks into. */
  get files(): number {
    return this.#changed.length;
  }

  /** Lists the folder, and forgets what is not in it any more. */
  static async begin(context: PassContext, signal: AbortSignal): Promise<FolderPass> {
    const { workspace, slot, onStatus } = context;
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
    return new FolderPass(context, changed);
  }

  /** Indexes one file. @returns whether there was one. */
  async step(): Promise<boolean> {
    const index = this.#next;
    const file = this.#changed[index];
    if (file === undefined) return false;
    this.#next += 1;
    const { slot, files } = this.#context;
    // Another window, or a request, may have been quicker.
    if (!isVersion(file, slot.store.version(file.path))) {
      await files.indexBytes(file, await this.#readAhead.read(index));
    }
    this.progress.add(file.sizeBytes);
    return true;
  }

  /** Files may have changed: none is indexed as it was read before. */
  forgetRead(): void {
    this.#readAhead.forget();
  }
}

/** Whether the store has the file as it is now, by its size and time. */
export function isVersion({ sizeBytes, modifiedMs }: WorkspaceFile, version: FileVersion | undefined): boolean {
  return version?.sizeBytes === sizeBytes && version.modifiedMs === modifiedMs;
}
