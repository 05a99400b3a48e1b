/**
 * The client's way to the wire. Imported when it is needed first: evaluating the RPC library takes a good part of the
 * time that VS Code may wait for an extension to activate.
 */
import type { LoadParams, LoadProgress } from '../../shared/engineProtocol.ts';
import { CancelledError, UserError } from '../../shared/errors.ts';
import { connectToEngine, killAddressee, openEngineConnection } from './engineConnection.ts';
import type { EngineLaunch } from './engineLaunch.ts';
import { EngineSession, shutDown } from './engineSession.ts';
import { watchEngine } from './watchEngine.ts';

/**
 * Connects to the engine, starting it where none serves, keeps watch over it, and loads the model.
 *
 * @throws UserError: `engineGone` where it ended while it loaded, else why it did not start or load; CancelledError,
 *   also where somebody has asked the engine to end.
 */
export async function openSession(
  launch: EngineLaunch,
  params: LoadParams,
  onProgress: (progress: LoadProgress) => void,
  signal: AbortSignal,
): Promise<EngineSession> {
  const connection = await openEngineConnection(launch, signal);
  void watchEngine(connection);
  try {
    return await EngineSession.load(connection, params, onProgress, signal);
  } catch (error) {
    const isGone = error instanceof UserError && error.code === 'engineGone';
    throw isGone && connection.isEnding() ? new CancelledError() : error;
  }
}

/** Ends the engine that serves, for all windows, whatever it is doing. */
export async function endEngine(launch: EngineLaunch): Promise<void> {
  try {
    const connection = await connectToEngine(launch);
    if (connection !== undefined) await shutDown(connection);
  } catch {
    killAddressee(launch); // It can't be talked to: another version, or not the engine at all.
  }
}
