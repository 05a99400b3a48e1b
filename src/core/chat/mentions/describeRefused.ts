import { describeSkip, whySkipped } from '../../context/fileKinds.ts';
import { whyPrivate } from '../../context/privatePaths.ts';

/** Why a file of the workspace that may not be quoted is not: one sentence. `path` is `/`-separated. */
export function describeRefused(path: string): string {
  const secret = whyPrivate(path);
  if (secret !== undefined) return `${path} is private (${secret}): Leeward does not read such files.`;
  const reason = whySkipped(path, 1);
  if (reason !== undefined) return `${path} is not quoted, since it is ${describeSkip(reason)}.`;
  return `${path} is not quoted: it is ignored (.gitignore, .leewardignore, files.exclude), too large, or no regular file.`;
}
