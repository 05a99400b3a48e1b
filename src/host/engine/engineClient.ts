import { CancellationTokenSource, ResponseError } from 'vscode-jsonrpc/node';
import type { Engine, EngineModel, GenerateRequest, GenerateResult } from '../../shared/engine.ts';
import {
  cancelledResponse,
  deltaNotification,
  type EngineState,
  type EngineTotals,
  fromResponseError,
  generateRequest,
  type LoadParams,
  loadRequest,
  shutdownRequest,
  stateNotification,
  stopNotification,
  totalsRequest,
} from '../../shared/engineProtocol.ts';
import { CancelledError, isCancelled, throwIfAborted, UserError } from '../../shared/errors.ts';
import { type EngineConnection, openEngineConnection } from './engineConnection.ts';
import type { EngineLaunch } from './engineLaunch.ts';
import type { EngineStatus } from './engineStatus.ts';
import { watchEngine } from './watchEngine.ts';

export interface EngineClientOptions {
  readonly launch: () => EngineLaunch;
  readonly loadParams: () => LoadParams;
  readonly onStatus: (status: EngineStatus) => void;
}

/** A connection on which the wished model is loaded. */
interface Session {
  readonly connection: EngineConnection;
  readonly model: EngineModel;
  readonly deltas: Map<number, (delta: string) => void>;
}

/**
 * The {@link Engine} that our own process answers. Starts it on the first request, starts it anew after it has died,
 * and gives up (until {@link restart}) where it dies again and again.
 */
export class EngineClient implements Engine {
  readonly #options: EngineClientOptions;
  #session: Promise<Session> | undefined;
  #disposed = new AbortController();
  #crashTimesMs: readonly number[] = [];
  /** Why there is no session. Remembered for a while, so that not every keystroke tries again what has just failed. */
  #failure: { readonly error: Error; readonly retryAtMs: number } | undefined;
  #nextId = 1;

  constructor(options: EngineClientOptions) {
    this.#options = options;
  }

  async model(signal: AbortSignal): Promise<EngineModel> {
    const { model } = await this.#ready(signal);
    return model;
  }

  async generate(
    request: GenerateRequest,
    onDelta: (delta: string) => 'continue' | 'stop',
    signal: AbortSignal,
  ): Promise<GenerateResult> {
    const { connection, deltas } = await this.#ready(signal);
    const id = this.#nextId++;
    const cancellation = new CancellationTokenSource();
    const cancel = () => cancellation.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    deltas.set(id, (delta) => {
      if (onDelta(delta) === 'continue') return;
      deltas.delete(id);
      void connection.rpc.sendNotification(stopNotification, { id });
    });
    try {
      return await connection.rpc.sendRequest(generateRequest, { id, request }, cancellation.token);
    } catch (error) {
      throw toOwnError(error, signal);
    } finally {
      deltas.delete(id);
      signal.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  }

  async totals(signal: AbortSignal): Promise<EngineTotals> {
    const { connection } = await this.#ready(signal);
    return await connection.rpc.sendRequest(totalsRequest);
  }

  /** Loads what is wished for now: after a setting has changed, or a model was fetched. */
  reload(): void {
    this.#leave();
    void this.model(this.#disposed.signal).catch(() => {}); // The status has told.
  }

  /** Lets the engine go: where no other window needs it, it ends after its idle time. The next request comes back. */
  disconnect(): void {
    this.#leave();
    this.#options.onStatus({ kind: 'off' });
  }

  /** Ends the engine for all windows and starts a new one. */
  async restart(): Promise<void> {
    this.#crashTimesMs = [];
    const [settled] = await Promise.allSettled([this.#session]);
    if (settled.status === 'fulfilled' && settled.value !== undefined) {
      const { connection } = settled.value;
      await Promise.race([connection.rpc.sendRequest(shutdownRequest).catch(() => {}), connection.closed]);
      await connection.closed;
    }
    this.reload();
  }

  dispose(): void {
    this.#disposed.abort();
    this.#leave();
  }

  async #ready(signal: AbortSignal): Promise<Session> {
    throwIfAborted(signal);
    if (this.#failure !== undefined && this.#failure.retryAtMs < Date.now()) this.#failure = undefined;
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#session ??= this.#open();
    return await abandonable(this.#session, signal);
  }

  #leave(): void {
    this.#failure = undefined;
    const left = this.#session;
    this.#session = undefined;
    left?.then(
      ({ connection }) => connection.dispose(),
      () => {},
    );
  }

  #open(): Promise<Session> {
    const opening = this.#connectAndLoad();
    opening.then(
      (session) => {
        if (this.#session === opening)
          this.#options.onStatus({ kind: 'ready', model: session.model, pid: session.connection.pid });
        void session.connection.closed.then(() => this.#closed(opening));
      },
      (error: Error) => {
        if (this.#session !== opening) return;
        this.#session = undefined;
        if (isCancelled(error)) return;
        this.#failure = { error, retryAtMs: Date.now() + retryMs };
        this.#options.onStatus({ kind: 'failed', error });
      },
    );
    return opening;
  }

  async #connectAndLoad(): Promise<Session> {
    this.#refuseCrashLoop();
    this.#options.onStatus({ kind: 'starting' });
    const params = this.#options.loadParams();
    const connection = await openEngineConnection(this.#options.launch(), this.#disposed.signal);
    const deltas: Session['deltas'] = new Map();
    connection.rpc.onNotification(deltaNotification, ({ id, delta }) => deltas.get(id)?.(delta));
    connection.rpc.onNotification(stateNotification, (state) => this.#onState(state));
    watchEngine(connection);
    try {
      return { connection, deltas, model: await connection.rpc.sendRequest(loadRequest, params) };
    } catch (error) {
      connection.dispose();
      const own = toOwnError(error, this.#disposed.signal);
      if (!(own instanceof UserError) || own.code !== 'engineGone') throw own;
      this.#crashTimesMs = [...this.#crashTimesMs, Date.now()];
      throw new UserError(
        'modelLoadFailed',
        `The engine ended while it loaded ${params.modelPath || 'the default model'}. The file may be damaged or too large for this machine; choose another model or download it again.`,
      );
    }
  }

  #onState(state: EngineState): void {
    if (state.kind === 'loading') this.#options.onStatus(state);
  }

  /** The engine has gone: killed, crashed, or ended by another window. The next request starts a new one. */
  #closed(opening: Promise<Session>): void {
    if (this.#session !== opening) return;
    this.#session = undefined;
    this.#crashTimesMs = [...this.#crashTimesMs, Date.now()];
    this.#options.onStatus({ kind: 'off' });
  }

  #refuseCrashLoop(): void {
    const recent = this.#crashTimesMs.filter((timeMs) => Date.now() - timeMs < crashWindowMs);
    this.#crashTimesMs = recent;
    if (recent.length < maxCrashes) return;
    throw new UserError(
      'engineGone',
      `The engine ended ${recent.length} times within a minute. See "Leeward: Show Log", then run "Leeward: Restart Engine".`,
    );
  }
}

const retryMs = 30_000;
const crashWindowMs = 60_000;
const maxCrashes = 3;

/** Lets one caller leave while the others go on waiting. */
function abandonable<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abandon = () => reject(new CancelledError());
    signal.addEventListener('abort', abandon, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon));
  });
}

function toOwnError(error: unknown, signal: AbortSignal): Error {
  if (signal.aborted || (error instanceof ResponseError && error.code === cancelledResponse))
    return new CancelledError();
  return (
    fromResponseError(error) ??
    new UserError(
      'engineGone',
      `The engine ended before it had answered (${(error as Error).message}). The next request starts it again.`,
    )
  );
}
