import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { listFilesRequest, readFileRequest, statFileRequest } from '../../shared/indexProtocol.ts';
import type { Workspace } from '../../shared/workspace.ts';

/** Answers a worker that asks for files of folders that are not on this machine's disk. */
export function provideFiles(rpc: MessageConnection, workspaceOf: (folderUri: string) => Workspace | undefined): void {
  rpc.onRequest(listFilesRequest, async ({ folderUri, under }, token) => {
    return (await workspaceOf(folderUri)?.list(toSignal(token), under)) ?? [];
  });
  rpc.onRequest(statFileRequest, async ({ folderUri, path }) => {
    return (await workspaceOf(folderUri)?.stat(path)) ?? null;
  });
  rpc.onRequest(readFileRequest, async ({ folderUri, path, limitBytes }) => {
    return (await workspaceOf(folderUri)?.read(path, limitBytes)) ?? null;
  });
}

function toSignal(token: CancellationToken): AbortSignal {
  const left = new AbortController();
  token.onCancellationRequested(() => left.abort());
  return left.signal;
}
