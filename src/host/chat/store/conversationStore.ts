import { lstat, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConversationSummary } from '../../../shared/chatProtocol.ts';
import type { Conversation, Message } from '../../../shared/conversation.ts';
import { UserError } from '../../../shared/errors.ts';
import {
  conversationText,
  type ReadConversation,
  readConversationText,
  type StoredConversation,
} from './conversationFile.ts';
import { mergeConversation } from './mergeConversation.ts';
import { summarize } from './summarize.ts';
import { lockEnding, withFileLock } from './withFileLock.ts';
import { codeOf, type Disk, realDisk, temporaryEnding, writeAtomically } from './writeAtomically.ts';

export interface ConversationStoreOptions {
  /** Absolute; made where it is missing. */
  readonly folder: string;
  /** A sentence to the user: a file that can't be read. Each file at most once. */
  readonly onProblem: (sentence: string) => void;
  readonly disk?: Disk;
}

/** What this window has in its memory, as it was when it last read or wrote the file. */
interface KnownConversation {
  readonly title: string;
  readonly ids: ReadonlySet<string>;
  readonly deletedIds: readonly string[];
}

/** The conversations of a workspace: a file each, so that a damaged one takes no other with it. */
export class ConversationStore {
  readonly #options: ConversationStoreOptions;
  readonly #known = new Map<string, KnownConversation>();
  /** By file, for as long as it is the same. */
  readonly #summaries = new Map<string, { readonly stamp: string; readonly summary: ConversationSummary }>();
  readonly #told = new Set<string>();
  #swept: Promise<void> | undefined;

  constructor(options: ConversationStoreOptions) {
    this.#options = options;
  }

  /** The newest first. @param search those that have all of its words in their title or text; empty: all. */
  async list(search = ''): Promise<readonly ConversationSummary[]> {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const found: ConversationSummary[] = [];
    for (const id of await this.#ids()) {
      const summary = words.length === 0 ? await this.#summary(id) : await this.#search(id, words);
      if (summary !== undefined && summary.messages > 0) found.push(summary);
    }
    return found.sort((a, b) => b.updatedAtMs - a.updatedAtMs);
  }

  /** `undefined`: it was deleted, or can't be read, which the user is told. */
  async open(id: string): Promise<Conversation | undefined> {
    const stored = await this.#stored(id);
    if (stored !== undefined) this.#know(stored.conversation, stored.deletedIds);
    return stored?.conversation;
  }

  /** Whether no file has that identifier, not even one that can't be read. */
  async isFree(id: string): Promise<boolean> {
    return !(await isThere(this.#pathOf(id)));
  }

  /**
   * Writes it, with what another window has added to it meanwhile.
   *
   * @param isDurable see {@link writeAtomically}.
   * @returns `deleted`: another window has deleted it since this one had it, for good. It is not written. Where its file was
   *   only set aside, since it could not be read, it is.
   * @throws what the disk throws, and UserError `inputInvalid` where a newer Leeward has written the file; it is as it was
   *   then.
   */
  async save(conversation: Conversation, isDurable: boolean): Promise<'saved' | 'deleted'> {
    await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
    return await this.#locked(conversation.id, () => this.#saveLocked(conversation, isDurable));
  }

  async #saveLocked(conversation: Conversation, isDurable: boolean): Promise<'saved' | 'deleted'> {
    const { id } = conversation;
    const known = this.#known.get(id);
    const kept = new Set(conversation.messages.map((message) => message.id));
    const gone = [...(known?.ids ?? [])].filter((messageId) => !kept.has(messageId));
    const ours = { conversation, deletedIds: [...(known?.deletedIds ?? []), ...gone] };
    if (known !== undefined && (await this.isFree(id)) && !(await isThere(asideOf(this.#pathOf(id))))) return 'deleted';
    const theirs = await this.#read(id);
    if (theirs === 'newer')
      throw new UserError('inputInvalid', 'A newer Leeward has written its file. Update Leeward to save it.');
    const merged = theirs === undefined ? ours : mergeConversation(ours, theirs, known?.title);
    await writeAtomically(this.#pathOf(id), conversationText(merged), isDurable, this.#disk);
    this.#know(conversation, ours.deletedIds);
    return 'saved';
  }

  /** Those of its messages that this window has added since it last read or wrote the file. */
  unsaved({ id, messages }: Conversation): readonly Message[] {
    const known = this.#known.get(id);
    return messages.filter((message) => known?.ids.has(message.id) !== true);
  }

  /** Renames one that is not open. */
  async rename(id: string, title: string): Promise<void> {
    const conversation = await this.open(id);
    if (conversation !== undefined) await this.save({ ...conversation, title }, true);
  }

  /** For good: nothing of it stays on the disk, and a window that has it in its memory does not write it back. */
  async delete(id: string): Promise<void> {
    this.#known.delete(id);
    const path = this.#pathOf(id);
    const aside = asideOf(path);
    if (!(await isThere(path)) && !(await isThere(aside))) return;
    const remove = async () => {
      await rm(aside, { force: true });
      await rm(path, { force: true });
    };
    try {
      await this.#locked(id, remove);
    } catch (error) {
      // There is no room for a lock; then nobody can save either.
      if (!['ENOSPC', 'EDQUOT'].includes(codeOf(error))) throw error;
      await remove();
    }
  }

  /** Of two windows one after the other, or both would merge with the same file, and one would write over the other. */
  async #locked<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    return await withFileLock(join(this.#options.folder, `.${id}${lockEnding}`), work, { disk: this.#disk });
  }

  get #disk(): Disk {
    return this.#options.disk ?? realDisk;
  }

  #know({ id, title, messages }: Conversation, deletedIds: readonly string[]): void {
    this.#known.set(id, { title, ids: new Set(messages.map((message) => message.id)), deletedIds });
  }

  async #ids(): Promise<readonly string[]> {
    this.#swept ??= this.#sweep();
    await this.#swept;
    const names = await this.#names();
    return names.flatMap((name) => /^([\w-]{1,64})\.json$/.exec(name)?.[1] ?? []);
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#options.folder);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }

  /** What a crash in the middle of writing has left. Another window may be writing right now. */
  async #sweep(): Promise<void> {
    for (const name of await this.#names()) {
      if (!name.startsWith('.') || !(name.endsWith(temporaryEnding) || name.endsWith(lockEnding))) continue;
      const path = join(this.#options.folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (Date.now() - mtimeMs > abandonedMs) await rm(path, { force: true });
    }
  }

  async #summary(id: string): Promise<ConversationSummary | undefined> {
    const found = await stat(this.#pathOf(id)).catch(() => undefined);
    if (found === undefined) return undefined;
    const stamp = `${found.ino} ${found.mtimeMs} ${found.size}`;
    const known = this.#summaries.get(id);
    if (known?.stamp === stamp) return known.summary;
    const stored = await this.#stored(id);
    if (stored === undefined) return undefined;
    const summary = summarize(stored.conversation, []);
    if (summary !== undefined) this.#summaries.set(id, { stamp, summary });
    return summary;
  }

  async #search(id: string, words: readonly string[]): Promise<ConversationSummary | undefined> {
    const stored = await this.#stored(id);
    return stored && summarize(stored.conversation, words);
  }

  async #stored(id: string): Promise<StoredConversation | undefined> {
    const read = await this.#read(id);
    return read === 'newer' ? undefined : read;
  }

  async #read(id: string): Promise<StoredConversation | 'newer' | undefined> {
    const path = this.#pathOf(id);
    const read = await readText(path, id);
    switch (read?.kind) {
      case 'newer':
        this.#tell(
          path,
          `The conversation in ${path} was written by a newer Leeward (schema ${read.version}): it is left as it is. Update Leeward to open it.`,
        );
        return 'newer';
      case 'damaged': {
        const aside = asideOf(path);
        await rename(path, aside);
        this.#tell(path, `A conversation could not be read, since ${read.reason}. It was set aside as ${aside}.`);
        return undefined;
      }
      default:
        return read;
    }
  }

  #tell(path: string, sentence: string): void {
    if (this.#told.has(path)) return;
    this.#told.add(path);
    this.#options.onProblem(sentence);
  }

  #pathOf(id: string): string {
    return join(this.#options.folder, `${id}.json`);
  }
}

const abandonedMs = 3_600_000;

async function readText(path: string, id: string): Promise<ReadConversation | undefined> {
  try {
    return readConversationText(await readFile(path, 'utf8'), id);
  } catch (error) {
    return whereAbsent(error);
  }
}

/** Where a file is kept that can't be read. */
function asideOf(path: string): string {
  return `${path}.damaged`;
}

/** @throws what the disk throws. */
async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(whereAbsent)) !== undefined;
}

/** @throws what else went wrong than that there is no such file. */
function whereAbsent(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}
