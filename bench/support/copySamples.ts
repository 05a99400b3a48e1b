import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const samples = resolve(import.meta.dirname, '..', '..', 'test', 'fixtures', 'syntax');

/** Fills `folder` with copies of our samples of one language, of about `bytes` in all. @param id VS Code's. */
export async function copySamples(id: string, folder: string, bytes: number): Promise<void> {
  const names = await readdir(join(samples, id));
  const texts = await Promise.all(names.map((name) => readFile(join(samples, id, name), 'utf8')));
  await mkdir(folder, { recursive: true });
  let written = 0;
  for (let round = 0; written < bytes; round++) {
    for (const [index, name] of names.entries()) {
      const text = texts[index] ?? '';
      await writeFile(join(folder, `${round}_${name}`), text);
      written += text.length;
    }
  }
}
