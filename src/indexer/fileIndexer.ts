import { hash } from 'node:crypto';
import { describeSkip, maxFileBytes } from '../core/context/fileKinds.ts';
import { indexableText } from '../core/context/indexableText.ts';
import type { SkipLog } from '../core/context/skipLog.ts';
import type { Workspace, WorkspaceFile } from '../shared/workspace.ts';
import { type FileParser, type ParsedFile, plainFacts } from './fileParser.ts';
import type { ParsingMarker } from './store/parsingMarker.ts';
import type { StoreSlot } from './store/storeSlot.ts';

export interface FileIndexerOptions {
  readonly workspace: Workspace;
  readonly slot: StoreSlot;
  readonly parser: FileParser;
  readonly skipLog: SkipLog;
  readonly marker: ParsingMarker | undefined;
  /** Files that another process was parsing when it ended. */
  readonly lostPaths: ReadonlySet<string>;
}

/** Brings the store up to date with one file after the other. */
export class FileIndexer {
  readonly #options: FileIndexerOptions;
  /** By path, the content with which a file was lost: another one is tried. */
  readonly #lostHashes = new Map<string, string>();
  #parsedFiles = 0;

  constructor(options: FileIndexerOptions) {
    this.#options = options;
  }

  /** How many files were read into the index, with their syntax or without it. */
  get parsedFiles(): number {
    return this.#parsedFiles;
  }

  /** @throws what the workspace and the store throw; WebAssembly.RuntimeError, after which nothing can be parsed. */
  async index(file: WorkspaceFile): Promise<void> {
    await this.indexBytes(file, await this.#options.workspace.read(file.path, maxFileBytes));
  }

  /** @param bytes of the file. `undefined`: there are none to be had. */
  async indexBytes(file: WorkspaceFile, bytes: Uint8Array | undefined): Promise<void> {
    const { slot, skipLog } = this.#options;
    const { path } = file;
    if (bytes === undefined) {
      slot.write((store) => store.remove(path));
      return;
    }
    const version = { ...file, hash: hash('sha256', bytes).slice(0, 32) };
    if (slot.store.version(path)?.hash === version.hash) {
      slot.write((store) => store.touch(file));
      return;
    }
    const found = indexableText(bytes, path);
    if (found.kind === 'unfit') {
      if (found.reason === 'notUtf8') skipLog.note(path, `Not indexed, since they are ${describeSkip(found.reason)}`);
      slot.write((store) => store.skip(version));
      return;
    }
    const { text } = found;
    const { facts, failure } = await this.#parse(path, version.hash, text);
    this.#parsedFiles += 1;
    if (failure !== undefined) skipLog.note(path, `Indexed without their syntax, since ${failure}`);
    slot.write((store) => store.put(version, facts, text), text.length);
  }

  async #parse(path: string, contentHash: string, text: string): Promise<ParsedFile> {
    const { parser, marker, lostPaths } = this.#options;
    if (lostPaths.has(path)) {
      const lostHash = this.#lostHashes.get(path) ?? contentHash;
      this.#lostHashes.set(path, lostHash);
      if (lostHash === contentHash) return { facts: plainFacts(path, text), failure: lostReason };
    }
    marker?.set(path);
    const parsed = await parser.parse(path, text);
    marker?.set(undefined);
    return parsed;
  }
}

const lostReason = 'the index worker ended while it parsed them';
