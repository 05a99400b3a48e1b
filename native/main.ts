/**
 * The engine process. Started detached by the first window that needs it, shared by all, ends by itself.
 *
 * Usage: main.ts --directory DIR [--idle-ms N] [--states DIR]      (the first exists and is private)
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { modelCacheDir } from './models/modelCache.ts';
import { EngineLock } from './server/engineLock.ts';
import { EngineServer } from './server/engineServer.ts';

const { values } = parseArgs({
  options: {
    directory: { type: 'string' },
    'idle-ms': { type: 'string', default: '60000' },
    /** Where sequence states are kept for the next engine. */
    states: { type: 'string', default: join(modelCacheDir(), 'states') },
  },
});
if (values.directory === undefined) throw new Error('--directory is missing');

const lock = new EngineLock(values.directory);
const server = new EngineServer({
  secret: lock.address.secret,
  idleMs: Number(values['idle-ms']),
  statesDirectory: values.states,
  onIdle: () => lock.release(),
  onEnd: end,
});

await server.listen(lock.address.socketPath);
process.on('SIGTERM', end);
process.on('SIGINT', end);
if (!(await lock.take())) {
  // Another engine serves: exit code 0 says so to the window that started this one.
  lock.release();
  process.exit(0);
}

function end(): void {
  lock.release();
  // `process.exit` would wait for a native call that is running, without a socket and with all its memory.
  process.kill(process.pid, 'SIGKILL');
}
