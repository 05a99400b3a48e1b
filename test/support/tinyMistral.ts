import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Token } from 'node-llama-cpp';
import { seededRandom } from '../../native/generation/seededRandom.ts';
import { writeWindowedTwin } from '../../native/window/writeWindowedTwin.ts';
import { encodeGguf } from './ggufWriter.ts';
import { type ReferenceModel, referenceModel } from './referenceModel.ts';
import { tinyModel } from './tinyModel.ts';

/** A Mistral of some hundred thousand random weights, with and without its window, and its reference. */
export interface TinyMistral {
  readonly plainPath: string;
  readonly windowedPath: string;
  readonly reference: ReferenceModel;
}

/** Positions that a position attends to in each layer. Through four layers it learns of 4 x 31 positions before it. */
export const windowTokens = 32;

/** Four queries a key head, as in Mistral 7B. The spreads make what lies outside the window matter, and no more. */
export async function writeTinyMistral(folder: string, layers = 4): Promise<TinyMistral> {
  const contents = tinyModel({
    layers,
    heads: 8,
    kvHeads: 2,
    embedding: 64,
    contextLength: 32_768,
    weightSpread: 0.4,
    outputSpread: 0.6,
    normSpread: 0.2,
  });
  const [plainPath, windowedPath] = [join(folder, 'plain.gguf'), join(folder, 'windowed.gguf')];
  await writeFile(plainPath, encodeGguf(contents));
  await writeWindowedTwin(plainPath, windowedPath, windowTokens);
  return { plainPath, windowedPath, reference: referenceModel(contents) };
}

/** Any of the vocabulary's tokens: the text that they make does not matter. */
export function randomTokens({ embedding }: ReferenceModel, count: number, seed: number): Token[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => Math.floor(random() * embedding.outputs) as Token);
}
