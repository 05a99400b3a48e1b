import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CancellationToken,
  CancellationTokenSource,
  ConnectionError,
  ErrorCodes,
  ResponseError,
} from 'vscode-jsonrpc/node';
import type {
  EngineModel,
  GenerateRequest,
  GenerateResult,
  OnDelta,
  ScoreRequest,
  ScoreResult,
} from '../../shared/engine.ts';
import {
  cancelledResponse,
  countTokensRequest,
  deltaNotification,
  type EngineReport,
  type EngineTotals,
  forgetRequest,
  fromResponseError,
  generateRequest,
  type LoadParams,
  type LoadProgress,
  loadProgressNotification,
  loadRequest,
  reportRequest,
  scoreRequest,
  shutdownRequest,
  stopNotification,
  totalsRequest,
} from '../../shared/engineProtocol.ts';
import { BugError, CancelledError, throwIfAborted, UserError } from '../../shared/errors.ts';
import { notify } from '../../shared/notify.ts';
import { abandonable } from './abandonable.ts';
import type { EngineConnection } from './engineConnection.ts';
import { killEngine } from './killEngine.ts';

/** Why a session is over. `asked`: we left, or somebody ended the engine. */
export type EngineEnd = { readonly kind: 'asked' } | { readonly kind: 'unasked'; readonly lastWords: string };

/** A connection on which the wished model is loaded. */
export class EngineSession {
  readonly model: EngineModel;
  readonly #connection: EngineConnection;
  readonly #loadId: number;
  readonly #deltas = new Map<number, (delta: string, logProbability?: number) => void>();
  #nextId = 1;
  #isLeft = false;

  private constructor(connection: EngineConnection, loadId: number, model: EngineModel) {
    this.#connection = connection;
    this.#loadId = loadId;
    this.model = model;
    connection.rpc.onNotification(deltaNotification, ({ id, delta, logProbability }) =>
      this.#deltas.get(id)?.(delta, logProbability),
    );
  }

  /**
   * Loads the model, or joins in where another window has it loaded.
   *
   * @throws UserError: the model's fault, or `engineGone` where the engine ended meanwhile; CancelledError.
   */
  static async load(
    connection: EngineConnection,
    params: LoadParams,
    onProgress: (progress: LoadProgress) => void,
    signal: AbortSignal,
  ): Promise<EngineSession> {
    const listener = connection.rpc.onNotification(loadProgressNotification, onProgress);
    try {
      const { loadId, model } = await abandonable(connection.rpc.sendRequest(loadRequest, params), signal);
      return new EngineSession(connection, loadId, model);
    } catch (error) {
      connection.dispose();
      throw toOwnError(error);
    } finally {
      listener.dispose();
    }
  }

  get pid(): number {
    return this.#connection.pid;
  }

  /** Resolves when the connection has closed. */
  get closed(): Promise<EngineEnd> {
    const connection = this.#connection;
    return connection.closed.then(() =>
      this.#isLeft || connection.isEnding()
        ? { kind: 'asked' }
        : { kind: 'unasked', lastWords: connection.lastWords() },
    );
  }

  /** As {@link import('../../shared/engine.ts').Engine.generate}. Settles at once when `signal` is aborted. */
  async generate(request: GenerateRequest, onDelta: OnDelta, signal: AbortSignal): Promise<GenerateResult> {
    const { rpc } = this.#connection;
    const id = this.#nextId++;
    this.#deltas.set(id, (delta, logProbability) => {
      if (onDelta(delta, logProbability) === 'continue') return;
      this.#deltas.delete(id);
      void notify(() => rpc.sendNotification(stopNotification, { id }));
    });
    try {
      const params = { id, loadId: this.#loadId, request };
      return await this.#cancellable(signal, (token) => rpc.sendRequest(generateRequest, params, token));
    } finally {
      this.#deltas.delete(id);
    }
  }

  /** As {@link import('../../shared/engine.ts').Engine.score}. Settles at once when `signal` is aborted. */
  async score(request: ScoreRequest, signal: AbortSignal): Promise<ScoreResult> {
    const params = { loadId: this.#loadId, request };
    return await this.#cancellable(signal, (token) => this.#connection.rpc.sendRequest(scoreRequest, params, token));
  }

  /** As {@link import('../../shared/engine.ts').Engine.countTokens}. */
  async countTokens(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]> {
    const params = { loadId: this.#loadId, texts };
    return await this.#cancellable(signal, (token) =>
      this.#connection.rpc.sendRequest(countTokensRequest, params, token),
    );
  }

  /** As {@link import('../../shared/engine.ts').Engine.forget}. */
  async forget(signal: AbortSignal): Promise<void> {
    const params = { loadId: this.#loadId };
    await this.#cancellable(signal, (token) => this.#connection.rpc.sendRequest(forgetRequest, params, token));
  }

  async report(): Promise<EngineReport> {
    return await this.#asking(this.#connection.rpc.sendRequest(reportRequest, { loadId: this.#loadId }));
  }

  async totals(): Promise<EngineTotals> {
    return await this.#asking(this.#connection.rpc.sendRequest(totalsRequest));
  }

  async #cancellable<Result>(
    signal: AbortSignal,
    send: (token: CancellationToken) => Promise<Result>,
  ): Promise<Result> {
    throwIfAborted(signal);
    const cancellation = new CancellationTokenSource();
    const cancel = () => cancellation.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await this.#asking(abandonable(send(cancellation.token), signal));
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async #asking<Result>(answer: Promise<Result>): Promise<Result> {
    try {
      return await answer;
    } catch (error) {
      // We left: nobody's fault, and nobody waits for it.
      throw this.#isLeft ? new CancelledError() : toOwnError(error);
    }
  }

  /** Leaves the engine, which goes on for other windows. */
  dispose(): void {
    this.#isLeft = true;
    this.#connection.dispose();
  }
}

/** Ends the engine, for all windows; resolves when it has let go of the connection. One that does not is killed. */
export async function shutDown(connection: EngineConnection): Promise<void> {
  connection.rpc.sendRequest(shutdownRequest).catch(() => {}); // Its end is the answer.
  const ended = await Promise.race([connection.closed.then(() => true), sleep(shutdownMs, false, { ref: false })]);
  if (!ended) killEngine(connection.pid);
  await connection.closed;
}

const shutdownMs = 5_000;

/** What a rejected request means: cancelled, expected, the engine's end, or a bug of the engine's. */
function toOwnError(error: unknown): Error {
  if (error instanceof CancelledError) return error;
  if (error instanceof ResponseError && error.code === cancelledResponse) return new CancelledError();
  const known = fromResponseError(error);
  if (known !== undefined) return known;
  const isGone =
    error instanceof ConnectionError ||
    !(error instanceof ResponseError) ||
    error.code === ErrorCodes.PendingResponseRejected ||
    // It was killed, and its end of the socket closed before ours was told.
    error.code === ErrorCodes.MessageWriteError;
  if (isGone)
    return new UserError('engineGone', 'The engine ended before it had answered. The next request starts it again.');
  return new BugError(`The engine failed: ${error.message}`);
}
