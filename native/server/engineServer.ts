import { createServer, type Server, type Socket } from 'node:net';
import type { EngineState } from '../../src/shared/engineProtocol.ts';
import { stateNotification } from '../../src/shared/engineProtocol.ts';
import { ModelHolder } from '../model/modelHolder.ts';
import { type EngineServices, type ServedClient, serveClient } from './serveClient.ts';
import { Totals } from './totals.ts';

/** What the process around the server knows. */
export interface EngineServerOptions {
  readonly engineVersion: string;
  readonly secret: string;
  /** Until the first client says otherwise. */
  readonly idleMs: number;
  /** Asked to end: the last client has been gone for the idle time, or one said so. */
  readonly onEnd: () => void;
}

/** Serves all windows over one socket; owns the model, the clients and the clock that ends an engine nobody uses. */
export class EngineServer {
  readonly #services: EngineServices;
  readonly #server: Server;
  readonly #clients = new Set<ServedClient>();
  #idleMs: number;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: EngineServerOptions) {
    this.#idleMs = options.idleMs;
    this.#services = {
      model: new ModelHolder((state) => this.#broadcast(state)),
      totals: new Totals(),
      engineVersion: options.engineVersion,
      secret: options.secret,
      clientCount: () => this.#clients.size,
      setIdleMs: (idleMs) => {
        this.#idleMs = idleMs;
      },
      end: options.onEnd,
    };
    this.#server = createServer((socket) => this.#accept(socket));
  }

  listen(socketPath: string): Promise<void> {
    this.#restartIdleTimer();
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(socketPath, resolve);
    });
  }

  close(): void {
    clearTimeout(this.#idleTimer);
    this.#server.close();
    for (const client of this.#clients) client.dispose();
  }

  #accept(socket: Socket): void {
    const client = serveClient(socket, this.#services, () => {
      this.#clients.delete(client);
      this.#restartIdleTimer();
    });
    this.#clients.add(client);
    clearTimeout(this.#idleTimer);
  }

  #restartIdleTimer(): void {
    clearTimeout(this.#idleTimer);
    if (this.#clients.size === 0) this.#idleTimer = setTimeout(() => this.#services.end(), this.#idleMs);
  }

  #broadcast(state: EngineState): void {
    for (const client of this.#clients)
      client.connection.sendNotification(stateNotification, state).catch(() => client.dispose());
  }
}
