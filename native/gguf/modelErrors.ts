import { UserError } from '../../src/shared/errors.ts';

/** What is to be done about a file that is not as it was made. */
export const downloadAgain = 'download it again';

/** What is to be done about a file that is something else. */
export const chooseAnother = 'choose a GGUF file of a language model';

/**
 * A file that is no model, or not a whole one. Reads `path problem: advice.`
 *
 * @param problem a clause with `path` as its subject, such as `is empty`.
 */
export function modelInvalid(path: string, problem: string, advice: string): UserError {
  return new UserError('modelInvalid', `${path} ${problem}: ${advice}.`);
}

export function modelMissing(path: string): UserError {
  return new UserError('modelMissing', `There is no model file ${path}: choose another one, or put it there.`);
}

/** A text of a file, fit for one line of a message: no control characters, at most 60 characters, in quotes. */
export function quoteText(text: string): string {
  const printable = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  return `"${printable.length > 60 ? `${printable.slice(0, 57)}...` : printable}"`;
}
