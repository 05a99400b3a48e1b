import type { IndexStatus } from '../../../shared/indexProtocol.ts';

/**
 * What a search has not looked through, in one sentence; `undefined` where that is nothing.
 *
 * @param folders the workspace's, with the status of their index; without one it is only about to be begun.
 */
export function indexGap(
  folders: readonly { readonly name: string; readonly status: IndexStatus | undefined }[],
): string | undefined {
  if (folders.length === 0) return 'No folder is open, so there is no index to search.';
  const off = folders.flatMap(({ name, status }) => (status?.kind === 'off' ? [{ name, reason: status.reason }] : []));
  const [first] = off;
  if (first !== undefined) return `There is no index of ${first.name}: ${first.reason}`;
  const building = folders.find(({ status }) => status?.kind !== 'ready');
  if (building === undefined) return undefined;
  const { name, status } = building;
  const done = status?.kind === 'indexing' ? `, ${status.filesDone} of ${status.filesTotal} files so far` : '';
  const why = status?.kind === 'indexing' && status.pausedFor === 'battery' ? '; it waits for a power supply' : '';
  return `The index of ${name} is still being built${done}${why}: later it may find more.`;
}
