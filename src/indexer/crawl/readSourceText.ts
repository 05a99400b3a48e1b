import { maxFileBytes } from '../../core/context/fileKinds.ts';
import { indexableText } from '../../core/context/indexableText.ts';
import type { Workspace } from '../../shared/workspace.ts';

/** The text of a file as it was indexed, without secrets. `undefined`: it has gone, or nothing of it may be quoted. */
export async function readSourceText(workspace: Pick<Workspace, 'read'>, path: string): Promise<string | undefined> {
  const bytes = await workspace.read(path, maxFileBytes);
  const found = bytes === undefined ? undefined : indexableText(bytes, path);
  return found?.kind === 'text' ? found.text : undefined;
}
