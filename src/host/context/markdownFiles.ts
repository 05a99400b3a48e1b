import * as vscode from 'vscode';
import { redactSecrets } from '../../core/context/secrets.ts';
import { folderFiles } from './folderFiles.ts';
import type { FolderFiles } from './remoteFiles.ts';

/** What a workspace says to Leeward. */
export interface MarkdownFile {
  /** Without `.md`. */
  readonly name: string;
  /** In its workspace folder. */
  readonly path: string;
  readonly uri: vscode.Uri;
  /** Without secrets. Absent: it is too large, or can't be read. */
  readonly text: string | undefined;
}

/**
 * The `*.md` of a folder of Leeward's in each folder of the workspace. No link is followed.
 *
 * @param path `.leeward/prompts`.
 */
export async function markdownFiles(path: string): Promise<readonly MarkdownFile[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return (await Promise.all(folders.map(({ uri }) => filesIn(uri, path)))).flat();
}

export function describeUnreadable(path: string): string {
  return `${path} can't be read, or is larger than ${maxBytes / 1_000} KB.`;
}

/** In one folder. */
const maxFiles = 100;
const maxBytes = 100_000;

async function filesIn(folder: vscode.Uri, path: string): Promise<readonly MarkdownFile[]> {
  const files = folderFiles(folder);
  try {
    const [parent = ''] = path.split('/');
    for (const one of [parent, path]) if ((await files.stat(one)).kind !== 'folder') return [];
    const entries = await files.readDirectory(path);
    const names = entries.filter(({ name, kind }) => kind === 'file' && /\.md$/i.test(name)).map(({ name }) => name);
    return await Promise.all(
      names
        .sort()
        .slice(0, maxFiles)
        .map(async (name) => {
          const place = `${path}/${name}`;
          const uri = vscode.Uri.joinPath(folder, place);
          return { name: name.replace(/\.md$/i, ''), path: place, uri, text: await textOf(files, place) };
        }),
    );
  } catch {
    return []; // Most workspaces have none.
  }
}

async function textOf(files: FolderFiles, path: string): Promise<string | undefined> {
  try {
    if ((await files.stat(path)).sizeBytes > maxBytes) return undefined;
    return redactSecrets(new TextDecoder().decode(await files.read(path)), path).text;
  } catch {
    return undefined;
  }
}
