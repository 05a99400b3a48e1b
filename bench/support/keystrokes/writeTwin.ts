import { open } from 'node:fs/promises';
import { alignUp } from '../../../native/gguf/alignUp.ts';
import { encodeHeader } from '../../../native/gguf/encodeHeader.ts';
import type { GgufTensor, GgufValue } from '../../../native/gguf/ggufTypes.ts';
import { readHeader } from '../../../native/gguf/readHeader.ts';
import { ggufStrings, ggufUint32 } from '../../../test/support/ggufWriter.ts';

export interface TwinWish {
  /** Its vocabulary has the markers to fill in the middle. */
  readonly isMarked: boolean;
  /** Only the first ones: it answers nonsense, in less time, to prompts of as many tokens. Absent: all. */
  readonly layers?: number;
}

/** Control tokens that no code has, and what they are called in a marked twin. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['<jupyter_start>', '<fim_prefix>'],
  ['<jupyter_text>', '<fim_suffix>'],
  ['<jupyter_code>', '<fim_middle>'],
]);

/**
 * Writes a twin of the default model. It has not learnt what the markers mean, and what it answers to them is worth little;
 * it costs what a model costs that has.
 */
export async function writeTwin(sourcePath: string, targetPath: string, wish: TwinWish): Promise<void> {
  const header = await readHeader(sourcePath);
  const { alignment, dataOffset } = header;
  const metadata = new Map(header.metadata);
  if (wish.isMarked) metadata.set(tokensKey, markedTokens(sourcePath, header.metadata.get(tokensKey)));
  const { layers = Number.POSITIVE_INFINITY } = wish;
  if (wish.layers !== undefined) metadata.set('llama.block_count', ggufUint32(wish.layers));
  const kept = header.tensors.filter(({ name }) => Number(/^blk\.(\d+)\./.exec(name)?.[1] ?? -1) < layers);
  const tensors: GgufTensor[] = [];
  let end = 0;
  for (const tensor of kept) {
    tensors.push({ ...tensor, offset: end });
    end = alignUp(end + tensor.sizeBytes, alignment);
  }
  const source = await open(sourcePath, 'r');
  const target = await open(targetPath, 'wx');
  try {
    await target.writeFile(encodeHeader({ ...header, metadata, tensors }));
    for (const { offset, sizeBytes } of kept) {
      const bytes = Buffer.alloc(alignUp(sizeBytes, alignment));
      await source.read(bytes, 0, sizeBytes, dataOffset + offset);
      await target.writeFile(bytes);
    }
  } finally {
    await source.close();
    await target.close();
  }
}

const tokensKey = 'tokenizer.ggml.tokens';

function markedTokens(path: string, tokens: GgufValue | undefined): GgufValue {
  if (tokens?.type !== 'array' || tokens.items.type !== 'string') throw new Error(`${path} has no vocabulary.`);
  const texts = [...tokens.items.values];
  const missing = [...renamed.keys()].filter((text) => !texts.includes(text));
  if (missing.length > 0) throw new Error(`${path} has no ${missing.join(', ')}: it is not the default model.`);
  return ggufStrings(texts.map((text) => renamed.get(text) ?? text));
}
