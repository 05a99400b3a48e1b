import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Tree } from 'web-tree-sitter';
import { SkipLog } from '../../src/core/context/skipLog.ts';
import { cursorFacts } from '../../src/core/syntax/cursorFacts.ts';
import { Grammars } from '../../src/core/syntax/grammars.ts';
import { withTree } from '../../src/core/syntax/parse.ts';
import { DiskWorkspace } from '../../src/indexer/crawl/diskWorkspace.ts';
import { FileParser } from '../../src/indexer/fileParser.ts';
import { FolderIndex } from '../../src/indexer/folderIndex.ts';
import type { StorePlace } from '../../src/indexer/store/storeFiles.ts';
import type { IndexStatus, LookUpParams } from '../../src/shared/indexProtocol.ts';
import { sourceAssets } from '../../tools/bundle/syntaxAssets.ts';

/** One for all tests of a process: grammars take their time to load. */
const grammars = new Grammars(sourceAssets(resolve(import.meta.dirname, '../..')));
const parser = new FileParser(grammars);

export type Ready = Extract<IndexStatus, { readonly kind: 'ready' }>;

/** A folder of files with its index, in this process. */
export class IndexFixture {
  readonly folder = mkdtempSync(join(tmpdir(), 'leeward-index-'));
  /** The folder that is indexed, which may be another fixture's. */
  readonly rootPath: string;
  /** What a user was told, in order. */
  readonly problems: string[] = [];
  readonly statuses: IndexStatus[] = [];
  isTrusted = false;
  excludes: readonly string[] = [];
  storeVersion = 1;
  #index: FolderIndex | undefined;

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}, rootPath?: string) {
    this.rootPath = rootPath ?? join(this.folder, 'repository');
    mkdirSync(this.rootPath, { recursive: true });
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  get storePath(): string {
    return join(this.folder, 'store', 'index');
  }

  get store(): StorePlace {
    return { path: this.storePath, version: this.storeVersion };
  }

  get index(): FolderIndex {
    if (this.#index === undefined) throw new Error('The folder is not open.');
    return this.#index;
  }

  write(path: string, content: string | Uint8Array): void {
    const target = join(this.rootPath, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }

  remove(path: string): void {
    rmSync(join(this.rootPath, path), { recursive: true });
  }

  workspace(options: { readonly isTrusted?: boolean; readonly rootPath?: string } = {}): DiskWorkspace {
    const { isTrusted, rootPath, excludes } = { ...this, ...options };
    return new DiskWorkspace({ rootPath: rootPath ?? this.rootPath, excludes, isTrusted, onSkip: () => {} });
  }

  /** Opens the folder in the place of what was open. Resolves when it is indexed. */
  async open(where: 'disk' | 'memory' = 'disk', workspace?: DiskWorkspace): Promise<Ready> {
    if (this.#index !== undefined) await this.close();
    const skipLog = new SkipLog((sentence) => this.problems.push(sentence));
    const { rootPath, excludes, isTrusted } = this;
    const onSkip = (path: string, why: string) => skipLog.note(path, `Not indexed, since ${why}`);
    return await new Promise<Ready>((onReady, onFailure) => {
      this.#index = new FolderIndex({
        workspace: workspace ?? new DiskWorkspace({ rootPath, excludes, isTrusted, onSkip }),
        ...(where === 'disk' && { store: this.store }),
        parser,
        skipLog,
        onStatus: (status) => {
          this.statuses.push(status);
          if (status.kind === 'ready') onReady(status);
        },
        onProblem: (sentence) => this.problems.push(sentence),
        onWasmFailure: onFailure,
      });
    });
  }

  /** Resolves when the index knows of the change. @returns how many files it has read for that. */
  async change(...paths: readonly string[]): Promise<number> {
    const before = this.#parsedFiles();
    await this.index.filesChanged(paths);
    return this.#parsedFiles() - before;
  }

  async close(): Promise<void> {
    await this.#index?.close();
    this.#index = undefined;
  }

  async dispose(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #parsedFiles(): number {
    const ready = this.statuses.findLast((status) => status.kind === 'ready');
    return ready?.kind === 'ready' ? ready.parsedFiles : 0;
  }
}

/** All that an index says of its files, in an order of its own, to be compared. Hashes and times are left out. */
export function contentOf({ reader }: FolderIndex) {
  const paths = [...reader.paths()].sort();
  return paths.map((path) => {
    const symbols = reader.symbolsIn([path]).map(({ symbol }) => symbol);
    return { path, languageId: reader.file(path)?.languageId, symbols, imports: reader.importsOf(path) };
  });
}

/** What a document asks at its end that uses one name. */
export async function lookUpOf(folderUri: string, name: string): Promise<LookUpParams> {
  const grammar = await grammars.load('typescript');
  const text = `${name}(number);\n`;
  const ask = (tree: Tree) => grammar && cursorFacts(grammar, tree, text, text.length, 'asking.ts');
  const facts = grammar && withTree(grammar, text, () => false, ask);
  if (facts === undefined) throw new Error('The grammar does not load.');
  return { folderUri, facts, nearbyText: text };
}
