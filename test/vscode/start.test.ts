import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { exitCodeOf, killProcessTree } from '../../tools/processes.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

describe('npm start', function () {
  // The first time on a machine it fetches a model and a VS Code.
  this.timeout(300_000);
  let child: ChildProcess | undefined;

  afterEach(() => {
    if (child) killProcessTree(child);
  });

  it('serves VS Code on loopback, prints its address, and ends it with Ctrl+C', async () => {
    const started = start('--web');
    const address = await started.untilSaid(/VS Code with Leeward: (http:\/\/127\.0\.0\.1:\d+\/\?folder=\S+) /);
    const page = await fetch(address);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /workbench\.js/);

    started.process.kill('SIGINT');
    assert.equal(await exitCodeOf(started.process), 0);
    await assert.rejects(fetch(address), /fetch failed/);
  });

  it('names a port that is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = taken.address() as { port: number };
      const started = start('--port', String(port));
      assert.equal(await exitCodeOf(started.process), 1);
      assert.match(started.said(), new RegExp(`Port ${port} cannot be used .*: choose another\\.`));
    } finally {
      taken.close();
    }
  });

  it('names an argument that it does not know', async () => {
    const started = start('--wed');
    assert.equal(await exitCodeOf(started.process), 1);
    assert.match(started.said(), /'--wed'.*Usage: npm start/s);
  });

  function start(...args: string[]): Started {
    const detached = process.platform !== 'win32';
    const started = spawn(process.execPath, ['tools/start.ts', ...args], { cwd: root, detached });
    child = started;
    let output = '';
    const untilSaid = (pattern: RegExp): Promise<string> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output)?.[1];
          if (found !== undefined) resolve(found);
        };
        started.stdout.on('data', look);
        started.once('exit', (code) => reject(new Error(`npm start ended (exit code ${code}) and said:\n${output}`)));
        look();
      });
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (data) => (output += String(data)));
    return { process: started, untilSaid, said: () => output };
  }
});

interface Started {
  readonly process: ChildProcess;
  /** Resolves with the pattern's first group. */
  untilSaid(pattern: RegExp): Promise<string>;
  said(): string;
}
