import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syntaxPackages } from '../bundle/syntaxAssets.ts';
import { runQuietly } from '../processes.ts';
import { ToolError } from '../toolError.ts';
import { binaryPackageOf, type Target } from './targets.ts';
import { thirdPartyNotices } from './thirdPartyNotices.ts';

const texts = ['README.md', 'CHANGELOG.md', 'LICENSE'];

/** What the running extension does not read: the bundles contain their dependencies. */
const developmentFields = [
  ...['private', 'scripts', 'dependencies', 'devDependencies', 'optionalDependencies', 'overrides', 'allowScripts'],
];

/**
 * Fills `folder` with exactly what a package contains: production bundles, grammars, one binary, the texts.
 *
 * @throws ToolError where the binary for `target` is not installed, or the build fails.
 */
export async function stageExtension(repository: string, target: Target, folder: string): Promise<void> {
  const binaryPackage = binaryPackageOf(target);
  const binaryFolder = join(repository, 'node_modules', binaryPackage);
  if (!existsSync(binaryFolder)) {
    throw new ToolError(`${binaryPackage}, the binary for ${target}, is not installed: package on that platform.`);
  }
  const dist = join(folder, 'dist');
  await runQuietly(process.execPath, ['esbuild.mjs', '--production', '--outdir', dist], { cwd: repository });
  writeFileSync(
    join(folder, 'THIRD-PARTY-NOTICES.txt'),
    thirdPartyNotices(repository, join(dist, 'meta'), [binaryPackage, ...syntaxPackages()]),
  );
  rmSync(join(dist, 'meta'), { recursive: true });
  // Beside the bundle, where its import finds it; a top-level node_modules would not be packaged.
  for (const part of ['package.json', 'LICENSE', 'dist', 'bins']) {
    copy(join(binaryFolder, part), join(dist, 'node_modules', binaryPackage, part));
  }
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Record<string, unknown>;
  const icons = new Set(JSON.stringify(manifest).match(/(?<=")media\/[\w.-]+(?=")/g));
  for (const field of developmentFields) delete manifest[field];
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const images = imagesOf(readFileSync(join(repository, 'README.md'), 'utf8'));
  for (const file of [...texts, ...images, ...icons]) copy(join(repository, file), join(folder, file));
}

/** Pictures in a Markdown text that are files of ours: as Markdown, or as the HTML in it. */
function imagesOf(markdown: string): readonly string[] {
  const found = markdown.matchAll(/!\[[^\]]*\]\(([^):]+)\)|<(?:img|source)\b[^>]*?\bsrc(?:set)?="([^":]+)"/g);
  return [...found].map(([, inMarkdown, inHtml]) => inMarkdown ?? inHtml ?? '');
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) throw new ToolError(`${from} belongs into the package, but does not exist.`);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}
