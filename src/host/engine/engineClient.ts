import type {
  Engine,
  EngineModel,
  GenerateRequest,
  GenerateResult,
  OnDelta,
  ScoreRequest,
  ScoreResult,
} from '../../shared/engine.ts';
import type { EngineReport, EngineTotals, LoadParams, LoadProgress } from '../../shared/engineProtocol.ts';
import { isCancelled, throwIfAborted, UserError } from '../../shared/errors.ts';
import { abandonable } from './abandonable.ts';
import type { EngineLaunch } from './engineLaunch.ts';
import type { EngineEnd, EngineSession } from './engineSession.ts';
import type { EngineStatus } from './engineStatus.ts';

export interface EngineClientOptions {
  readonly launch: () => EngineLaunch;
  readonly loadParams: () => LoadParams;
  readonly onStatus: (status: EngineStatus) => void;
}

/** A session that is being opened, or is open. Aborting it leaves the engine. */
interface Opening {
  readonly session: Promise<EngineSession>;
  readonly left: AbortController;
  /** Once it is open. */
  opened?: EngineSession;
}

/**
 * The {@link Engine} that our own process answers. Starts it on the first request, starts it anew after it has died, and
 * gives up (until {@link reload} or {@link restart}) where it dies again and again.
 */
export class EngineClient implements Engine {
  readonly #options: EngineClientOptions;
  readonly #disposed = new AbortController();
  #opening: Opening | undefined;
  /** Why there is no session. Remembered, so that not every keystroke tries again what has just failed. */
  #failure: { readonly error: Error; readonly retryAtMs: number } | undefined;
  /** Unasked ends of the engine since it last answered. */
  #crashes = 0;

  constructor(options: EngineClientOptions) {
    this.#options = options;
  }

  async model(signal: AbortSignal): Promise<EngineModel> {
    return (await this.#session(signal)).model;
  }

  async generate(request: GenerateRequest, onDelta: OnDelta, signal: AbortSignal): Promise<GenerateResult> {
    return await this.#ask(signal, (session) => session.generate(request, onDelta, signal));
  }

  async score(request: ScoreRequest, signal: AbortSignal): Promise<ScoreResult> {
    return await this.#ask(signal, (session) => session.score(request, signal));
  }

  async countTokens(texts: readonly string[], signal: AbortSignal): Promise<readonly number[]> {
    return await this.#ask(signal, (session) => session.countTokens(texts, signal));
  }

  async forget(signal: AbortSignal): Promise<void> {
    await this.#ask(signal, (session) => session.forget(signal));
  }

  /** What the engine has loaded and how it does. */
  async report(signal: AbortSignal): Promise<EngineReport> {
    return await this.#ask(signal, (session) => session.report());
  }

  async totals(signal: AbortSignal): Promise<EngineTotals> {
    return await (await this.#session(signal)).totals();
  }

  /** Loads what is wished for now: after a setting has changed, or a model was fetched. */
  reload(): void {
    if (this.#disposed.signal.aborted) return;
    this.#leave();
    this.#crashes = 0;
    void this.model(this.#disposed.signal).catch(() => {}); // The status has told.
  }

  /** Lets the engine go: where no other window needs it, it ends after its idle time. The next request comes back. */
  disconnect(): void {
    this.#leave();
    this.#options.onStatus({ kind: 'off' });
  }

  /** Ends the engine for all windows, whatever it is doing, and starts a new one. */
  async restart(): Promise<void> {
    throwIfAborted(this.#disposed.signal);
    this.#leave();
    this.#options.onStatus({ kind: 'starting' });
    const { endEngine } = await import('./openSession.ts');
    await endEngine(this.#options.launch());
    this.reload();
  }

  dispose(): void {
    this.#disposed.abort();
    this.#leave();
  }

  async #ask<Result>(signal: AbortSignal, ask: (session: EngineSession) => Promise<Result>): Promise<Result> {
    const session = await this.#session(signal);
    try {
      const result = await ask(session);
      this.#crashes = 0;
      return result;
    } catch (error) {
      if (error instanceof UserError && error.code === 'modelReplaced') this.#fail(session, error);
      // Writing to it may fail before its end is told: who asks again at once must not ask it again.
      if (error instanceof UserError && error.code === 'engineGone') await session.closed;
      throw error;
    }
  }

  async #session(signal: AbortSignal): Promise<EngineSession> {
    throwIfAborted(signal);
    throwIfAborted(this.#disposed.signal);
    if (this.#failure !== undefined && Date.now() < this.#failure.retryAtMs) throw this.#failure.error;
    this.#opening ??= this.#open();
    return await abandonable(this.#opening.session, signal);
  }

  #leave(): void {
    this.#failure = undefined;
    this.#opening?.left.abort();
    this.#opening = undefined;
  }

  #open(): Opening {
    this.#failure = undefined;
    const left = new AbortController();
    const tell = (status: EngineStatus) => {
      if (!left.signal.aborted) this.#options.onStatus(status);
    };
    const session = this.#connectAndLoad(tell, left.signal);
    const opening: Opening = { session, left };
    session.then(
      (opened) => {
        opening.opened = opened;
        left.signal.addEventListener('abort', () => opened.dispose());
        if (left.signal.aborted) opened.dispose();
        tell({ kind: 'ready', model: opened.model, pid: opened.pid });
        void opened.closed.then((end) => this.#onClosed(opening, end));
      },
      (error: Error) => {
        if (this.#opening !== opening) return;
        this.#opening = undefined;
        // The engine was asked to end meanwhile: the next request starts another.
        if (isCancelled(error)) return tell({ kind: 'off' });
        this.#failure = { error, retryAtMs: retryTime(error) };
        tell({ kind: 'failed', error });
      },
    );
    return opening;
  }

  async #connectAndLoad(tell: (status: EngineStatus) => void, signal: AbortSignal): Promise<EngineSession> {
    if (this.#crashes >= maxCrashes) throw endsAgainAndAgain(this.#crashes);
    tell({ kind: 'starting' });
    const params = this.#options.loadParams();
    const modelPath = params.modelPath || 'the default model';
    const launch = this.#options.launch();
    const onProgress = (progress: LoadProgress) => tell({ kind: 'loading', modelPath, ...progress });
    const { openSession } = await import('./openSession.ts');
    try {
      return await openSession(launch, params, onProgress, signal);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'engineGone') throw error;
      this.#crashes += 1;
      throw new UserError(
        'modelLoadFailed',
        `The engine ended while it loaded ${modelPath}. The file may be damaged or too large for this machine; choose another model or download it again.`,
      );
    }
  }

  /** The engine has gone: killed, crashed, or ended by another window. The next request starts a new one. */
  #onClosed(opening: Opening, end: EngineEnd): void {
    if (this.#opening !== opening) return;
    this.#opening = undefined;
    if (end.kind === 'asked') {
      this.#options.onStatus({ kind: 'off' });
    } else {
      this.#crashes += 1;
      this.#options.onStatus({ kind: 'off', lastWords: end.lastWords });
    }
  }

  /** Another window has taken the engine for another model: this one does not take it back by itself. */
  #fail(session: EngineSession, error: UserError): void {
    if (this.#opening?.opened !== session) return;
    this.#leave();
    this.#failure = { error, retryAtMs: retryTime(error) };
    this.#options.onStatus({ kind: 'failed', error });
  }
}

function retryTime(error: Error): number {
  // An import that failed would write gigabytes again.
  const isFinal = error instanceof UserError && ['modelReplaced', 'modelImportFailed'].includes(error.code);
  return isFinal ? Number.POSITIVE_INFINITY : Date.now() + retryMs;
}

const retryMs = 30_000;
const maxCrashes = 3;

function endsAgainAndAgain(crashes: number): UserError {
  return new UserError(
    'engineGone',
    `The engine ended ${crashes} times in a row. See "Leeward: Show Log", then run "Leeward: Restart Engine".`,
  );
}
