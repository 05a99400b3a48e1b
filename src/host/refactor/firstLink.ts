import type { FolderFiles } from '../context/remoteFiles.ts';

/**
 * The first part of a path that is a link, or neither a file nor a folder: what it leads to may lie anywhere.
 *
 * @param files of the folder that the path is in.
 * @param path `/`-separated, of what is there or not.
 * @returns its path; `undefined` where there is none.
 * @throws what the file system says, where that is not that something is missing.
 */
export async function firstLink(files: Pick<FolderFiles, 'stat'>, path: string): Promise<string | undefined> {
  const parts = path.split('/');
  for (let count = 1; count <= parts.length; count++) {
    const some = parts.slice(0, count).join('/');
    try {
      if ((await files.stat(some)).kind === 'other') return some;
    } catch (error) {
      // Nor is there anything below.
      if (error instanceof Error && 'code' in error && error.code === 'FileNotFound') return undefined;
      throw error;
    }
  }
  return undefined;
}
