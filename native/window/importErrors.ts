import { UserError } from '../../src/shared/errors.ts';

/** The windowed twin of a model was not written. @param sentence names the thing and says what to do. */
export function modelImportFailed(sentence: string): UserError {
  return new UserError('modelImportFailed', sentence);
}

/** @param advice a sentence without its full stop. */
export function notEnoughSpace(
  folder: string,
  neededBytes: number,
  advice = 'Free some there, or write to another disk',
): UserError {
  const needed = (neededBytes / 1e9).toFixed(2);
  return modelImportFailed(
    `The disk of ${folder} has no room for the windowed copy of the model, which needs ${neededBytes} bytes (${needed} GB). ${advice}.`,
  );
}
