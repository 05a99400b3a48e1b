/** Where a link in an answer may lead. */
export type ChatLink =
  | { readonly kind: 'web'; readonly address: string }
  /** `path` is `/`-separated and stays in its folder. `line` is 0-based. */
  | { readonly kind: 'file'; readonly path: string; readonly line?: number };

/** @returns `undefined` for everything but addresses of the web and relative paths of files: commands, data, other schemes. */
export function parseLink(address: string): ChatLink | undefined {
  const link = address.trim();
  if (/\p{Cc}/u.test(link)) return undefined;
  if (/^https?:\/\/[^/\s]/i.test(link)) return { kind: 'web', address: link };
  if (/^[a-z][a-z0-9+.-]*:(?!\d+(?:[:-]|$))/i.test(link) || /^(?:[\\/]|[a-z]:)/i.test(link)) return undefined;
  const [, named = '', line] = /^(.*?)(?:#L(\d+)(?:-L?\d+)?|#.*)?$/i.exec(link) ?? [];
  const [, path = '', lineBehind] = /^(.*?)(?::(\d+)(?:[:-]\d+)*)?$/.exec(decoded(named)) ?? [];
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.includes('..') || /[\p{Cc}:]/u.test(path)) return undefined;
  const number = Number(line ?? lineBehind ?? 0);
  return { kind: 'file', path: parts.join('/'), ...(number > 0 && { line: number - 1 }) };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A percent sign of its own.
  }
}
