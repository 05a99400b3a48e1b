import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  type CancellationToken,
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { GenerateResult } from '../../src/shared/engine.ts';
import {
  cancelledResponse,
  clientProofText,
  countTokensRequest,
  deltaNotification,
  type EngineTotals,
  engineProofText,
  forgetRequest,
  type GenerateParams,
  generateRequest,
  type InitializeParams,
  initializeRequest,
  loadProgressNotification,
  loadRequest,
  pingRequest,
  protocolVersion,
  reportRequest,
  scoreRequest,
  shutdownRequest,
  stopNotification,
  toResponseError,
  totalsRequest,
} from '../../src/shared/engineProtocol.ts';
import { BugError, isCancelled, UserError } from '../../src/shared/errors.ts';
import { notify } from '../../src/shared/notify.ts';
import { countTokens } from '../generation/countTokens.ts';
import { type GenerateHooks, generate } from '../generation/generate.ts';
import { score } from '../generation/score.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import type { ModelHolder } from '../model/modelHolder.ts';
import type { Totals } from './totals.ts';

/** What clients share. */
export interface EngineServices {
  readonly model: ModelHolder;
  readonly totals: Totals;
  readonly secret: string;
  /** Nobody else is served. */
  readonly isEnding: () => boolean;
  readonly clientCount: () => number;
  readonly onGreeted: (client: ServedClient, idleMs: number) => void;
  readonly onClosed: (client: ServedClient) => void;
  readonly end: () => void;
}

export interface ServedClient {
  readonly connection: MessageConnection;
}

/** Answers one window. Whatever it had asked for is cancelled when its connection closes. */
export function serveClient(socket: Socket, services: EngineServices): void {
  const reader = new SocketMessageReader(socket);
  // Its timer for a message that comes in parts would go on for ever where the window closes before the last of them.
  reader.partialMessageTimeout = 0;
  const connection = createMessageConnection(reader, new SocketMessageWriter(socket));
  const client: ServedClient = { connection };
  const closed = new AbortController();
  const stops = new Map<number, AbortController>();
  let greeted = false;

  const greetingTimer = setTimeout(() => socket.destroy(), greetingMs);
  socket.on('error', () => {}); // Followed by 'close', which is what counts.
  socket.once('close', () => {
    clearTimeout(greetingTimer);
    closed.abort();
    connection.dispose();
    services.onClosed(client);
  });

  /** Every handler's boundary: errors leave as responses that the other side can match. */
  async function answer<Result>(work: () => Promise<Result> | Result): Promise<Result | ResponseError<never>> {
    try {
      if (!greeted) throw new BugError('the first request must be initialize');
      return await work();
    } catch (error) {
      if (isCancelled(error)) return new ResponseError<never>(cancelledResponse, 'Cancelled');
      if (error instanceof UserError) return toResponseError(error) as ResponseError<never>;
      console.error(error);
      return new ResponseError<never>(ErrorCodes.InternalError, String(error));
    }
  }

  connection.onRequest(initializeRequest, (params) => {
    if (services.isEnding()) {
      socket.destroy();
      return new ResponseError<never>(cancelledResponse, 'The engine is ending');
    }
    const refused = refusal(params, services.secret);
    if (refused !== undefined) return toResponseError(refused); // The greeting's timer closes the connection.
    clearTimeout(greetingTimer);
    greeted = true;
    services.onGreeted(client, params.idleMs);
    return { pid: process.pid, proof: sign(services.secret, engineProofText(params.nonce)) };
  });
  connection.onRequest(loadRequest, (params) =>
    answer(() =>
      services.model.load(
        params,
        (progress) => void notify(() => connection.sendNotification(loadProgressNotification, progress)),
        closed.signal,
      ),
    ),
  );
  connection.onRequest(pingRequest, () => answer(() => services.model.signOfLife));
  connection.onRequest(totalsRequest, () => answer(() => sum(services)));
  connection.onRequest(reportRequest, ({ loadId }) =>
    answer(() =>
      services.model.use(loadId, closed.signal, async (model) => ({ ...model.report(), totals: sum(services) })),
    ),
  );
  connection.onRequest(countTokensRequest, ({ loadId, texts }, token) =>
    answer(() => services.model.use(loadId, signalOf(token), (model, signal) => countTokens(model, texts, signal))),
  );
  connection.onRequest(forgetRequest, ({ loadId }, token) =>
    answer(async () => {
      await services.model.use(loadId, signalOf(token), (model, signal) => model.forget(signal));
      return null;
    }),
  );
  connection.onRequest(shutdownRequest, () =>
    answer(() => {
      setImmediate(services.end);
      return null;
    }),
  );
  connection.onNotification(stopNotification, ({ id }) => stops.get(id)?.abort());
  connection.onRequest(generateRequest, (params, token) =>
    answer(async () => {
      const stop = new AbortController();
      stops.set(params.id, stop);
      try {
        return await generateFor(params, signalOf(token), stop.signal);
      } finally {
        stops.delete(params.id);
      }
    }),
  );
  connection.onRequest(scoreRequest, ({ loadId, request }, token) =>
    answer(() => counted(loadId, signalOf(token), (model, hooks) => score(model, request, hooks))),
  );

  /** Aborted where the request is cancelled or the connection closes. */
  function signalOf(token: CancellationToken): AbortSignal {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    return AbortSignal.any([cancelled.signal, closed.signal]);
  }

  async function generateFor(
    params: GenerateParams,
    signal: AbortSignal,
    stopSignal: AbortSignal,
  ): Promise<GenerateResult> {
    const { id, loadId, request } = params;
    const onDelta = (delta: string, logProbability?: number) => {
      const params = { id, delta, ...(logProbability !== undefined && { logProbability }) };
      void notify(() => connection.sendNotification(deltaNotification, params));
    };
    const result = await counted(loadId, signal, (model, hooks) =>
      generate(model, request, { ...hooks, onDelta, stopSignal }),
    );
    services.totals.decodeTokens += result.counts.decodeTokens;
    return result;
  }

  /** Runs a request on the model and adds it to the sums. */
  function counted<Result>(
    loadId: number,
    signal: AbortSignal,
    work: (model: LoadedModel, hooks: CountingHooks) => Promise<Result>,
  ): Promise<Result> {
    const { totals } = services;
    totals.requests += 1;
    return services.model.use(loadId, signal, (model, signal) =>
      work(model, {
        onReused: (tokens) => {
          totals.reusedTokens += tokens;
        },
        onEvaluated: (tokens) => {
          totals.evaluatedTokens += tokens;
        },
        window: closed.signal,
        signal,
      }),
    );
  }

  connection.listen();
}

type CountingHooks = Pick<GenerateHooks, 'onReused' | 'onEvaluated' | 'window' | 'signal'>;

/** A connection that has not said who it is within this time is closed. */
const greetingMs = 5000;

function refusal({ proof, nonce, protocolVersion: theirs }: InitializeParams, secret: string): UserError | undefined {
  const expected = Buffer.from(sign(secret, clientProofText(nonce)));
  const given = Buffer.from(proof);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return new UserError(
      'engineStartFailed',
      'The engine refused the connection: the window does not know the secret of its address file. Run "Leeward: Restart Engine".',
    );
  }
  if (theirs === protocolVersion) return undefined;
  return new UserError(
    'engineVersionMismatch',
    `The running engine speaks protocol ${protocolVersion} and this window speaks ${theirs}. Close the other VS Code windows, then run "Leeward: Restart Engine".`,
  );
}

function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

function sum({ model, totals, clientCount }: EngineServices): EngineTotals {
  return { ...totals, modelLoads: model.loads, clients: clientCount(), residentBytes: process.memoryUsage.rss() };
}
