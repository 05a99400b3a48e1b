import { lstatSync, realpathSync, statSync } from 'node:fs';
import { readSmallText } from './readRegularFile.ts';

export type IgnoreFile =
  | { readonly kind: 'rules'; readonly text: string }
  /** `none`: there is no such file. `unreadable`: there is one, and what it says is not known. */
  | { readonly kind: 'none' | 'unreadable' };

/** A link is followed, unlike those to sources: ignore files are often kept elsewhere, and no prompt has their text. */
export function readIgnoreFile(path: string): IgnoreFile {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return { kind: 'none' };
    const target = found.isSymbolicLink() ? realpathSync(path) : path;
    const stats = statSync(target);
    if (stats.isDirectory()) return { kind: 'none' };
    // A device may act when it is opened.
    const text = stats.isFile() ? readSmallText(target, maxIgnoreFileBytes) : undefined;
    return text === undefined ? { kind: 'unreadable' } : { kind: 'rules', text };
  } catch (error) {
    const isInFile = error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
    return { kind: isInFile ? 'none' : 'unreadable' };
  }
}

const maxIgnoreFileBytes = 1_000_000;
