import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EngineClient } from '../../src/host/engine/engineClient.ts';
import { listFiles } from '../../tools/listFiles.ts';
import { type PackagedExtension, packageExtension } from '../../tools/packaging/packageExtension.ts';
import { binaryPackageOf, currentTarget } from '../../tools/packaging/targets.ts';
import { continuation, isAlive, never } from '../support/engineFixture.ts';
import { writeTinyModel } from '../support/tinyModel.ts';
import { unzip } from '../support/unzip.ts';

const repository = resolve(import.meta.dirname, '..', '..');
const proceed = () => 'continue' as const;

describe('the packaged extension', function () {
  this.timeout(120_000);
  let folder: string;
  let packaged: PackagedExtension;
  let contents: readonly string[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leeward-vsix-'));
    packaged = await packageExtension(repository, currentTarget(), folder);
    await unzip(packaged.path, join(folder, 'unpacked'));
    contents = listFiles(join(folder, 'unpacked', 'extension'), [''], []);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('has what it runs, the texts, and nothing to develop with', () => {
    const lowerCase = contents.map((path) => path.toLowerCase());
    for (const path of [
      'dist/extension.cjs',
      'dist/engine.mjs',
      'dist/fetchmodel.mjs',
      'dist/hashworker.mjs',
      'dist/placementthread.mjs',
      'dist/windowmodel.mjs',
      ...['dist/chat/chat.js', 'dist/chat/chat.css', 'dist/chat/codicon.css', 'dist/chat/codicon.ttf'],
      'media/icon.png',
      'media/chat.svg',
      'docs/chat-dark.png',
      'docs/chat-light.png',
      'docs/ghost-text-dark.png',
      'docs/ghost-text-light.png',
      'readme.md',
    ]) {
      assert.ok(lowerCase.includes(path), path);
    }
    assert.ok(contents.includes('THIRD-PARTY-NOTICES.txt'));
    assert.deepEqual(
      contents.filter((path) => /\.(?:map|ts|bundle|gguf)$|^(?:src|native|test|tools|bench)\//.test(path)),
      [],
    );
  });

  it('asks for no other package', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'unpacked', 'extension', 'package.json'), 'utf8'));
    assert.deepEqual(
      Object.keys(manifest).filter((field) => field.endsWith('ependencies')),
      [],
    );
  });

  it('has the binary of its platform and no other', () => {
    const installed = contents.map((path) => /^dist\/node_modules\/(@[^/]+\/[^/]+)/.exec(path)?.[1]);
    assert.deepEqual([...new Set(installed.filter((name) => name !== undefined))], [binaryPackageOf(currentTarget())]);
  });

  it('runs: its engine loads a model and generates, far from any other node_modules', async () => {
    const modelPath = join(folder, 'tiny.gguf');
    await writeTinyModel(modelPath);
    const pids = new Set<number>();
    const client = new EngineClient({
      launch: () => ({
        nodePath: process.execPath,
        entryPath: join(folder, 'unpacked', 'extension', 'dist', 'engine.mjs'),
        directory: join(folder, 'run'),
        idleMs: 5000,
      }),
      loadParams: () => ({ modelPath, contextSizeTokens: 512, slidingWindow: 'off', gpu: 'cpu', threads: 1 }),
      onStatus: (status) => {
        if (status.kind === 'ready') pids.add(status.pid);
      },
    });
    try {
      const { counts } = await client.generate(continuation('hello', { maxTokens: 4 }), proceed, never);
      assert.ok(counts.evaluatedTokens > 0);
      assert.equal(pids.size, 1);
    } finally {
      client.dispose();
      for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    }
  });
});
