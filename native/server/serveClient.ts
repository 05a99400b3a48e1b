import type { Socket } from 'node:net';
import {
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
  deltaNotification,
  type GenerateParams,
  generateRequest,
  type InitializeParams,
  initializeRequest,
  loadRequest,
  pingRequest,
  protocolVersion,
  shutdownRequest,
  stateNotification,
  stopNotification,
  toResponseError,
  totalsRequest,
} from '../../src/shared/engineProtocol.ts';
import { BugError, isCancelled, UserError } from '../../src/shared/errors.ts';
import { generate } from '../generation/generate.ts';
import type { ModelHolder } from '../model/modelHolder.ts';
import type { Totals } from './totals.ts';

/** What clients share. */
export interface EngineServices {
  readonly model: ModelHolder;
  readonly totals: Totals;
  readonly engineVersion: string;
  readonly secret: string;
  readonly clientCount: () => number;
  readonly setIdleMs: (idleMs: number) => void;
  readonly end: () => void;
}

export interface ServedClient {
  readonly connection: MessageConnection;
  dispose(): void;
}

/** Answers one window. Whatever it had asked for is cancelled when its connection closes. */
export function serveClient(socket: Socket, services: EngineServices, onClose: () => void): ServedClient {
  const connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  const closed = new AbortController();
  const stops = new Map<number, AbortController>();
  let initialized = false;

  const dispose = () => {
    socket.destroy();
    connection.dispose();
  };
  const greetingTimer = setTimeout(dispose, greetingMs);

  /** Every handler's boundary: errors leave as responses that the other side can match. */
  async function answer<Result>(work: () => Promise<Result> | Result): Promise<Result | ResponseError<never>> {
    try {
      if (!initialized) throw new BugError('the first request must be initialize');
      return await work();
    } catch (error) {
      if (isCancelled(error)) return new ResponseError<never>(cancelledResponse, 'Cancelled');
      if (error instanceof UserError) return toResponseError(error) as ResponseError<never>;
      console.error(error);
      return new ResponseError<never>(ErrorCodes.InternalError, String(error));
    }
  }

  connection.onRequest(initializeRequest, (params: InitializeParams) => {
    const refused = refusal(params, services);
    if (refused !== undefined) return toResponseError(refused); // The greeting's timer closes the connection.
    clearTimeout(greetingTimer);
    initialized = true;
    services.setIdleMs(params.idleMs);
    setImmediate(() => void connection.sendNotification(stateNotification, services.model.state));
    return { protocolVersion, engineVersion: services.engineVersion, pid: process.pid };
  });
  connection.onRequest(loadRequest, (params) => answer(() => services.model.load(params)));
  connection.onRequest(pingRequest, () => answer(async () => ({ nativeCallMs: await services.model.nativeCallMs() })));
  connection.onRequest(totalsRequest, () => answer(() => report(services)));
  connection.onRequest(shutdownRequest, () =>
    answer(() => {
      setImmediate(services.end);
      return null;
    }),
  );
  connection.onNotification(stopNotification, ({ id }) => stops.get(id)?.abort());
  connection.onRequest(generateRequest, (params, token) =>
    answer(async () => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort());
      const stop = new AbortController();
      stops.set(params.id, stop);
      try {
        return await generateFor(params, AbortSignal.any([cancelled.signal, closed.signal]), stop.signal);
      } finally {
        stops.delete(params.id);
      }
    }),
  );

  function generateFor(
    { id, request }: GenerateParams,
    signal: AbortSignal,
    stopSignal: AbortSignal,
  ): Promise<GenerateResult> {
    const { totals } = services;
    totals.requests += 1;
    return services.model.use(signal, async (model, signal) => {
      const result = await generate(model, request, {
        onDelta: (delta) => void connection.sendNotification(deltaNotification, { id, delta }),
        onReused: (tokens) => {
          totals.reusedTokens += tokens;
        },
        onEvaluated: (tokens) => {
          totals.evaluatedTokens += tokens;
        },
        signal,
        stopSignal,
      });
      totals.decodeTokens += result.counts.decodeTokens;
      return result;
    });
  }

  connection.onClose(() => {
    clearTimeout(greetingTimer);
    closed.abort();
    onClose();
  });
  // A socket that breaks is closed; that is all there is to know.
  socket.on('error', () => {});
  connection.listen();
  return { connection, dispose };
}

/** A connection that has not said who it is within this time is closed. */
const greetingMs = 5000;

function refusal(params: InitializeParams, { secret, engineVersion }: EngineServices): UserError | undefined {
  if (params.secret !== secret)
    return new UserError(
      'engineStartFailed',
      'The engine refused the connection: the secret is not the one of its address file.',
    );
  if (params.protocolVersion === protocolVersion) return undefined;
  return new UserError(
    'engineVersionMismatch',
    `The running engine (${engineVersion}) speaks protocol ${protocolVersion} and this window speaks ${params.protocolVersion}. Close the other VS Code windows, then run "Leeward: Restart Engine".`,
  );
}

function report({ model, totals, clientCount }: EngineServices) {
  return { ...totals, modelLoads: model.loads, clients: clientCount(), residentBytes: process.memoryUsage.rss() };
}
