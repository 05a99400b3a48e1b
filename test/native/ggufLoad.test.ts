import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkModelFile } from '../../native/gguf/checkModelFile.ts';
import { UserError } from '../../src/shared/errors.ts';
import { encodeGguf } from '../support/ggufWriter.ts';
import { type Mutation, mutateHeader } from '../support/mutateHeader.ts';
import { tinyModel } from '../support/tinyModel.ts';

const loadModels = fileURLToPath(new URL('../support/loadModels.ts', import.meta.url));
const sound = encodeGguf(tinyModel({ extraControlTokens: ['<|fim_prefix|>'] }));

describe('damaged model headers', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-mutations-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are refused with one sentence, or do not abort llama.cpp', async () => {
    const mutations = mutateHeader(sound, 30, 1);
    assert.equal(mutations.length, 210);
    const { passed, refused } = await sort(mutations);
    assert.ok(refused > mutations.length / 2, `${refused} refused`);
    const soundPath = join(folder, 'sound.gguf');
    await writeFile(soundPath, sound);
    const [first, ...outcomes] = await load([soundPath, ...passed.map(({ path }) => path)]);
    assert.deepEqual(JSON.parse(first ?? ''), { path: soundPath, outcome: 'wrote 4 tokens' });
    assert.equal(outcomes.length, passed.length, `aborted at ${passed[outcomes.length]?.name}`);
  }).timeout(120_000);

  async function sort(mutations: readonly Mutation[]) {
    const passed: { readonly name: string; readonly path: string }[] = [];
    let refused = 0;
    for (const [index, { name, bytes }] of mutations.entries()) {
      const path = join(folder, `${index}.gguf`);
      await writeFile(path, bytes);
      try {
        await checkModelFile(path);
        passed.push({ name, path });
      } catch (error) {
        assert.ok(error instanceof UserError && error.code === 'modelInvalid', `${name}: ${error}`);
        assert.ok(error.message.startsWith(`${path} `), error.message);
        assert.match(error.message.slice(path.length), /^[^\n]+: [^\n]+\.$/);
        refused += 1;
      }
    }
    return { passed, refused };
  }
});

/** What became of each file, up to the one that ended the process. */
function load(paths: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve) => {
    execFile(process.execPath, [loadModels, ...paths], (_error, stdout) =>
      resolve(stdout.split('\n').filter((line) => line !== '')),
    );
  });
}
