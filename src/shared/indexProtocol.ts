/**
 * What a window's extension host and its index worker say to each other, over JSON-RPC on the worker's own channel.
 *
 * The worker is a process of its own, at idle priority, so that neither parsing nor a crash costs the editor anything.
 * Order: `openFolder`, then the others with that folder's URI. Requests are answered from what is indexed so far. Open documents
 * belong to no folder: `openDocument`, then the others with that document's URI.
 */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { ContextCandidates, CursorFacts } from './contextQuery.ts';
import type { DefinitionUser, SharedDefinition } from './definitionUsers.ts';
import type { EnclosingScope, InsertionQuery, SyntaxReport } from './syntaxQuery.ts';
import type { OffsetRange, TextEdit } from './text.ts';
import type { WorkspaceFile } from './workspace.ts';

export interface OpenFolderParams {
  readonly folderUri: string;
  /** Absolute path, where the folder is on this machine's disk. Absent: files come through {@link listFilesRequest}. */
  readonly rootPath?: string;
  /** The store's file. It and its folder are made where they are missing. Absent: the index lives in memory. */
  readonly storePath?: string;
  /** Globs of `files.exclude`. */
  readonly excludes: readonly string[];
  /** `git` may be asked for its list: only where the user trusts the folder. */
  readonly isTrusted: boolean;
}

/** What a person sees of the index of a folder. */
export type IndexStatus =
  | {
      readonly kind: 'listing';
      /** Why it has not begun, where it has not. */
      readonly pausedFor?: PauseReason;
    }
  | {
      readonly kind: 'indexing';
      readonly filesDone: number;
      readonly filesTotal: number;
      readonly bytesPerSecond: number;
      /** Why it stands still, where it does. */
      readonly pausedFor?: PauseReason;
    }
  | { readonly kind: 'ready'; readonly files: number; readonly symbols: number; readonly parsedFiles: number }
  /** The worker has ended and is not started again by itself. */
  | { readonly kind: 'off'; readonly reason: string };

export type PauseReason = 'typing' | 'battery';

export interface FolderParams {
  readonly folderUri: string;
}

export interface LookUpParams extends FolderParams {
  readonly facts: CursorFacts;
  /** The text around the cursor, for what resembles it. Empty: only symbols are looked up. */
  readonly nearbyText: string;
}

export interface DocumentParams {
  readonly documentUri: string;
}

export interface OpenDocumentParams extends DocumentParams {
  /** VS Code's. */
  readonly languageId: string;
  /** Of the text; any other text has another one. */
  readonly version: number;
  readonly text: string;
}

export interface EditDocumentParams extends DocumentParams {
  /** Of the text after the edits. */
  readonly version: number;
  /** One after the other, each to the text before it. */
  readonly edits: readonly TextEdit[];
}

export interface CursorFactsParams extends DocumentParams {
  readonly version: number;
  readonly offset: number;
  /** `/`-separated, relative to the workspace folder. */
  readonly path: string;
}

export interface SyntaxReportParams {
  /** VS Code's. */
  readonly languageId: string;
  readonly text: string;
}

export interface ScopesParams extends DocumentParams {
  readonly version: number;
  /** Empty: the cursor's place. */
  readonly selection: OffsetRange;
}

export const openFolderRequest = new RequestType<OpenFolderParams, null, void>('openFolder');
export const closeFolderRequest = new RequestType<FolderParams, null, void>('closeFolder');
/**
 * Files that were created, changed, renamed (both paths) or deleted. Answers once the index knows: whether it says anything
 * else than before.
 */
export const filesChangedRequest = new RequestType<FolderParams & { readonly paths: readonly string[] }, boolean, void>(
  'filesChanged',
);
/** The files that use a definition of another file, those nearest to it first. */
export const definitionUsersRequest = new RequestType<FolderParams & SharedDefinition, readonly DefinitionUser[], void>(
  'definitionUsers',
);
export const lookUpRequest = new RequestType<LookUpParams, ContextCandidates, void>('lookUp');
/** Whether text of this file may stand in a prompt: it is no ignored, private or irregular one. */
export const mayQuoteRequest = new RequestType<FolderParams & { readonly path: string }, boolean, void>('mayQuote');
/**
 * Those of the names that no file of the folder defines or uses. Null: the folder is not indexed, or not as it is now.
 */
export const absentNamesRequest = new RequestType<
  FolderParams & { readonly names: readonly string[] },
  readonly string[] | null,
  void
>('absentNames');
/** A sign of life. */
export const pingRequest = new RequestType0<null, void>('ping');
/** Forgets everything of the folder and indexes it anew. */
export const rebuildRequest = new RequestType<FolderParams, null, void>('rebuild');
/** An editor shows it. It takes the place of what was known of the document. */
export const openDocumentNotification = new NotificationType<OpenDocumentParams>('openDocument');
export const editDocumentNotification = new NotificationType<EditDocumentParams>('editDocument');
export const closeDocumentNotification = new NotificationType<DocumentParams>('closeDocument');
/**
 * A document seen from its cursor. `notOpen`: the worker does not have this version of it. Null: the language's syntax is not
 * understood, or the document is too large to be parsed.
 */
export const cursorFactsRequest = new RequestType<CursorFactsParams, CursorFacts | 'notOpen' | null, void>(
  'cursorFacts',
);
/** Of any text, of which the worker keeps nothing. Null as above. */
export const syntaxReportRequest = new RequestType<SyntaxReportParams, SyntaxReport | null, void>('syntaxReport');
/** The index of the first of the query's texts that adds no syntax error, or -1. Null as above. */
export const firstParsingRequest = new RequestType<InsertionQuery, number | null, void>('firstParsing');
/** What a selection is in, the innermost first. `notOpen` and null as above. */
export const scopesRequest = new RequestType<ScopesParams, readonly EnclosingScope[] | 'notOpen' | null, void>(
  'scopes',
);
/** Background work stands still until it is told otherwise; requests are answered. Absent: go on. */
export const pauseNotification = new NotificationType<{ readonly reason?: PauseReason }>('pause');

/** From the worker. */
export const indexStatusNotification = new NotificationType<FolderParams & { readonly status: IndexStatus }>('status');
/** A sentence for the user, each at most once: a store that was rebuilt, files that could not be read. */
export const indexProblemNotification = new NotificationType<FolderParams & { readonly message: string }>('problem');
/** The worker asks for files of a folder without `rootPath`. */
export const listFilesRequest = new RequestType<
  FolderParams & { readonly under?: string },
  readonly WorkspaceFile[],
  void
>('listFiles');
export const readFileRequest = new RequestType<
  FolderParams & { readonly path: string; readonly limitBytes: number },
  Uint8Array | null,
  void
>('readFile');
export const statFileRequest = new RequestType<FolderParams & { readonly path: string }, WorkspaceFile | null, void>(
  'statFile',
);
