import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngineConnection } from '../../src/host/engine/engineConnection.ts';
import type { EngineLaunch } from '../../src/host/engine/engineLaunch.ts';

describe('openEngineConnection', () => {
  let folder: string;
  let launch: EngineLaunch;
  /** What a started engine leaves behind. */
  let tracePath: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-connection-'));
    tracePath = join(folder, 'trace');
    const entryPath = join(folder, 'engine.mjs');
    await writeFile(
      entryPath,
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(tracePath)}, ''); process.exit(3);`,
    );
    launch = { nodePath: process.execPath, entryPath, directory: join(folder, 'run'), idleMs: 0 };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('starts an engine where none serves', async () => {
    await assert.rejects(openEngineConnection(launch, new AbortController().signal), { code: 'engineStartFailed' });
    assert.ok(existsSync(join(launch.directory, 'engine.log')));
    assert.ok(existsSync(tracePath));
  });

  it('starts none for who has left while it looked for one', async () => {
    const left = new AbortController();
    const opening = openEngineConnection(launch, left.signal);
    left.abort();
    await assert.rejects(opening, { name: 'CancelledError' });
    // Made before an engine is started.
    assert.ok(!existsSync(join(launch.directory, 'engine.log')));
  });
});
