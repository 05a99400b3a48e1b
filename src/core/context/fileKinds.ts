/**
 * Which files are worth reading. A prompt has room for a few lines of the repository, so what nobody wrote, nobody reads
 * or nobody may see has no place in it. Only what is surely worthless is told by its name: `dist` or `vendor` may be
 * somebody's sources, and `.gitignore` says so where they are not.
 */
import { whyPrivate } from './privatePaths.ts';

export type SkipReason =
  | 'private'
  | 'dependencies'
  | 'binary'
  | 'lockFile'
  | 'minified'
  | 'sourceMap'
  | 'data'
  | 'generated'
  | 'notUtf8'
  | 'tooLarge'
  | 'empty';

/** Larger files are tables, bundles and dumps: of hand-written sources fewer than one in ten thousand is as large. */
export const maxFileBytes = 1_048_576;

/** Above it a line was not written by hand. */
const maxLineLength = 20_000;
const maxMeanLineLength = 500;

/** More characters that were no UTF-8, as a share, are another encoding: words that nobody would find. */
const maxInvalidShare = 0.1;

/** Where a generated file says so: comments at its top. */
const markedLines = 20;

const worthlessFolders = new Set(
  (
    '.git .hg .svn .jj node_modules bower_components jspm_packages .yarn .pnpm-store site-packages .venv venv .tox .nox ' +
    '.eggs __pycache__ .mypy_cache .pytest_cache .ruff_cache .gradle .terraform .next .nuxt .svelte-kit .turbo .cache ' +
    '.parcel-cache .nyc_output Pods DerivedData'
  ).split(' '),
);

const binaryEndings = new Set(
  (
    'png jpg jpeg gif bmp ico icns webp avif tif tiff psd ai eps heic mp3 mp4 m4a wav ogg flac avi mov mkv webm woff woff2 ' +
    'ttf otf eot pdf doc docx xls xlsx ppt pptx odt ods odp zip gz tgz bz2 xz zst lz4 7z rar tar jar war ear aar apk ipa ' +
    'dmg iso deb rpm msi exe dll so dylib a lib o obj pdb class pyc pyo pyd whl wasm node bin dat db sqlite sqlite3 mdb ' +
    'parquet arrow npy npz pkl pt pth onnx gguf safetensors h5 tflite pack idx crt cer der gpg asc sig swp'
  ).split(' '),
);

const dataEndings = new Set('svg csv tsv jsonl ndjson geojson log snap'.split(' '));

const lockFiles = new Set(
  'package-lock.json npm-shrinkwrap.json pnpm-lock.yaml bun.lockb packages.lock.json go.sum gradle.lockfile'.split(' '),
);

/** Why the file is not to be read, by what its name and size tell. `path` is `/`-separated. */
export function whySkipped(path: string, sizeBytes: number): SkipReason | undefined {
  const cut = path.lastIndexOf('/') + 1;
  return (
    whyFolderSkipped(path.slice(0, cut)) ?? whyNameSkipped(path, path.slice(cut).toLowerCase()) ?? whySize(sizeBytes)
  );
}

/** Why nothing in this folder is to be read: a walk need not go into it. */
export function whyFolderSkipped(path: string): SkipReason | undefined {
  if (path === '') return undefined;
  if (path.split('/').some((name) => worthlessFolders.has(name))) return 'dependencies';
  return whyPrivate(`${path}/-`) === undefined ? undefined : 'private';
}

/** Why a text is not to be read any further. */
export function whyUnfit(text: string): SkipReason | undefined {
  if (text.trim() === '') return 'empty';
  if (countInvalid(text) > text.length * maxInvalidShare) return 'notUtf8';
  return isMinified(text) ? 'minified' : isGenerated(text) ? 'generated' : undefined;
}

const phrases: Readonly<Record<SkipReason, string>> = {
  private: 'private',
  dependencies: 'dependencies, caches or version control',
  binary: 'binary',
  lockFile: 'a lock file',
  minified: 'minified',
  sourceMap: 'a source map',
  data: 'data',
  generated: 'generated',
  notUtf8: 'not UTF-8',
  tooLarge: `larger than ${maxFileBytes / 1_048_576} MiB`,
  empty: 'empty',
};

/** For people: `a lock file`. */
export function describeSkip(reason: SkipReason): string {
  return phrases[reason];
}

function whyNameSkipped(path: string, name: string): SkipReason | undefined {
  if (whyPrivate(path) !== undefined) return 'private';
  // In a linked worktree it is a file.
  if (name === '.git') return 'dependencies';
  const ending = name.slice(name.lastIndexOf('.') + 1);
  if (lockFiles.has(name) || name.endsWith('.lock')) return 'lockFile';
  if (/[.-]min\.(?:js|mjs|cjs|css|html)$/.test(name)) return 'minified';
  if (/\.(?:js|mjs|cjs|css|ts|mts|cts)\.map$/.test(name)) return 'sourceMap';
  if (!name.includes('.')) return undefined;
  return binaryEndings.has(ending) ? 'binary' : dataEndings.has(ending) ? 'data' : undefined;
}

function whySize(sizeBytes: number): SkipReason | undefined {
  return sizeBytes === 0 ? 'empty' : sizeBytes > maxFileBytes ? 'tooLarge' : undefined;
}

function countInvalid(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\ufffd'); at !== -1; at = text.indexOf('\ufffd', at + 1)) count++;
  return count;
}

function isMinified(text: string): boolean {
  let lines = 0;
  let start = 0;
  while (start <= text.length) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    if (end - start > maxLineLength) return true;
    // What stands behind the last line end is no line where it is empty.
    if (next !== -1 || end > start) lines++;
    start = end + 1;
  }
  return text.length / lines > maxMeanLineLength;
}

/** A mark counts in a comment only: a generator of code has it in a string. */
function isGenerated(text: string): boolean {
  const comment = /^\s*(?:\/\/|\/\*|\*|#|--|;|<!--|%|"""|\(\*)/;
  const loudMark = /@generated\b|\bDO NOT (?:EDIT|MODIFY)\b/;
  const mark = /\b(?:code|file|class) (?:is |was )?(?:auto[- ]?|automatically )?generated by\b|<auto-generated/i;
  return text
    .slice(0, maxLineLength)
    .split('\n', markedLines)
    .some((line) => line.length < 400 && comment.test(line) && (loudMark.test(line) || mark.test(line)));
}
