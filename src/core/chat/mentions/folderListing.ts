/** A file of a folder. */
export interface ListedFile {
  /** `/`-separated, relative to the folder. */
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * The files of a folder as an indented tree with their sizes, folders first. At most `mostLines`; then how many more
 * there are.
 */
export function folderListing(files: readonly ListedFile[], mostLines: number): string {
  const lines: string[] = [];
  let parents: readonly string[] = [];
  let listed = 0;
  for (const { path, sizeBytes } of [...files].sort(byFolder)) {
    const parts = path.split('/');
    const folders = parts.slice(0, -1);
    const added: string[] = [];
    for (const [depth, folder] of folders.entries()) {
      if (folders.slice(0, depth + 1).every((name, at) => parents[at] === name)) continue;
      added.push(`${'  '.repeat(depth)}${folder}/`);
    }
    added.push(`${'  '.repeat(folders.length)}${parts.at(-1)} (${sizeOf(sizeBytes)})`);
    if (lines.length + added.length > mostLines) break;
    lines.push(...added);
    parents = folders;
    listed += 1;
  }
  const left = files.length - listed;
  if (left > 0) lines.push(`... and ${left} more files`);
  return lines.join('\n');
}

/** In a folder, its folders before its files. */
function byFolder(a: ListedFile, b: ListedFile): number {
  const [left, right] = [a.path.split('/'), b.path.split('/')];
  for (let depth = 0; ; depth++) {
    const [mine, other] = [left[depth], right[depth]];
    if (mine === undefined || other === undefined) return left.length - right.length;
    if (mine === other) continue;
    const isFolder = depth < left.length - 1;
    if (isFolder !== depth < right.length - 1) return isFolder ? -1 : 1;
    return mine < other ? -1 : 1;
  }
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
