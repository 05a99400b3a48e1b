import { whyFolderSkipped, whySkipped } from '../../core/context/fileKinds.ts';
import { folderOf } from '../../core/context/paths.ts';

/**
 * Whether the index is to be told of an event: builds and package managers write thousands of files that it never reads.
 *
 * @param isContent whether it is the content of a file that has changed. What comes or goes may be a folder, whatever its
 * name ends with.
 */
export function isWorthTelling(path: string, isContent: boolean): boolean {
  return (isContent ? whySkipped(path, 1) : whyFolderSkipped(folderOf(path))) === undefined;
}
