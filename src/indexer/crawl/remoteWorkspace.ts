import { CancellationTokenSource, type MessageConnection } from 'vscode-jsonrpc/node';
import { whySkipped } from '../../core/context/fileKinds.ts';
import { listFilesRequest, readFileRequest, statFileRequest } from '../../shared/indexProtocol.ts';
import type { Workspace, WorkspaceFile } from '../../shared/workspace.ts';

/** A folder that is not on this machine's disk: the extension host reads it through VS Code's file system API. */
export class RemoteWorkspace implements Workspace {
  readonly #rpc: MessageConnection;
  readonly #folderUri: string;

  constructor(rpc: MessageConnection, folderUri: string) {
    this.#rpc = rpc;
    this.#folderUri = folderUri;
  }

  async list(signal: AbortSignal, under?: string): Promise<readonly WorkspaceFile[]> {
    const source = new CancellationTokenSource();
    const cancel = () => source.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const params = { folderUri: this.#folderUri, ...(under === undefined ? {} : { under }) };
      const files = await this.#rpc.sendRequest(listFilesRequest, params, source.token);
      return files.filter(isWorthReading);
    } finally {
      signal.removeEventListener('abort', cancel);
      source.dispose();
    }
  }

  async stat(path: string): Promise<WorkspaceFile | undefined> {
    const file = await this.#rpc.sendRequest(statFileRequest, { folderUri: this.#folderUri, path });
    return file !== null && isWorthReading(file) ? file : undefined;
  }

  async read(path: string, limitBytes: number): Promise<Uint8Array | undefined> {
    if (whySkipped(path, 1) !== undefined) return undefined;
    const bytes = await this.#rpc.sendRequest(readFileRequest, { folderUri: this.#folderUri, path, limitBytes });
    return bytes === null || bytes.length > limitBytes ? undefined : bytes;
  }

  filesChanged(): void {
    // The extension host, which has the rules, was the first to know.
  }
}

function isWorthReading({ path, sizeBytes }: WorkspaceFile): boolean {
  return whySkipped(path, sizeBytes) === undefined;
}
