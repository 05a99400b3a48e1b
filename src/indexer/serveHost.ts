import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import { SkipLog } from '../core/context/skipLog.ts';
import {
  absentNamesRequest,
  closeDocumentNotification,
  closeFolderRequest,
  cursorFactsRequest,
  definitionUsersRequest,
  editDocumentNotification,
  type FolderParams,
  filesChangedRequest,
  firstParsingRequest,
  indexProblemNotification,
  indexStatusNotification,
  lookUpRequest,
  mayQuoteRequest,
  type OpenFolderParams,
  openDocumentNotification,
  openFolderRequest,
  type PauseReason,
  pauseNotification,
  pingRequest,
  rebuildRequest,
  scopesRequest,
  syntaxReportRequest,
} from '../shared/indexProtocol.ts';
import { notify } from '../shared/notify.ts';
import { DiskWorkspace } from './crawl/diskWorkspace.ts';
import { RemoteWorkspace } from './crawl/remoteWorkspace.ts';
import { type FileParser, isWasmFailure } from './fileParser.ts';
import { FolderIndex } from './folderIndex.ts';
import type { OpenDocuments } from './openDocuments.ts';

/** Answers the extension host. `close` ends the work in all folders, in order. */
export function serveHost(
  rpc: MessageConnection,
  parser: FileParser,
  documents: OpenDocuments,
  storeVersion: number,
  onWasmFailure: (error: unknown) => void,
): { close(): Promise<void> } {
  const folders = new Map<string, FolderIndex>();
  let pausedFor: PauseReason | undefined;

  /** By folder, the last of what opens and closes it: in turn, since two indexes of one folder would share a store. */
  const changes = new Map<string, Promise<void>>();
  const change = (folderUri: string, params?: OpenFolderParams): Promise<void> => {
    const replace = async () => {
      const before = folders.get(folderUri);
      folders.delete(folderUri);
      await before?.close();
      if (params === undefined) return;
      const folder = openFolder(rpc, params, parser, storeVersion, onWasmFailure);
      folder.pause(pausedFor);
      folders.set(folderUri, folder);
    };
    const changed = (changes.get(folderUri) ?? Promise.resolve()).then(replace, replace);
    changes.set(folderUri, changed);
    return changed;
  };

  rpc.onRequest(openFolderRequest, async (params) => {
    await change(params.folderUri, params);
    return null;
  });
  rpc.onRequest(closeFolderRequest, async ({ folderUri }) => {
    await change(folderUri);
    return null;
  });
  rpc.onRequest(filesChangedRequest, async ({ folderUri, paths }) => {
    return (await folders.get(folderUri)?.filesChanged(paths)) ?? false;
  });
  rpc.onRequest(mayQuoteRequest, async ({ folderUri, path }) => {
    return (await folders.get(folderUri)?.mayQuote(path)) ?? false;
  });
  rpc.onRequest(absentNamesRequest, ({ folderUri, names }) => folders.get(folderUri)?.absentNames(names) ?? null);
  rpc.onRequest(pingRequest, () => null);
  rpc.onRequest(rebuildRequest, async ({ folderUri }) => {
    await folders.get(folderUri)?.rebuild();
    return null;
  });
  rpc.onRequest(lookUpRequest, async (params, token) => {
    const left = new AbortController();
    token.onCancellationRequested(() => left.abort());
    return (await folders.get(params.folderUri)?.lookUp(params, left.signal)) ?? { symbols: [], chunks: [] };
  });
  rpc.onRequest(definitionUsersRequest, async ({ folderUri, ...definition }, token) => {
    const left = new AbortController();
    token.onCancellationRequested(() => left.abort());
    return (await folders.get(folderUri)?.definitionUsers(definition, left.signal)) ?? [];
  });
  rpc.onNotification(openDocumentNotification, (params) => documents.open(params));
  rpc.onNotification(editDocumentNotification, (params) => documents.edit(params));
  rpc.onNotification(closeDocumentNotification, ({ documentUri }) => documents.close(documentUri));
  /** Parses for the host, until it no longer waits. */
  const parsing = async <Result>(
    token: CancellationToken,
    parse: (signal: AbortSignal) => Promise<Result | undefined>,
  ): Promise<Result | null> => {
    const left = new AbortController();
    token.onCancellationRequested(() => left.abort());
    try {
      return (await parse(left.signal)) ?? null;
    } catch (error) {
      if (isWasmFailure(error)) onWasmFailure(error);
      throw error;
    }
  };
  rpc.onRequest(cursorFactsRequest, (params, token) => parsing(token, (signal) => documents.factsAt(params, signal)));
  rpc.onRequest(scopesRequest, (params, token) => parsing(token, (signal) => documents.scopesAt(params, signal)));
  rpc.onRequest(syntaxReportRequest, ({ languageId, text }, token) =>
    parsing(token, () => parser.report(languageId, text)),
  );
  rpc.onRequest(firstParsingRequest, (query, token) => parsing(token, () => parser.firstParsing(query)));
  rpc.onNotification(pauseNotification, ({ reason }) => {
    pausedFor = reason;
    for (const folder of folders.values()) folder.pause(reason);
  });

  return {
    async close() {
      await Promise.all([...changes.keys()].map((folderUri) => change(folderUri)));
    },
  };
}

function openFolder(
  rpc: MessageConnection,
  { folderUri, rootPath, storePath, excludes, isTrusted }: OpenFolderParams,
  parser: FileParser,
  storeVersion: number,
  onWasmFailure: (error: unknown) => void,
): FolderIndex {
  const folder: FolderParams = { folderUri };
  const onProblem = (message: string) =>
    void notify(() => rpc.sendNotification(indexProblemNotification, { ...folder, message }));
  const skipLog = new SkipLog(onProblem);
  const onSkip = (path: string, why: string) => skipLog.note(path, `Not indexed, since ${why}`);
  return new FolderIndex({
    workspace:
      rootPath === undefined
        ? new RemoteWorkspace(rpc, folderUri)
        : new DiskWorkspace({ rootPath, excludes, isTrusted, onSkip }),
    ...(storePath !== undefined && { store: { path: storePath, version: storeVersion } }),
    parser,
    skipLog,
    onStatus: (status) => void notify(() => rpc.sendNotification(indexStatusNotification, { ...folder, status })),
    onProblem,
    onWasmFailure,
  });
}
