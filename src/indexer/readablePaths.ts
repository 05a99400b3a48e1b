import { isIgnoreFile } from '../core/context/ignoreRules.ts';
import type { Workspace } from '../shared/workspace.ts';

/**
 * Which files may be read now. The store may have more: what is ignored from now on stays in there until a pass has
 * removed it, and after a restart until the first one.
 *
 * That a file may be read is remembered until an ignore file changes: much the same ones are looked up again and again.
 */
export class ReadablePaths {
  readonly #workspace: Pick<Workspace, 'stat'>;
  #known = new Set<string>();

  constructor(workspace: Pick<Workspace, 'stat'>) {
    this.#workspace = workspace;
  }

  /** Those of `paths` that may be read. */
  async among(paths: Iterable<string>): Promise<ReadonlySet<string>> {
    const asked = new Set(paths);
    for (;;) {
      const known = this.#known;
      const unknown = [...asked].filter((path) => !known.has(path));
      const files = await Promise.all(unknown.map((path) => this.#workspace.stat(path)));
      for (const file of files) if (file !== undefined) known.add(file.path);
      // Otherwise an ignore file has changed meanwhile.
      if (known === this.#known) return new Set([...asked].filter((path) => known.has(path)));
    }
  }

  /** To be told after the workspace. */
  filesChanged(paths: readonly string[]): void {
    if (paths.some(isIgnoreFile)) this.#known = new Set();
  }
}
