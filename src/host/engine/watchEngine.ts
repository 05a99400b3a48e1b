import { setTimeout as sleep } from 'node:timers/promises';
import { type PingResult, pingRequest } from '../../shared/engineProtocol.ts';
import type { EngineConnection } from './engineConnection.ts';
import { killEngine } from './killEngine.ts';

/**
 * Asks the engine for a sign of life again and again, and kills it where it hangs: no answer within the grace, or one
 * native call that does not end. A hung native call ignores SIGTERM, so it is SIGKILL; the connection then closes and
 * whoever waits on it is told.
 *
 * A laptop that sleeps, or a host that stands at a breakpoint, must not look like a hung engine. So what counts are
 * signs of life that were asked for in vain, one after the other, and not the time that has gone by.
 */
export async function watchEngine(
  connection: EngineConnection,
  { heartbeatMs, graceMs }: WatchTimes = defaultTimes,
): Promise<void> {
  let open = true;
  void connection.closed.then(() => {
    open = false;
  });
  let call = 0;
  let silences = 0;
  let standstills = 0;
  while (open) {
    await sleep(heartbeatMs, undefined, { ref: false });
    if (!open) return;
    const ping = await Promise.race([ask(connection), sleep(graceMs, undefined, { ref: false })]);
    silences = ping === undefined ? silences + 1 : 0;
    standstills = ping !== undefined && ping.runningCall !== 0 && ping.runningCall === call ? standstills + 1 : 0;
    call = ping?.runningCall ?? 0;
    const patience = ping?.isLoading ? maxLoadingStandstills : maxStandstills;
    if (open && (silences >= maxSilences || standstills >= patience)) return killEngine(connection.pid);
  }
}

export interface WatchTimes {
  readonly heartbeatMs: number;
  /** How long a sign of life may take. */
  readonly graceMs: number;
}

const defaultTimes: WatchTimes = { heartbeatMs: 5_000, graceMs: 5_000 };
/** A minute: starting a graphics driver from a cold disk keeps the engine's event loop for a while. */
const maxSilences = 6;
/** Two minutes: a chunk of 128 tokens takes seconds at worst, on a large model and a slow machine. */
const maxStandstills = 24;
/** A quarter of an hour: mapping a large file from a slow disk is one step. */
const maxLoadingStandstills = 180;

async function ask({ rpc }: EngineConnection): Promise<PingResult | undefined> {
  try {
    return await rpc.sendRequest(pingRequest);
  } catch {
    return undefined; // The connection has closed, which ends the watch.
  }
}
