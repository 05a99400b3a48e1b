/**
 * What hosts and the engine process say to each other, over JSON-RPC on a private socket.
 *
 * Order: `initialize`, `load`, then `generate`, `score`, `countTokens`, `forget` and `report` with the id that `load` gave.
 * Closing the connection cancels whatever it had asked for. The text of an answer travels as `delta` notifications while `generate` is pending; JSON-RPC's own
 * cancellation aborts a request, `stop` ends it early with what is there.
 */
import { NotificationType, NotificationType0, RequestType, RequestType0, ResponseError } from 'vscode-jsonrpc';
import type { EngineModel, GenerateRequest, GenerateResult, ScoreRequest, ScoreResult } from './engine.ts';
import { UserError, type UserErrorCode } from './errors.ts';

/** Raised whenever a message changes its shape. Both sides must have the same. */
export const protocolVersion = 8;

/** Each side proves that it knows the secret of the address file, which never travels itself. */
export interface InitializeParams {
  readonly protocolVersion: number;
  /** Random, new for each connection. */
  readonly nonce: string;
  /** {@link clientProofText}, signed. */
  readonly proof: string;
  /** The engine ends this long after its last client has gone. The latest client's wish counts. */
  readonly idleMs: number;
}

export interface InitializeResult {
  readonly pid: number;
  /** {@link engineProofText}, signed. */
  readonly proof: string;
}

/** What a proof signs: HMAC-SHA-256 with the secret as key, in hexadecimal. */
export const clientProofText = (nonce: string): string => `client:${nonce}`;
export const engineProofText = (nonce: string): string => `engine:${nonce}`;

/** What computes: `auto` is the best there is. */
export type GpuChoice = 'auto' | 'cpu' | 'cuda' | 'metal' | 'vulkan';

/**
 * The sliding window of attention: `auto` gives one to the models that were trained with it though their files do not
 * say so (Mistral 7B v0.1 and its fine-tunes), a number gives every llama a window of as many tokens.
 */
export type SlidingWindow = 'auto' | 'off' | number;

/** Loading what is loaded already answers at once; anything else replaces the loaded model, for all clients. */
export interface LoadParams {
  /** Empty: the embedded default model in the user's cache. */
  readonly modelPath: string;
  /** Tokens a sequence may hold; less where the model was trained on less, far more where it has a window. */
  readonly contextSizeTokens: number;
  readonly slidingWindow: SlidingWindow;
  readonly gpu: GpuChoice;
  /** 0: cores - 1. */
  readonly threads: number;
}

export interface LoadResult {
  /** Names this loading in all that follows, which is refused (`modelReplaced`) once another model has taken its place. */
  readonly loadId: number;
  readonly model: EngineModel;
}

export interface GenerateParams {
  /** Chosen by the client, unique on its connection. */
  readonly id: number;
  readonly loadId: number;
  readonly request: GenerateRequest;
}

/** `importing` writes the windowed twin of a model file, once; `loading` follows. */
export interface LoadProgress {
  readonly step: 'importing' | 'loading';
  /** 0 to 1 within the step, in whole percents. */
  readonly progress: number;
}

export interface ScoreParams {
  readonly loadId: number;
  readonly request: ScoreRequest;
}

export interface CountTokensParams {
  readonly loadId: number;
  readonly texts: readonly string[];
}

export interface PingResult {
  /**
   * Counts native calls and steps of loading; 0 where none runs. The same number again and again means that one call
   * does not end, which tells a hung engine from a busy one.
   */
  readonly runningCall: number;
  /** A model is being loaded, where one step may take minutes on a slow disk. */
  readonly isLoading: boolean;
}

/** What a person wants to know of the model that an engine has loaded. Bytes are llama.cpp's own words, unless said. */
export interface EngineReport {
  readonly model: EngineModel;
  /** The file in memory: the windowed twin where there is one, else `model.path`. */
  readonly loadedPath: string;
  readonly layers: number;
  /** How much of the model the device has, its output counted as a layer. Absent: there is none. */
  readonly offload?: { readonly layers: number; readonly ofLayers: number };
  /** Absent where llama.cpp did not say. */
  readonly cache?: CacheReport;
  /** Medians of recent requests that were long enough to measure. Absent: none yet. */
  readonly prefillTokensPerSecond?: number;
  readonly decodeTokensPerSecond?: number;
  readonly totals: EngineTotals;
}

/** The KV cache. */
export interface CacheReport {
  readonly sequences: number;
  /** Tokens that a sequence's cache has room for at once. */
  readonly cellsPerSequence: number;
  readonly bytesPerSequence: number;
  /** What the same context size would take with full attention: the bytes of a cell, times the context size. */
  readonly fullAttentionBytesPerSequence: number;
  /** `f16`, `q8_0`, ... */
  readonly type: string;
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
export const loadRequest = new RequestType<LoadParams, LoadResult, UserErrorData>('load');
export const generateRequest = new RequestType<GenerateParams, GenerateResult, UserErrorData>('generate');
export const scoreRequest = new RequestType<ScoreParams, ScoreResult, UserErrorData>('score');
/** One count for each text. */
export const countTokensRequest = new RequestType<CountTokensParams, readonly number[], UserErrorData>('countTokens');
/** Nothing of what was evaluated is kept, but for what a request is using. */
export const forgetRequest = new RequestType<{ readonly loadId: number }, null, UserErrorData>('forget');
/** Of the model that `load` gave the id for. */
export const reportRequest = new RequestType<{ readonly loadId: number }, EngineReport, UserErrorData>('report');
export const pingRequest = new RequestType0<PingResult, UserErrorData>('ping');
export const totalsRequest = new RequestType0<EngineTotals, UserErrorData>('totals');
/** Ends the engine at once, for all its clients. */
export const shutdownRequest = new RequestType0<null, UserErrorData>('shutdown');

export const deltaNotification = new NotificationType<{
  readonly id: number;
  readonly delta: string;
  readonly logProbability?: number;
}>('delta');
export const stopNotification = new NotificationType<{ readonly id: number }>('stop');
/** To the client whose `load` is pending. */
export const loadProgressNotification = new NotificationType<LoadProgress>('loadProgress');
/** The engine ends because it was asked to: what follows is no crash. */
export const endingNotification = new NotificationType0('ending');

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
