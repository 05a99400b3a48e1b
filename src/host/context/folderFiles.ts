import * as vscode from 'vscode';
import type { FolderEntry, FolderFiles } from './remoteFiles.ts';

/** A workspace folder through VS Code's file system API. */
export function folderFiles(folder: vscode.Uri): FolderFiles {
  const uriOf = (path: string) => (path === '' ? folder : vscode.Uri.joinPath(folder, path));
  const { fs } = vscode.workspace;
  return {
    readDirectory: async (path) =>
      (await fs.readDirectory(uriOf(path))).map(([name, type]) => ({ name, kind: kindOf(type) })),
    stat: async (path) => {
      const { type, size, mtime } = await fs.stat(uriOf(path));
      return { kind: kindOf(type), sizeBytes: size, modifiedMs: mtime };
    },
    read: async (path) => await fs.readFile(uriOf(path)),
  };
}

/** What is linked has the bit of what it leads to as well, and is neither. */
function kindOf(type: vscode.FileType): FolderEntry['kind'] {
  if (type === vscode.FileType.File) return 'file';
  return type === vscode.FileType.Directory ? 'folder' : 'other';
}
