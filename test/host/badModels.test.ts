import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineClient } from '../../src/host/engine/engineClient.ts';
import type { EngineStatus } from '../../src/host/engine/engineStatus.ts';
import { UserError } from '../../src/shared/errors.ts';
import { continuation, EngineFixture, never } from '../support/engineFixture.ts';
import { writeTinyModel } from '../support/tinyModel.ts';

describe('bad model files, as a window sees them', () => {
  let folder: string;
  let good: Buffer;
  let fixture: EngineFixture;
  let resident: EngineClient;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-bad-'));
    await writeTinyModel(join(folder, 'good.gguf'));
    good = await readFile(join(folder, 'good.gguf'));
    fixture = await EngineFixture.create();
    resident = fixture.client(join(folder, 'good.gguf'));
    await resident.model(never);
  });
  after(async () => {
    await fixture.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const cases: readonly (readonly [name: string, bytes: () => Uint8Array, says: RegExp])[] = [
    ['an empty file', () => new Uint8Array(0), /empty/],
    ['a text', () => Buffer.from('Once upon a time'.repeat(20)), /no GGUF file; it looks like a text file/],
    ['52 bytes of a model', () => good.subarray(0, 52), /cut off|incomplete|ends/i],
    ['a model cut in its header', () => good.subarray(0, 3000), /cut off|incomplete|ends/i],
    ['a model cut in its data', () => good.subarray(0, good.length - 5000), /missing|incomplete|ends/i],
  ];
  for (const [name, bytes, says] of cases) {
    it(`gives one clear message for ${name}, and the engine lives`, async () => {
      const path = join(folder, 'bad.gguf');
      await writeFile(path, bytes());
      const statuses: EngineStatus[] = [];
      const client = fixture.client(path, { onStatus: (status) => statuses.push(status) });
      const error = await client.model(never).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof UserError, String(error));
      assert.equal(error.code, 'modelInvalid');
      assert.match(error.message, says);
      assert.match(error.message, /bad\.gguf/);
      assert.equal(statuses.filter(({ kind }) => kind === 'failed').length, 1);

      // The window that was there before keeps its model, and a new one gets it too.
      for (const other of [resident, fixture.client(join(folder, 'good.gguf'))]) {
        const { text } = await other.generate(continuation('still here'), () => 'continue', never);
        assert.ok(text.length > 0);
      }
      assert.equal((await resident.totals(never)).modelLoads, 1);
    });
  }

  it('does not try again at each keystroke what has just failed', async () => {
    await writeFile(join(folder, 'bad.gguf'), 'no model');
    const statuses: EngineStatus[] = [];
    const client = fixture.client(join(folder, 'bad.gguf'), { onStatus: (status) => statuses.push(status) });
    for (let keystroke = 0; keystroke < 5; keystroke++) {
      await assert.rejects(
        client.generate(continuation('a'), () => 'continue', never),
        { code: 'modelInvalid' },
      );
    }
    assert.deepEqual(
      statuses.map(({ kind }) => kind),
      ['starting', 'failed'],
    );
  });
});
