import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GgufValue } from '../../native/gguf/ggufTypes.ts';
import { encodeGguf, type GgufContents } from './ggufWriter.ts';
import { tinyModel } from './tinyModel.ts';

/**
 * Writes a model as several files, each with as many of the tensors; the first has the metadata.
 *
 * @returns their paths, in order.
 */
export async function writeSplit(
  folder: string,
  { metadata, tensors }: GgufContents = tinyModel(),
  count = 3,
): Promise<[first: string, ...others: string[]]> {
  const uint16 = (value: number): GgufValue => ({ type: 'uint16', value });
  const pathOf = (index: number) => join(folder, `split-0000${index + 1}-of-0000${count}.gguf`);
  const share = Math.ceil(tensors.length / count);
  for (let index = 0; index < count; index++) {
    const split: readonly (readonly [string, GgufValue])[] = [
      ['split.no', uint16(index)],
      ['split.count', uint16(count)],
      ['split.tensors.count', { type: 'int32', value: tensors.length }],
    ];
    const part = tensors.slice(index * share, (index + 1) * share);
    await writeFile(
      pathOf(index),
      encodeGguf({ metadata: index === 0 ? [...metadata, ...split] : split, tensors: part }),
    );
  }
  return [pathOf(0), ...Array.from({ length: count - 1 }, (_, index) => pathOf(index + 1))];
}
