import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/** Unpacks a zip file that is trusted to fit on the disk. */
export async function unzip(archive: string, folder: string): Promise<void> {
  const zip = await openPromise(archive, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const path = join(folder, entry.fileName);
    await mkdir(entry.fileName.endsWith('/') ? path : dirname(path), { recursive: true });
    if (entry.fileName.endsWith('/')) continue;
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path));
  }
}
