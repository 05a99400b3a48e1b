import { truncate, writeFile } from 'node:fs/promises';
import { encodeHeader } from '../../native/gguf/encodeHeader.ts';
import type { GgufTensor } from '../../native/gguf/ggufTypes.ts';
import { ggufUint32 } from './ggufWriter.ts';
import { tinyModel } from './tinyModel.ts';

const embedding = 512;

/**
 * Writes a sound model file as large as one likes that takes hardly any room: its weights are a hole.
 *
 * @param sizeBytes about; a multiple of 6 KiB.
 * @returns its exact size.
 */
export async function writeSparseModel(path: string, sizeBytes: number, contextLength = 2048): Promise<number> {
  // Three matrices of 4-byte numbers.
  const hidden = sizeBytes / (3 * 4 * embedding);
  const metadata = { 'llama.feed_forward_length': ggufUint32(hidden) };
  const contents = tinyModel({ embedding, layers: 1, contextLength, metadata });
  const tensors: GgufTensor[] = [];
  let end = 0;
  for (const { name, shape, type } of contents.tensors) {
    const placed = { name, type, offset: end, shape: shapeOf(name, hidden) ?? shape };
    const tensorBytes = placed.shape.reduce((product, size) => product * size, 4);
    tensors.push({ ...placed, sizeBytes: tensorBytes });
    end += tensorBytes;
  }
  const header = encodeHeader({ version: 3, metadata: contents.metadata, tensors, alignment: 32 });
  await writeFile(path, header);
  await truncate(path, header.length + end);
  return header.length + end;
}

function shapeOf(name: string, hidden: number): readonly number[] | undefined {
  if (/ffn_(?:gate|up)/.test(name)) return [embedding, hidden];
  return name.includes('ffn_down') ? [hidden, embedding] : undefined;
}
