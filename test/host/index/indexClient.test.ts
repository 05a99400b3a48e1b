import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { assetsVersion } from '../../../src/core/syntax/grammars.ts';
import { type FolderToIndex, IndexClient } from '../../../src/host/index/indexClient.ts';
import type { IndexLaunch } from '../../../src/host/index/indexWorker.ts';
import type { WatchTimes } from '../../../src/host/index/watchWorker.ts';
import type { IndexStatus } from '../../../src/shared/indexProtocol.ts';
import type { Workspace, WorkspaceFile } from '../../../src/shared/workspace.ts';
import { copySyntaxAssets } from '../../../tools/bundle/syntaxAssets.ts';
import { isAlive, never } from '../../support/engineFixture.ts';
import { IndexFixture, lookUpOf } from '../../support/indexFixture.ts';

const repository = resolve(import.meta.dirname, '../../..');
const code = 'export function clampValue(value: number, low: number, high: number): number { return value; }\n';

describe('IndexClient', function () {
  this.timeout(120_000);
  let assets: string;
  let launch: IndexLaunch;
  let fixture: IndexFixture;
  const windows: Window[] = [];
  const open = (entryPath?: string) => {
    const window = new Window(entryPath === undefined ? launch : { ...launch, entryPath });
    windows.push(window);
    return window;
  };

  before(async () => {
    assets = mkdtempSync(join(tmpdir(), 'leeward-assets-'));
    await copySyntaxAssets(repository, assets);
    launch = { entryPath: join(repository, 'src/indexer/main.ts'), syntaxesPath: join(assets, 'syntaxes') };
  });
  after(() => rmSync(assets, { recursive: true, force: true }));
  beforeEach(() => {
    fixture = new IndexFixture({ 'src/clamp.ts': code, 'ignored.ts': code, '.gitignore': 'ignored.ts' });
  });
  afterEach(async () => {
    for (const window of windows.splice(0)) await window.dispose();
    await fixture.dispose();
  });

  it('has a folder indexed in a process of its own, and answers from it', async () => {
    const window = open();
    assert.equal((await window.ready(folderOf(fixture))).files, 2);
    assert.notEqual(window.client.pid, process.pid);
    assert.deepEqual(await window.find('clampValue'), ['src/clamp.ts']);
    fixture.write('src/other.ts', 'export function freshName(): void {}\n');
    await window.client.filesChanged(uriOf(fixture), ['src/other.ts']);
    assert.deepEqual(await window.find('freshName'), ['src/other.ts']);
    assert.equal(await window.client.mayQuote(uriOf(fixture), 'src/clamp.ts', never), true);
    assert.equal(await window.client.mayQuote(uriOf(fixture), 'ignored.ts', never), false);
    assert.deepEqual(await window.client.absentNames(uriOf(fixture), ['clampValue', 'made'], never), ['made']);
    assert.equal(await window.client.absentNames('file:///elsewhere', ['made'], never), undefined);
    await window.client.closeFolder(uriOf(fixture));
    assert.deepEqual(await window.find('clampValue'), []);
  });

  it('starts a worker anew that has died, opens the folders again, and fails what was asked with one reason', async () => {
    const window = open();
    await window.ready(folderOf(fixture));
    const { pid } = window.client;
    assert.ok(pid !== undefined);
    const again = window.nextReady();
    process.kill(pid, 'SIGSTOP'); // It will not answer.
    const pending = [window.find('clampValue'), window.client.filesChanged(uriOf(fixture), ['src/clamp.ts'])];
    process.kill(pid, 'SIGKILL');
    for (const one of await Promise.allSettled(pending)) {
      assert.equal(one.status === 'rejected' ? one.reason.code : undefined, 'indexGone');
    }
    assert.equal((await again).parsedFiles, 0);
    assert.notEqual(window.client.pid, pid);
    assert.deepEqual(await window.find('clampValue'), ['src/clamp.ts']);
    assert.match(window.logged.join(), /SIGKILL/);
  });

  it('starts a worker anew that gives no sign of life', async () => {
    const window = new Window(launch, { heartbeatMs: 50, graceMs: 1_000 });
    windows.push(window);
    await window.ready(folderOf(fixture));
    const { pid } = window.client;
    assert.ok(pid !== undefined);
    const again = window.nextReady();
    process.kill(pid, 'SIGSTOP');
    const asked = window.find('clampValue');
    await assert.rejects(asked, { code: 'indexGone' });
    await again;
    assert.equal(isAlive(pid), false);
    assert.deepEqual(await window.find('clampValue'), ['src/clamp.ts']);
    assert.match(window.logged.join(), /no sign of life/);
  });

  it('gives a worker up that dies again and again, and says why; a rebuild tries again', async () => {
    const broken = join(fixture.folder, 'broken.mjs');
    writeFileSync(broken, `console.error('no such library'); process.exit(3);`);
    const window = open(broken);
    const off = window.nextOff();
    const opening = window.client.openFolder(folderOf(fixture));
    await assert.rejects(opening, { code: 'indexGone' });
    assert.match((await off).reason, /5 times in a row/);
    assert.equal(window.logged.filter((text) => text.includes('no such library')).length, 5);
    await assert.rejects(window.find('clampValue'), { code: 'indexGone' });
    const other = { ...folderOf(fixture), folderUri: 'file:///other' };
    await assert.rejects(window.client.openFolder(other), { code: 'indexGone' });
    await window.client.closeFolder(other.folderUri);
    writeFileSync(broken, `await import(${JSON.stringify(pathToFileURL(launch.entryPath).href)});`);
    const ready = window.nextReady();
    await window.client.rebuild(uriOf(fixture));
    assert.equal((await ready).files, 2);
  });

  it('gives a worker up too that dies each time when it is ready', async () => {
    const entryPath = join(fixture.folder, 'shortLived.mjs');
    const own = (path: string) => JSON.stringify(pathToFileURL(path).href);
    writeFileSync(
      entryPath,
      `await import(${own(launch.entryPath)});
      const send = process.send.bind(process);
      process.send = (message, ...rest) => {
        if (message.params?.status?.kind === 'ready') setTimeout(() => process.exit(4), 20);
        return send(message, ...rest);
      };`,
    );
    const window = open(entryPath);
    const off = window.nextOff();
    await window.client.openFolder(folderOf(fixture));
    assert.match((await off).reason, /Rebuild Index/);
    assert.equal(window.statuses.filter(({ kind }) => kind === 'ready').length, 5);
    assert.equal(window.statuses.filter(({ kind }) => kind === 'off').length, 1);
    assert.equal(window.client.pid, undefined);
  });

  it('parses open documents in there, as they are while they are edited; another worker has to be told again', async () => {
    const window = open();
    await window.ready(folderOf(fixture));
    const { client } = window;
    const documentUri = 'file:///new.ts';
    const ask = async (version: number) => {
      const facts = await client.cursorFacts({ documentUri, version, offset: 0, path: 'new.ts' }, never);
      return facts === undefined || facts === 'notOpen' ? facts : facts.ownNames;
    };
    assert.equal(await ask(1), 'notOpen');
    client.openDocument({ documentUri, languageId: 'typescript', version: 1, text: 'class Pump {}\n' });
    assert.deepEqual(await ask(1), ['Pump']);
    client.editDocument({ documentUri, version: 2, edits: [{ range: { start: 6, end: 10 }, newText: 'Valve' }] });
    assert.deepEqual(await ask(2), ['Valve']);
    const again = window.nextReady();
    process.kill(client.pid ?? Number.NaN, 'SIGKILL');
    await again;
    assert.equal(await ask(2), 'notOpen');
    client.openDocument({ documentUri, languageId: 'typescript', version: 2, text: 'class Valve {}\n' });
    assert.deepEqual(await ask(2), ['Valve']);
    client.closeDocument(documentUri);
    assert.equal(await ask(2), 'notOpen');
  });

  it('reads a folder that is elsewhere through the window', async () => {
    const files = new Map([
      ['far.ts', Buffer.from(code)],
      ['deep/away.py', Buffer.from('def away(): pass\n')],
      ['picture.png', Buffer.from('no text')],
    ]);
    const window = open();
    const folderUri = 'vscode-vfs://far/away';
    const params = { folderUri, excludes: [], isTrusted: true, workspace: new MemoryWorkspace(files) };
    assert.equal((await window.ready(params)).files, 2);
    assert.deepEqual(await window.find('clampValue', folderUri), ['far.ts']);
    files.set('new.ts', Buffer.from('export function newName(): void {}\n'));
    files.delete('far.ts');
    await window.client.filesChanged(folderUri, ['new.ts', 'far.ts', 'deep']);
    assert.deepEqual(await window.find('newName', folderUri), ['new.ts']);
    assert.deepEqual(await window.find('clampValue', folderUri), []);
    assert.equal(await window.client.mayQuote(folderUri, 'deep/away.py', never), true);
    assert.equal(await window.client.mayQuote(folderUri, 'picture.png', never), false);
  });

  it('lets one who asks leave at once', async () => {
    const window = open();
    await window.ready(folderOf(fixture));
    const { pid } = window.client;
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGSTOP');
    const left = new AbortController();
    const params = await lookUpOf(uriOf(fixture), 'clampValue');
    const asked = window.client.lookUp(params, left.signal);
    left.abort();
    await assert.rejects(asked, { name: 'CancelledError' });
    await assert.rejects(window.client.lookUp(params, left.signal), { name: 'CancelledError' });
    process.kill(pid, 'SIGCONT');
    assert.deepEqual(await window.find('clampValue'), ['src/clamp.ts']);
  });

  it('shares a store with another window: each parses what the other has not', async () => {
    for (let index = 0; index < 200; index++) fixture.write(`f${index}.ts`, `export const name${index} = ${index};\n`);
    const [a, b] = [open(), open()];
    const both = await Promise.all([a.ready(folderOf(fixture)), b.ready(folderOf(fixture))]);
    assert.deepEqual(
      both.map(({ files }) => files),
      [202, 202],
    );
    assert.deepEqual(await a.find('name7'), ['f7.ts']);
    fixture.write('f7.ts', 'export const changed7 = 7;\n');
    await a.client.filesChanged(uriOf(fixture), ['f7.ts']);
    assert.deepEqual(await b.find('changed7'), ['f7.ts']);
    await a.dispose();
    fixture.remove('f8.ts');
    await b.client.filesChanged(uriOf(fixture), ['f8.ts']);
    assert.deepEqual(await b.find('name8'), []);
    assert.deepEqual([...a.problems, ...b.problems], []);
    await b.dispose();
    assert.equal((await open().ready(folderOf(fixture))).parsedFiles, 0);
  });

  it('indexes anew what was indexed with other grammars or queries', async () => {
    await open().ready(folderOf(fixture));
    assert.equal((await open().ready(folderOf(fixture))).parsedFiles, 0);
    const other = join(fixture.folder, 'syntaxes');
    cpSync(launch.syntaxesPath, other, { recursive: true });
    writeFileSync(join(other, assetsVersion), 'another');
    const window = new Window({ ...launch, syntaxesPath: other });
    windows.push(window);
    assert.equal((await window.ready(folderOf(fixture))).parsedFiles, 2);
    assert.deepEqual(window.problems, []);
  });

  it('keeps a new worker paused where the window is', async () => {
    const window = open();
    window.client.pause('typing');
    await window.client.openFolder(folderOf(fixture));
    await window.client.filesChanged(uriOf(fixture), ['src/clamp.ts']);
    assert.deepEqual(
      await window.find('clampValue', uriOf(fixture)),
      ['src/clamp.ts'],
      'what is asked for is done all the same',
    );
    assert.ok(window.statuses.every(({ kind }) => kind !== 'ready'));
    const ready = window.nextReady();
    window.client.pause();
    assert.equal((await ready).files, 2);
  });

  it('leaves no worker behind, however the window ends', async () => {
    const script = join(fixture.folder, 'window.mts');
    const clientUrl = pathToFileURL(join(repository, 'src/host/index/indexClient.ts')).href;
    writeFileSync(
      script,
      `import { IndexClient } from ${JSON.stringify(clientUrl)};
      const client = new IndexClient({
        launch: ${JSON.stringify(launch)},
        onStatus: (_, { kind }) => { if (kind === 'ready') console.log(client.pid); },
        onProblem: () => {},
        log: () => {},
      });
      client.openFolder(${JSON.stringify(folderOf(fixture))});`,
    );
    const window = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(window.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    assert.ok(isAlive(pid));
    window.kill('SIGKILL');
    while (isAlive(pid)) await sleep(20);
    // One that computes does not see the channel close.
    const busy = join(fixture.folder, 'busy.mts');
    const parentUrl = pathToFileURL(join(repository, 'src/indexer/endWithParent.ts')).href;
    writeFileSync(
      busy,
      `import { endWithParent } from ${JSON.stringify(parentUrl)};
      endWithParent();
      process.send?.('started', () => { for (;;); });`,
    );
    writeFileSync(
      script,
      `import { fork } from 'node:child_process';
      const child = fork(${JSON.stringify(busy)}, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      child.once('message', () => console.log(child.pid));`,
    );
    const other = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [busyLine] = (await once(other.stdout, 'data')) as [Buffer];
    const busyPid = Number(busyLine.toString());
    other.kill('SIGKILL');
    while (isAlive(busyPid)) await sleep(20);
    const own = open();
    await own.ready(folderOf(fixture));
    const { pid: ownPid } = own.client;
    own.client.dispose();
    await assert.rejects(own.find('clampValue'), { name: 'CancelledError' });
    while (ownPid !== undefined && isAlive(ownPid)) await sleep(20);
  });
});

type Ready = Extract<IndexStatus, { readonly kind: 'ready' }>;
type Off = Extract<IndexStatus, { readonly kind: 'off' }>;

/** A client with what its window was told. */
class Window {
  readonly client: IndexClient;
  readonly statuses: IndexStatus[] = [];
  readonly problems: string[] = [];
  readonly logged: string[] = [];
  #onStatus = (_: IndexStatus) => {};
  #folderUri = '';

  constructor(launch: IndexLaunch, watchTimes?: WatchTimes) {
    this.client = new IndexClient({
      launch,
      ...(watchTimes && { watchTimes }),
      onStatus: (_, status) => {
        this.statuses.push(status);
        this.#onStatus(status);
      },
      onProblem: (_, sentence) => this.problems.push(sentence),
      log: (text) => this.logged.push(text),
    });
  }

  async ready(folder: FolderToIndex): Promise<Ready> {
    this.#folderUri = folder.folderUri;
    const ready = this.nextReady();
    await this.client.openFolder(folder);
    return await ready;
  }

  nextReady(): Promise<Ready> {
    return new Promise((resolve) => {
      this.#onStatus = (status) => {
        if (status.kind === 'ready') resolve(status);
      };
    });
  }

  nextOff(): Promise<Off> {
    return new Promise((resolve) => {
      this.#onStatus = (status) => {
        if (status.kind === 'off') resolve(status);
      };
    });
  }

  /** Where a name is defined that a document uses. */
  async find(name: string, folderUri = this.#folderUri): Promise<readonly string[]> {
    const { symbols } = await this.client.lookUp(await lookUpOf(folderUri, name), never);
    return symbols.filter(({ symbol }) => symbol.name === name).map(({ path }) => path);
  }

  async dispose(): Promise<void> {
    const { pid } = this.client;
    this.client.dispose();
    while (pid !== undefined && isAlive(pid)) await sleep(20);
  }
}

class MemoryWorkspace implements Workspace {
  readonly #files: ReadonlyMap<string, Uint8Array>;

  constructor(files: ReadonlyMap<string, Uint8Array>) {
    this.#files = files;
  }

  async list(_: AbortSignal, under?: string): Promise<readonly WorkspaceFile[]> {
    const paths = [...this.#files.keys()].filter((path) => under === undefined || path.startsWith(`${under}/`));
    return (await Promise.all(paths.map((path) => this.stat(path)))).filter((file) => file !== undefined);
  }

  async stat(path: string): Promise<WorkspaceFile | undefined> {
    const bytes = this.#files.get(path);
    return bytes && { path, sizeBytes: bytes.length, modifiedMs: bytes.length };
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return this.#files.get(path);
  }

  filesChanged(): void {}
}

function uriOf({ rootPath }: IndexFixture): string {
  return pathToFileURL(rootPath).href;
}

function folderOf(fixture: IndexFixture): FolderToIndex {
  const { rootPath, storePath } = fixture;
  return { folderUri: uriOf(fixture), rootPath, storePath, excludes: [], isTrusted: false };
}
