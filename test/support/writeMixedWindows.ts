import { readFile, writeFile } from 'node:fs/promises';

/** Writes a windowed twin anew, with its window in some layers only, as Gemma 2 and 3 have it. */
export async function writeMixedWindows(
  windowedPath: string,
  path: string,
  pattern: readonly boolean[],
): Promise<void> {
  const bytes = await readFile(windowedPath);
  Buffer.from(pattern.map(Number)).copy(bytes, bytes.indexOf(patternKey) + patternKey.length + patternHeadBytes);
  await writeFile(path, bytes);
}

const patternKey = 'granite_swa.attention.sliding_window_pattern';
/** What the file has between that key and the pattern's bytes: two types and a count. */
const patternHeadBytes = 4 + 4 + 8;
