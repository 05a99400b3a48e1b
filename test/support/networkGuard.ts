/**
 * Refuses and records every connection of this process that is not to loopback or a private socket. Imported for its
 * effect, before what is to be guarded: `node --import networkGuard.ts program.ts`.
 */
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';

/** Names the file that receives one refused address a line. */
export const refusedFileVariable = 'LEEWARD_TEST_REFUSED_FILE';

const refused: string[] = [];
const connect = Socket.prototype.connect;

/** What was refused so far. */
export function refusedAddresses(): readonly string[] {
  return refused;
}

// Whatever Node offers for TCP (http, https, tls, fetch, WebSocket) ends here, names included, before they are resolved.
Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]): Socket {
  const host = hostOf(args);
  if (host === undefined || isLoopback(host)) return Reflect.apply(connect, this, args) as Socket;
  refused.push(host);
  const file = process.env[refusedFileVariable];
  if (file !== undefined) appendFileSync(file, `${host}\n`);
  this.destroy(new Error(`${host} is not loopback`));
  return this;
};

/** `undefined` for a private socket. Node passes its normalised arguments as one array. */
function hostOf(args: readonly unknown[]): string | undefined {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === 'object' && first !== null) {
    const { path, host } = first as { readonly path?: unknown; readonly host?: unknown };
    return path === undefined || path === null ? String(host ?? 'localhost') : undefined;
  }
  return typeof first === 'number' ? String(typeof second === 'string' ? second : 'localhost') : undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
