import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { endingNotification } from '../../src/shared/engineProtocol.ts';
import { notify } from '../../src/shared/notify.ts';
import { ModelHolder } from '../model/modelHolder.ts';
import { type EngineServices, type ServedClient, serveClient } from './serveClient.ts';
import { Totals } from './totals.ts';

/** What the process around the server knows. */
export interface EngineServerOptions {
  readonly secret: string;
  /** Until the first client says otherwise. */
  readonly idleMs: number;
  readonly statesDirectory: string;
  /** The last client has been gone for the idle time. Nobody else should come. */
  readonly onIdle: () => void;
  /** Asked to end by a client, or done with ending. */
  readonly onEnd: () => void;
}

/** Serves all windows over one socket; owns the model, the clients and the clock that ends an engine nobody uses. */
export class EngineServer {
  readonly #server: Server;
  readonly #clients = new Set<ServedClient>();
  readonly #model: ModelHolder;
  readonly #onIdle: () => void;
  readonly #onEnd: () => void;
  #idleMs: number;
  #isEnding = false;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor({ secret, idleMs, statesDirectory, onIdle, onEnd }: EngineServerOptions) {
    this.#model = new ModelHolder(statesDirectory);
    this.#idleMs = idleMs;
    this.#onIdle = onIdle;
    this.#onEnd = onEnd;
    const services: EngineServices = {
      model: this.#model,
      totals: new Totals(),
      secret,
      isEnding: () => this.#isEnding,
      clientCount: () => this.#clients.size,
      onGreeted: (client, idleMs) => this.#add(client, idleMs),
      onClosed: (client) => this.#remove(client),
      end: () => void this.#end(),
    };
    this.#server = createServer((socket) => serveClient(socket, services));
  }

  listen(socketPath: string): Promise<void> {
    this.#endAfter(Math.max(this.#idleMs, firstClientMs));
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(socketPath, resolve);
    });
  }

  #add(client: ServedClient, idleMs: number): void {
    this.#clients.add(client);
    this.#idleMs = idleMs;
    clearTimeout(this.#idleTimer);
  }

  #remove(client: ServedClient): void {
    if (this.#clients.delete(client) && this.#clients.size === 0) this.#endAfter(this.#idleMs);
  }

  #endAfter(ms: number): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => void this.#endIdle(), ms);
  }

  /** What has been evaluated is kept for the next engine, which may start and serve meanwhile. */
  async #endIdle(): Promise<void> {
    // Whoever has connected and not said anything yet finds that it has ended, and starts another.
    this.#isEnding = true;
    this.#server.close();
    this.#onIdle();
    await Promise.race([this.#model.end(), sleep(savingMs)]);
    this.#onEnd();
  }

  /** Tells the clients first, so that they do not take it for a crash. */
  async #end(): Promise<void> {
    const told = [...this.#clients].map(({ connection }) =>
      notify(() => connection.sendNotification(endingNotification)),
    );
    // A window that stands still does not keep the others waiting.
    await Promise.race([Promise.all(told), sleep(farewellMs)]);
    this.#onEnd();
  }
}

/** However short the idle time is: the window that started this engine has yet to find it, on a machine that may be busy. */
const firstClientMs = 20_000;
const farewellMs = 300;
const savingMs = 30_000;
