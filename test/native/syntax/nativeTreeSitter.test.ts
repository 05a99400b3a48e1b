import { strict as assert } from 'node:assert';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ToolError } from '../../../tools/toolError.ts';
import { loadNativeTreeSitter } from '../../support/nativeTreeSitter.ts';

describe('loadNativeTreeSitter', () => {
  let cacheDir: string;
  let compiler: string | undefined;
  before(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'leeward-native-'));
    compiler = process.env['CC'];
  });
  after(async () => {
    if (compiler === undefined) delete process.env['CC'];
    else process.env['CC'] = compiler;
    await rm(cacheDir, { recursive: true, force: true });
  });

  it('names what is missing where there is no compiler, and leaves nothing behind', async () => {
    process.env['CC'] = join(cacheDir, 'no-such-compiler');
    const error: unknown = await loadNativeTreeSitter({ cacheDir, ownBuildOnly: true }).catch(
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ToolError, `${error}`);
    assert.match(error.message, /install a C and C\+\+ compiler .*no-such-compiler/s);
    assert.deepEqual(await readdir(join(cacheDir, 'native-tree-sitter')), []);
  });
});
