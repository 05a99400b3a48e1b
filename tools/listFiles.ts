import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const notSources = ['node_modules', 'dist', 'out', 'coverage', '.git', '.cache', '.vscode-test'];

/**
 * The files below `folder` whose names end in one of `endings`, sorted, relative to `folder`, with `/`.
 *
 * @param skippedFolders names of folders that are left out, by default those of what is installed or built.
 */
export function listFiles(
  folder: string,
  endings: readonly string[],
  skippedFolders: readonly string[] = notSources,
): readonly string[] {
  const walk = (below: string): readonly string[] =>
    readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return skippedFolders.includes(entry.name) ? [] : walk(path);
      return entry.isFile() && endings.some((ending) => path.endsWith(ending)) ? [path] : [];
    });
  return [...walk('')].sort();
}
