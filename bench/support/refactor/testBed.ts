import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestRun } from './testedFunction.ts';

/** A command that runs tests, in a folder with the package: it succeeds where they pass. */
export interface TestCommand {
  readonly command: string;
  readonly args: readonly string[];
}

interface CommandRun extends TestRun {
  /** All that was said. */
  readonly output: string;
}

/** Real time: an answer may have made something endless. */
const timeoutMs = 120_000;

/**
 * Copies of a package in which its tests run with one file changed, as many at a time as the machine has cores. Dispose of
 * it: the copies are in the system's folder for temporary files.
 */
export class TestBed {
  readonly #folder: string;
  readonly #free: string[];
  readonly #waiting: ((copy: string) => void)[] = [];

  private constructor(folder: string, copies: readonly string[]) {
    this.#folder = folder;
    this.#free = [...copies];
  }

  /** @param overlays folders, and where in the package they belong: what it needs of others. */
  static async create(
    root: string,
    overlays: readonly (readonly [from: string, to: string])[] = [],
    copyCount = availableParallelism(),
  ): Promise<TestBed> {
    const folder = await mkdtemp(join(tmpdir(), 'leeward-tests-'));
    const copies = Array.from({ length: copyCount }, (_, at) => join(folder, String(at)));
    for (const copy of copies) {
      await cp(root, copy, { recursive: true });
      for (const [from, to] of overlays) await cp(from, join(copy, to), { recursive: true });
    }
    return new TestBed(folder, copies);
  }

  /** Runs a command with `code` in place of the file at `path`, which is as it was afterwards. */
  async run(path: string, code: string, command: TestCommand): Promise<CommandRun> {
    const copy = this.#free.pop() ?? (await new Promise<string>((resolve) => this.#waiting.push(resolve)));
    const file = join(copy, path);
    const before = await readFile(file);
    try {
      await writeFile(file, code);
      return await runCommand(command, copy);
    } finally {
      await writeFile(file, before);
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(copy);
      else next(copy);
    }
  }

  async dispose(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** In a group of its own, which ends with it: tests may start processes. */
async function runCommand({ command, args }: TestCommand, cwd: string): Promise<CommandRun> {
  const child = spawn(command, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All have ended.
    }
  };
  const timer = setTimeout(end, timeoutMs);
  try {
    const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    const all = `${output}\n${errors}`;
    const lines = all.split('\n').map((line) => line.trim());
    const telling = lines.filter((line) => /Error|Exception|^not ok/.test(line));
    return { isPassed: code === 0, output: all, problem: telling.slice(0, 3).join(' ').slice(0, 500) };
  } finally {
    clearTimeout(timer);
    end();
  }
}
