import { type FileHandle, open, rm, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { throwIfAborted, type UserError } from '../../src/shared/errors.ts';
import { copyParts, type PartToCopy, SourceCut, writeWhole } from './copyParts.ts';
import { isFullDisk, notEnoughSpace } from './importErrors.ts';
import {
  assertUnchanged,
  type FileIdentity,
  type ModelParts,
  modelChanged,
  modelIdentity,
  readModelParts,
} from './modelParts.ts';
import { layOutTwin, type TwinLayout } from './twinLayout.ts';
import { verifyTwin } from './verifyTwin.ts';

export interface WriteTwinOptions {
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
  /** What to say where the disk has no room for as many bytes. */
  readonly noSpace?: (neededBytes: number) => UserError;
  /** Absent: `open` of `node:fs/promises`. */
  readonly openTarget?: typeof open;
}

export interface WrittenTwin {
  readonly sizeBytes: number;
  /** Of the model's bytes, in hexadecimal: see `copyParts`. */
  readonly contentHash: string;
  /** What the model's files were before and after. */
  readonly source: readonly FileIdentity[];
}

/**
 * Writes the windowed twin of a llama model to `targetPath`, which must not exist, on to the disk, and verifies it. On a
 * failure the target is gone. Split models become one file.
 *
 * @throws UserError `modelImportFailed`, `modelMissing`, `modelInvalid`; CancelledError; the system's errors.
 */
export async function writeWindowedTwin(
  sourcePath: string,
  targetPath: string,
  windowTokens: number,
  options: WriteTwinOptions = {},
): Promise<WrittenTwin> {
  const { signal = new AbortController().signal, onProgress = () => {}, openTarget = open } = options;
  const folder = dirname(targetPath);
  const { noSpace = (neededBytes) => notEnoughSpace(folder, neededBytes, 'Free some there') } = options;
  const [first] = await readModelParts(sourcePath);
  // Before what is copied is read, so that whatever changes from here on is noticed.
  const source = await modelIdentity(first);
  const parts = await readModelParts(sourcePath);
  const layout = layOutTwin(parts, windowTokens);
  const { bavail, bsize, blocks } = await statfs(folder);
  // Some network disks know nothing of their room, and say 0 for all.
  if (blocks > 0 && bavail * bsize < layout.sizeBytes) throw noSpace(layout.sizeBytes);
  throwIfAborted(signal);
  const target = await openTarget(targetPath, 'wx');
  try {
    const contentHash = await fill(target, parts, layout, { onProgress, signal }).finally(() => target.close());
    await assertUnchanged(parts[0], source);
    throwIfAborted(signal);
    await verifyTwin(targetPath, parts, layout);
    return { sizeBytes: layout.sizeBytes, contentHash, source };
  } catch (error) {
    await rm(targetPath, { force: true, maxRetries: 3 });
    if (error instanceof SourceCut) throw modelChanged(sourcePath);
    throw isFullDisk(error) ? noSpace(layout.sizeBytes) : error;
  }
}

async function fill(
  target: FileHandle,
  parts: ModelParts,
  layout: TwinLayout,
  { onProgress, signal }: Required<Pick<WriteTwinOptions, 'onProgress' | 'signal'>>,
): Promise<string> {
  const totalBytes = parts.reduce((sum, { header }) => sum + header.fileSizeBytes, 0);
  const opened: PartToCopy[] = [];
  try {
    for (const [index, { path, header }] of parts.entries()) {
      opened.push({ file: await open(path, 'r'), header, dataOffset: layout.dataOffsets[index] ?? 0 });
    }
    await writeWhole(target, layout.header, 0);
    const progress = (doneBytes: number) => onProgress(doneBytes, totalBytes);
    const sha256 = await copyParts(opened, target, { onProgress: progress, signal });
    await writeWhole(target, layout.sinks, layout.sinksOffset);
    await target.sync();
    return sha256;
  } finally {
    await Promise.all(opened.map(({ file }) => file.close()));
  }
}
