import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeWindowedTwin } from '../../native/window/writeWindowedTwin.ts';
import { encodeGguf } from '../../test/support/ggufWriter.ts';
import { mistralShaped } from './mistralShaped.ts';

/** The same model with full attention and with a sliding window. */
export interface ModelPair {
  readonly fullPath: string;
  readonly windowedPath: string;
  readonly windowTokens: number;
}

/** Writes both files into `folder`. */
export async function mistralPair(folder: string, layers: number, windowTokens: number): Promise<ModelPair> {
  const fullPath = join(folder, `mistral-${layers}.gguf`);
  await writeFile(fullPath, encodeGguf(mistralShaped(layers)));
  return await windowedPair(folder, fullPath, windowTokens);
}

/** Writes the windowed file of a model that is there into `folder`. */
export async function windowedPair(folder: string, fullPath: string, windowTokens: number): Promise<ModelPair> {
  const windowedPath = join(folder, `windowed-${windowTokens}-${basename(fullPath)}`);
  await writeWindowedTwin(fullPath, windowedPath, windowTokens);
  return { fullPath, windowedPath, windowTokens };
}
