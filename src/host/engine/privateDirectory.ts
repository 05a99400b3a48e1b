import { lstatSync, mkdirSync } from 'node:fs';
import { UserError } from '../../shared/errors.ts';

/**
 * Makes a folder that only its user can enter, or makes sure that it is one: what lies in it decides which process gets
 * the user's text.
 *
 * @throws UserError `engineStartFailed` where it is another's, a link, or open to others.
 */
export function ensurePrivateDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Windows has no such modes, and the folder is in the user's profile, which is private.
  if (process.platform === 'win32') return;
  const found = lstatSync(directory);
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0) return;
  throw new UserError(
    'engineStartFailed',
    `The engine's folder ${directory} is not a folder that only you can enter. Make it private (chmod 700) or delete it.`,
  );
}
