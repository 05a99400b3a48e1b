import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { listFiles } from '../../../tools/listFiles.ts';
import { ToolError } from '../../../tools/toolError.ts';
import { fetchRepository } from '../context/repositories.ts';
import { type CandidateFile, type ChosenFunction, chooseFunctions, type LeftOut } from './chooseFunctions.ts';
import { packageTests } from './packageTests.ts';
import { type PinnedPackage, pinnedPackages } from './pinnedPackages.ts';
import { TestBed } from './testBed.ts';

/** Functions of real repositories. Dispose of it: their tests run in copies of these. */
export class RealFunctions {
  readonly chosen: ChosenFunction[] = [];
  /** How many are not among them, by the reason. */
  readonly leftOut = new Map<LeftOut, number>();
  readonly #beds: TestBed[] = [];

  /**
   * Adds those of the pinned packages, which are fetched into the user's cache where they are not there yet.
   *
   * @param share of the functions that are wanted of each file.
   * @param onMissing is told, with a reason, of each package that its registry does not give; it is left out.
   */
  async addPinned(
    only: readonly string[],
    share: number,
    onMissing: (name: string, reason: string) => void,
  ): Promise<void> {
    for (const pinned of pinnedPackages) {
      if (only.length > 0 && !only.includes(pinned.name)) continue;
      try {
        await this.#add(pinned, share);
      } catch (error) {
        if (!(error instanceof ToolError)) throw error;
        onMissing(pinned.name, error.message);
      }
    }
  }

  /** Adds those of a folder, whose tests a command of the shell runs. @throws ToolError where they fail as they are. */
  async addFolder(folder: string, testCommand: string, count: number): Promise<void> {
    const root = resolve(folder);
    const bed = await this.#bed(root, []);
    const command = { command: 'sh', args: ['-c', testCommand] };
    const paths = listFiles(root, Object.keys(languageOf)).filter(
      (path) => !/(?:^|[/._-])(?:tests?|spec)[/._-]/.test(path),
    );
    const [first] = paths;
    if (first === undefined) throw new ToolError(`${folder} has no file of Python, JavaScript or TypeScript.`);
    const asIs = await bed.run(first, await readFile(join(root, first), 'utf8'), command);
    if (!asIs.isPassed) throw new ToolError(`\`${testCommand}\` fails in ${folder} as it is: ${asIs.problem}`);
    for (const path of paths) {
      const left = count - this.chosen.length;
      if (left <= 0) break;
      const ending = path.slice(path.lastIndexOf('.'));
      await this.#choose(
        {
          source: basename(root),
          path,
          languageId: languageOf[ending] ?? '',
          code: await readFile(join(root, path), 'utf8'),
          bed,
          testsOf: async () => ({ command, narrowed: () => undefined }),
        },
        left,
      );
    }
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#beds.map((bed) => bed.dispose()));
  }

  async #add(pinned: PinnedPackage, share: number): Promise<void> {
    const { name, languageId, source, modules } = pinned;
    const root = await fetchRepository({
      name: plain(name),
      source,
      picks: pinned.picks.map((path) => [path, path]),
    });
    const overlays: [string, string][] = [];
    for (const module of modules) {
      if (module.registry !== 'npm') continue;
      const id = module.id.slice(0, module.id.lastIndexOf('@'));
      const from = await fetchRepository({ name: plain(id), source: module, picks: [['.', '.']] });
      overlays.push([from, `node_modules/${id}`]);
    }
    const bed = await this.#bed(root, overlays);
    for (const [path, count] of pinned.files) {
      const code = await readFile(join(root, path), 'utf8');
      const testsOf = (entry: string) => packageTests(pinned, root, entry);
      await this.#choose({ source: name, path, languageId, code, bed, testsOf }, Math.ceil(count * share));
    }
  }

  async #bed(root: string, overlays: readonly (readonly [string, string])[]): Promise<TestBed> {
    const bed = await TestBed.create(root, overlays);
    this.#beds.push(bed);
    return bed;
  }

  async #choose(file: CandidateFile, count: number): Promise<void> {
    const found = await chooseFunctions(file, count, (reason) =>
      this.leftOut.set(reason, (this.leftOut.get(reason) ?? 0) + 1),
    );
    this.chosen.push(...found);
  }
}

const languageOf: Readonly<Record<string, string>> = { '.py': 'python', '.js': 'javascript', '.ts': 'typescript' };

/** For the name of a folder. */
function plain(name: string): string {
  return name.replace(/^@/, '').replaceAll('/', '-');
}
