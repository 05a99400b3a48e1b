import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes an extension's folder an installed extension of `extensionsDir` (a link: the folder is used where it is).
 * Before the server starts: a running one does not see it.
 */
export async function linkExtension(extensionsDir: string, extensionFolder: string): Promise<void> {
  const text = await readFile(path.join(extensionFolder, 'package.json'), 'utf8');
  const { publisher, name, version } = JSON.parse(text) as Record<'publisher' | 'name' | 'version', string>;
  const link = path.join(extensionsDir, `${publisher}.${name}-${version}`);
  await mkdir(extensionsDir, { recursive: true });
  await rm(link, { recursive: true, force: true });
  // A junction needs no privilege on Windows; elsewhere the type says nothing.
  await symlink(path.resolve(extensionFolder), link, 'junction');
  // The list of what is installed is made again from the folders at the next start.
  await rm(path.join(extensionsDir, 'extensions.json'), { force: true });
}
