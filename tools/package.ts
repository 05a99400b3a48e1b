/**
 * Makes the VSIX for this platform, or for another whose binary is installed, and prints what is in it.
 *
 * Usage: node tools/package.ts [--target linux-x64] [--out FOLDER]
 */
import { mkdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type PackagedExtension, packageExtension } from './packaging/packageExtension.ts';
import { currentTarget, parseTarget } from './packaging/targets.ts';
import { ToolError } from './toolError.ts';

const repository = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { target: { type: 'string' }, out: { type: 'string', default: 'out' } } });

try {
  const target = values.target === undefined ? currentTarget() : parseTarget(values.target);
  const outputFolder = resolve(repository, values.out);
  mkdirSync(outputFolder, { recursive: true });
  print(await packageExtension(repository, target, outputFolder));
} catch (error) {
  if (!(error instanceof ToolError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function print({ path, sizeBytes, contents }: PackagedExtension): void {
  const groups = new Map<string, { files: number; sizeBytes: number }>();
  for (const [file, size] of contents) {
    const name = groupOf(file);
    const group = groups.get(name) ?? { files: 0, sizeBytes: 0 };
    groups.set(name, { files: group.files + 1, sizeBytes: group.sizeBytes + size });
  }
  for (const [name, group] of groups) {
    const count = group.files === 1 ? '' : `  (${group.files} files)`;
    console.log(`${mebibytes(group.sizeBytes).padStart(12)}  ${name}${count}`);
  }
  console.log(`\n${relative(process.cwd(), path)}  ${mebibytes(sizeBytes)}`);
}

/** A package inside the extension is one row, and so are the bundled library's folder and the grammars. */
function groupOf(file: string): string {
  return /^dist\/(?:node_modules\/@[^/]+\/[^/]+|node-llama-cpp|syntaxes)(?=\/)/.exec(file)?.[0] ?? file;
}

function mebibytes(sizeBytes: number): string {
  return `${(sizeBytes / 1024 / 1024).toFixed(2)} MiB`;
}
