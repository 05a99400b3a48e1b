import { setTimeout as sleep } from 'node:timers/promises';
import { pingRequest } from '../../shared/engineProtocol.ts';
import type { EngineConnection } from './engineConnection.ts';

/**
 * Asks the engine for a sign of life again and again, and kills it where it hangs: no answer within the grace, or a
 * native call that does not end. A hung native call ignores SIGTERM, so it is SIGKILL; the connection then closes and
 * whoever waits on it is told.
 */
export async function watchEngine(
  connection: EngineConnection,
  { heartbeatMs, graceMs }: WatchTimes = defaultTimes,
): Promise<void> {
  let open = true;
  void connection.closed.then(() => {
    open = false;
  });
  while (open) {
    await sleep(heartbeatMs, undefined, { ref: false });
    if (!open) return;
    const hung = await isHung(connection, graceMs);
    if (open && hung) kill(connection.pid);
  }
}

async function isHung({ rpc }: EngineConnection, graceMs: number): Promise<boolean> {
  const answer = rpc.sendRequest(pingRequest).catch(() => undefined);
  let ping = await Promise.race([answer, sleep(graceMs, silent, { ref: false })]);
  // A laptop that was asleep, or a host that stood at a breakpoint, finds the grace over and the answer not read yet.
  if (ping === silent) ping = await Promise.race([answer, sleep(graceMs / 10, silent, { ref: false })]);
  return ping === silent || (ping?.nativeCallMs ?? 0) > nativeCallLimitMs;
}

const silent = 'silent' as const;

export interface WatchTimes {
  readonly heartbeatMs: number;
  /** How long a sign of life may take. */
  readonly graceMs: number;
}

const defaultTimes: WatchTimes = { heartbeatMs: 5_000, graceMs: 10_000 };
/** A chunk of 128 tokens takes seconds at worst, on a large model and a slow machine. */
const nativeCallLimitMs = 120_000;

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
