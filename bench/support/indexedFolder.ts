import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { IndexClient } from '../../src/host/index/indexClient.ts';
import type { IndexLaunch } from '../../src/host/index/indexWorker.ts';
import type { IndexStatus } from '../../src/shared/indexProtocol.ts';

type Ready = Extract<IndexStatus, { readonly kind: 'ready' }>;

/** A folder and its index, as one window has them. */
export class IndexedFolder {
  readonly client: IndexClient;
  readonly folderUri: string;
  readonly #rootPath: string;
  readonly #storePath: string;
  #ready: Ready | undefined;
  #waiting: ((status: Ready) => void) | undefined;

  constructor(launch: IndexLaunch, rootPath: string, storePath: string) {
    this.folderUri = pathToFileURL(rootPath).href;
    this.#rootPath = rootPath;
    this.#storePath = storePath;
    this.client = new IndexClient({
      launch,
      onStatus: (_, status) => {
        if (status.kind === 'off') throw new Error(status.reason);
        if (status.kind !== 'ready') return;
        this.#ready = status;
        this.#waiting?.(status);
      },
      onProblem: (_, sentence) => console.error(sentence),
      log: (text) => console.error(text),
    });
  }

  /** Resolves when everything is indexed. */
  async open(): Promise<Ready> {
    const ready = new Promise<Ready>((resolve) => {
      this.#waiting = resolve;
    });
    await this.client.openFolder({
      folderUri: this.folderUri,
      rootPath: this.#rootPath,
      storePath: this.#storePath,
      excludes: ['**/.git'],
      isTrusted: true,
    });
    return await ready;
  }

  /** Resolves when the index knows. @returns its status then. */
  async change(path: string): Promise<Ready> {
    await this.client.filesChanged(this.folderUri, [path]);
    if (this.#ready === undefined) throw new Error('The folder is not indexed yet.');
    return this.#ready;
  }

  /** Ends the worker. */
  async close(): Promise<void> {
    const { pid } = this.client;
    this.client.dispose();
    while (pid !== undefined && isAlive(pid)) await sleep(20);
  }
}

/** Bytes of a process's memory, now and at most so far. Not a number where the system does not tell: only Linux does. */
export function residentBytes(pid: number | undefined): { readonly now: number; readonly peak: number } {
  if (process.platform !== 'linux' || pid === undefined) return { now: Number.NaN, peak: Number.NaN };
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string) => 1024 * Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]);
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

/** Processor time that a process has used, on all cores; not a number where only Linux would tell. */
export function cpuSeconds(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return Number.NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name in brackets: the 12th and 13th field, in hundredths.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
