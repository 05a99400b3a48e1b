import { UserError } from '../../src/shared/errors.ts';
import type { GgufHeader } from './ggufTypes.ts';
import { MetadataReader } from './metadataReader.ts';
import { modelInvalid } from './modelErrors.ts';
import { readHeader } from './readHeader.ts';

/**
 * The headers of the other files of a split model, in their order; none for a model in one file. llama.cpp finds them
 * by their names.
 *
 * @throws UserError `modelInvalid`: not the first part, names that do not match, a part that is missing or bad.
 */
export async function readSplitParts(metadata: MetadataReader): Promise<readonly GgufHeader[]> {
  const { path } = metadata;
  const count = metadata.count('split.count', 'uint16') ?? 0;
  if (count <= 1) return [];
  if (count > maxParts) throw metadata.wrong('split.count', `is ${count}`);
  const index = metadata.count('split.no', 'uint16') ?? 0;
  if (index !== 0) throw modelInvalid(path, `is part ${index + 1} of ${count} of a model`, 'choose the first part');
  const ending = partEnding(1, count);
  if (!path.endsWith(ending)) {
    const problem = `is the first of ${count} files of a model, but its name does not end in ${ending}`;
    throw modelInvalid(path, problem, 'give all parts the names that they were published with');
  }
  const parts: GgufHeader[] = [];
  for (let number = 2; number <= count; number++) {
    parts.push(await readPart(path, splitPartPath(path, number, count), number - 1));
  }
  return parts;
}

/** Where part `number` of `count`, from 1 on, is looked for. */
export function splitPartPath(firstPath: string, number: number, count: number): string {
  return `${firstPath.slice(0, -partEnding(1, count).length)}${partEnding(number, count)}`;
}

const maxParts = 1000;

async function readPart(path: string, partPath: string, index: number): Promise<GgufHeader> {
  try {
    const header = await readHeader(partPath);
    const foundIndex = new MetadataReader(partPath, header.metadata).count('split.no', 'uint16');
    if (foundIndex === index) return header;
  } catch (error) {
    const isMissing = error instanceof UserError && error.code === 'modelMissing';
    if (!isMissing) throw error;
    throw modelInvalid(
      path,
      `needs its other part ${partPath}, which is missing`,
      'download all parts into one folder',
    );
  }
  throw modelInvalid(partPath, `is not part ${index + 1} of the model`, 'download all parts again');
}

function partEnding(number: number, count: number): string {
  return `-${fiveDigits(number)}-of-${fiveDigits(count)}.gguf`;
}

function fiveDigits(number: number): string {
  return `${number}`.padStart(5, '0');
}
