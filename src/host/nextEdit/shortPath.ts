/** The end of a path, from the beginning of a folder's name on, in about 50 characters: a file's name is never cut. */
export function shortPath(path: string): string {
  if (path.length <= longest) return path;
  const folder = path.indexOf('/', path.length - longest);
  const start = folder === -1 ? path.lastIndexOf('/') : folder;
  return start <= 0 ? path : `…${path.slice(start)}`;
}

const longest = 50;
