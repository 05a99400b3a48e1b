import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Place } from './place.ts';

/** What a file says at its top level. */
export interface FileSymbol extends Place {
  readonly name: string;
}

/** The language server of the package `typescript`: what it would rename. */
export class LanguageServer {
  readonly #child: ChildProcess;
  readonly #rpc: MessageConnection;
  readonly #root: string;

  private constructor(child: ChildProcess, rpc: MessageConnection, root: string) {
    this.#child = child;
    this.#rpc = rpc;
    this.#root = root;
  }

  /** @param root the folder that paths are relative to. Each file has the options of the `tsconfig.json` that is nearest above. */
  static async start(root: string): Promise<LanguageServer> {
    const packagePath = createRequire(import.meta.url).resolve('typescript/package.json');
    const args = [join(packagePath, '../bin/tsc'), '--lsp', '--stdio'];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const rpc = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    // An import is renamed as well, instead of `import { new as old }`.
    rpc.onRequest('workspace/configuration', ({ items }: { readonly items: readonly unknown[] }) =>
      items.map(() => ({ preferences: { useAliasesForRenames: false } })),
    );
    rpc.onRequest('client/registerCapability', () => null);
    // Who waits for an answer of one that has ended is told.
    rpc.onClose(() => rpc.dispose());
    rpc.listen();
    await rpc.sendRequest('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(root).href,
      capabilities: {
        workspace: { configuration: true },
        textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
      },
    });
    await rpc.sendNotification('initialized', {});
    return new LanguageServer(child, rpc, root);
  }

  /** Before anything is asked of a file. */
  async open(path: string, languageId: string, text: string): Promise<void> {
    await this.#rpc.sendNotification('textDocument/didOpen', {
      textDocument: { uri: this.#uriOf(path), languageId, version: 0, text },
    });
  }

  /** What is defined, imported and passed on at the top level of a file, where its name stands. */
  async topLevel(path: string): Promise<readonly FileSymbol[]> {
    const textDocument = { uri: this.#uriOf(path) };
    const symbols = await this.#rpc.sendRequest<readonly DocumentSymbol[] | null>('textDocument/documentSymbol', {
      textDocument,
    });
    return (symbols ?? []).map(({ name, selectionRange }) => ({ name, path, ...selectionRange.start }));
  }

  /** All places, in every file, at which something has its name. None where it can't be renamed. */
  async renamed({ path, line, character }: Place, newName: string): Promise<readonly Place[]> {
    const edit = await this.#rpc.sendRequest<WorkspaceEdit | null>('textDocument/rename', {
      textDocument: { uri: this.#uriOf(path) },
      position: { line, character },
      newName,
    });
    return Object.entries(edit?.changes ?? {}).flatMap(([uri, edits]) =>
      edits.map(({ range }) => ({ path: this.#pathOf(uri), ...range.start })),
    );
  }

  async dispose(): Promise<void> {
    const exited = once(this.#child, 'exit');
    await this.#rpc.sendRequest('shutdown');
    await this.#rpc.sendNotification('exit');
    this.#rpc.dispose();
    this.#child.stdin?.end();
    await exited;
  }

  #uriOf(path: string): string {
    return pathToFileURL(join(this.#root, path)).href;
  }

  #pathOf(uri: string): string {
    return relative(this.#root, fileURLToPath(uri)).replaceAll(sep, '/');
  }
}

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

interface DocumentSymbol {
  readonly name: string;
  readonly selectionRange: Range;
}

/** As the server answers a client that knows no `documentChanges`. */
interface WorkspaceEdit {
  readonly changes?: Readonly<Record<string, readonly { readonly range: Range; readonly newText: string }[]>>;
}
