import { realpath, stat } from 'node:fs/promises';
import { checkModelFile } from '../gguf/checkModelFile.ts';
import type { GgufHeader } from '../gguf/ggufTypes.ts';
import { MetadataReader } from '../gguf/metadataReader.ts';
import { readSplitParts, splitPartPath } from '../gguf/readSplitParts.ts';
import { modelImportFailed } from './importErrors.ts';

/** A file of a model, of which split ones have several. */
export interface ModelPart {
  readonly path: string;
  readonly header: GgufHeader;
}

/** A model's files in their order. */
export type ModelParts = readonly [ModelPart, ...ModelPart[]];

/**
 * Checks a model and reads the headers of all its files.
 *
 * @throws UserError `modelMissing`, `modelInvalid`.
 */
export async function readModelParts(path: string): Promise<ModelParts> {
  const { header } = await checkModelFile(path);
  const others = await readSplitParts(new MetadataReader(path, header.metadata));
  const paths = partPaths(path, header);
  return [{ path, header }, ...others.map((other, index) => ({ path: paths[index + 1] ?? '', header: other }))];
}

/** Tells a file from the same file with another content, as far as the file system does. */
export interface FileIdentity {
  /** Without symbolic links. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedNs: string;
  /** Unlike the time above, no program can set it back. */
  readonly changedNs: string;
  readonly inode: string;
}

/**
 * What the files of a model are now. The same identities later mean the same content.
 *
 * @throws the system's error where one is missing: read the parts first, which says so in a sentence.
 */
export async function modelIdentity({ path, header }: ModelPart): Promise<readonly FileIdentity[]> {
  return await Promise.all(partPaths(path, header).map(fileIdentity));
}

/** Whether files have the content that they had. FAT and network disks number their files anew after a while. */
export function isSameContent(now: readonly (FileIdentity | undefined)[], then: readonly FileIdentity[]): boolean {
  const facts = (files: typeof now) => JSON.stringify(files.map((file) => ({ ...file, inode: undefined })));
  return facts(now) === facts(then);
}

/** @throws UserError `modelImportFailed` where the files of a model are not those of `before` any more, or gone. */
export async function assertUnchanged(part: ModelPart, before: readonly FileIdentity[]): Promise<void> {
  const now = await modelIdentity(part).catch(() => undefined);
  if (JSON.stringify(now) !== JSON.stringify(before)) throw modelChanged(part.path);
}

/** The model is being written, or was replaced, while it is read. */
export function modelChanged(path: string) {
  return modelImportFailed(`${path} changed while it was copied: wait until it is complete, then try again.`);
}

function partPaths(path: string, header: GgufHeader): readonly string[] {
  const count = new MetadataReader(path, header.metadata).count('split.count', 'uint16') ?? 1;
  return Array.from({ length: Math.max(1, count) }, (_, index) =>
    count <= 1 ? path : splitPartPath(path, index + 1, count),
  );
}

/** @throws the system's error where there is no such file. */
export async function fileIdentity(path: string): Promise<FileIdentity> {
  const realPath = await realpath(path);
  const { size, mtimeNs, ctimeNs, ino } = await stat(realPath, { bigint: true });
  const [modifiedNs, changedNs, inode] = [`${mtimeNs}`, `${ctimeNs}`, `${ino}`];
  return { path: realPath, sizeBytes: Number(size), modifiedNs, changedNs, inode };
}
