import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFiles } from '../listFiles.ts';
import { runQuietly } from '../processes.ts';
import { stageExtension } from './stageExtension.ts';
import type { Target } from './targets.ts';

export interface PackagedExtension {
  readonly path: string;
  readonly sizeBytes: number;
  /** Sizes before compression, in bytes, by path in the extension's folder. */
  readonly contents: ReadonlyMap<string, number>;
}

/**
 * Makes one VSIX for `target`, as `<outputFolder>/leeward-<target>.vsix`.
 *
 * @throws ToolError where something it needs is missing, or a step fails.
 */
export async function packageExtension(
  repository: string,
  target: Target,
  outputFolder: string,
): Promise<PackagedExtension> {
  const folder = mkdtempSync(join(tmpdir(), 'leeward-package-'));
  try {
    await stageExtension(repository, target, folder);
    const path = join(outputFolder, `leeward-${target}.vsix`);
    const vsce = join(repository, 'node_modules', '@vscode', 'vsce', 'vsce');
    const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
    await runQuietly(process.execPath, [vsce, 'package', '--target', target, '--out', path, ...options], {
      cwd: folder,
    });
    const contents = listFiles(folder, [''], []).map((file) => [file, statSync(join(folder, file)).size] as const);
    return { path, sizeBytes: statSync(path).size, contents: new Map(contents) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
