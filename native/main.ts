/**
 * The engine process. Started detached by the first window that needs it, shared by all, ends by itself.
 *
 * Usage: main.ts --directory DIR --version VERSION [--idle-ms N]
 */
import { parseArgs } from 'node:util';
import { EngineLock } from './server/engineLock.ts';
import { EngineServer } from './server/engineServer.ts';

const { values } = parseArgs({
  options: {
    directory: { type: 'string' },
    version: { type: 'string', default: 'unknown' },
    'idle-ms': { type: 'string', default: '60000' },
  },
});
if (values.directory === undefined) throw new Error('--directory is missing');

const lock = new EngineLock(values.directory);
const server = new EngineServer({
  engineVersion: values.version,
  secret: lock.address.secret,
  idleMs: Number(values['idle-ms']),
  onEnd: end,
});

await server.listen(lock.address.socketPath);
if (!(await lock.take())) end();
process.on('SIGTERM', end);
process.on('SIGINT', end);

function end(): void {
  server.close();
  lock.release();
  // A native call that hangs must not keep the process.
  process.exit(0);
}
