/**
 * What hosts and the engine process say to each other, over JSON-RPC on a private socket.
 *
 * Order: `initialize` first, once, then anything. Closing the connection cancels whatever it had asked for. The text of
 * an answer travels as `delta` notifications while `generate` is pending; JSON-RPC's own cancellation aborts a request,
 * `stop` ends it early with what is there.
 */
import { NotificationType, RequestType, RequestType0, ResponseError } from 'vscode-jsonrpc';
import type { EngineModel, GenerateRequest, GenerateResult } from './engine.ts';
import { UserError, type UserErrorCode } from './errors.ts';

/** Raised whenever a message changes its shape. Both sides must have the same. */
export const protocolVersion = 1;

export interface InitializeParams {
  readonly protocolVersion: number;
  /** From the lock file, which only the user can read. */
  readonly secret: string;
  /** The engine ends this long after its last client has gone. The latest client's wish counts. */
  readonly idleMs: number;
}

export interface InitializeResult {
  readonly protocolVersion: number;
  readonly engineVersion: string;
  readonly pid: number;
}

/** What computes: `auto` is the best there is. */
export type GpuChoice = 'auto' | 'cpu' | 'cuda' | 'metal' | 'vulkan';

/** Loading what is loaded already answers at once; anything else replaces the loaded model. */
export interface LoadParams {
  /** Empty: the embedded default model in the user's cache. */
  readonly modelPath: string;
  /** Tokens a sequence may hold; less where the model was trained on less. */
  readonly contextSizeTokens: number;
  readonly gpu: GpuChoice;
  /** 0: cores - 1. */
  readonly threads: number;
}

/** Sent to every client whenever it changes, and once after `initialize`. */
export type EngineState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'loading'; readonly modelPath: string /** 0 to 1 */; readonly progress: number }
  | { readonly kind: 'ready'; readonly model: EngineModel }
  | { readonly kind: 'failed'; readonly modelPath: string; readonly code: UserErrorCode; readonly message: string };

export interface GenerateParams {
  /** Chosen by the client, unique on its connection. */
  readonly id: number;
  readonly request: GenerateRequest;
}

export interface PingResult {
  /** How long the running native call has taken; 0 between calls. Tells a busy engine from a hung one. */
  readonly nativeCallMs: number;
}

/** Sums since the engine started, over all clients. */
export interface EngineTotals {
  readonly requests: number;
  readonly modelLoads: number;
  /** Prompt tokens computed, those of aborted requests included. */
  readonly evaluatedTokens: number;
  readonly reusedTokens: number;
  readonly decodeTokens: number;
  readonly clients: number;
  readonly residentBytes: number;
}

export const initializeRequest = new RequestType<InitializeParams, InitializeResult, UserErrorData>('initialize');
export const loadRequest = new RequestType<LoadParams, EngineModel, UserErrorData>('load');
export const generateRequest = new RequestType<GenerateParams, GenerateResult, UserErrorData>('generate');
export const pingRequest = new RequestType0<PingResult, UserErrorData>('ping');
export const totalsRequest = new RequestType0<EngineTotals, UserErrorData>('totals');
/** Ends the engine at once, for all its clients. */
export const shutdownRequest = new RequestType0<null, UserErrorData>('shutdown');

export const deltaNotification = new NotificationType<{ readonly id: number; readonly delta: string }>('delta');
export const stopNotification = new NotificationType<{ readonly id: number }>('stop');
export const stateNotification = new NotificationType<EngineState>('state');

/** What a running engine writes beside its socket, for the next window to find it. */
export interface EngineAddress {
  readonly pid: number;
  readonly socketPath: string;
  readonly secret: string;
}

/** Travels in a response's `data`, so that the other side matches by code. */
interface UserErrorData {
  readonly userErrorCode: UserErrorCode;
}

/** The error code of a request that was cancelled (as in the Language Server Protocol). */
export const cancelledResponse = -32800;

/** JSON-RPC's application error code for a {@link UserError}. */
const userErrorResponse = 1;

/** A {@link UserError} as a response. */
export function toResponseError(error: UserError): ResponseError<UserErrorData> {
  return new ResponseError(userErrorResponse, error.message, { userErrorCode: error.code });
}

/** The {@link UserError} that a response carries, if it carries one. */
export function fromResponseError(error: unknown): UserError | undefined {
  if (!(error instanceof ResponseError) || error.code !== userErrorResponse) return undefined;
  const data = error.data as UserErrorData;
  return new UserError(data.userErrorCode, error.message);
}
