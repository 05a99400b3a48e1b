/** URIs among what was dropped, from VS Code's explorer or elsewhere. At most 100, none twice. */
export function droppedUris(read: (type: string) => string): readonly string[] {
  const list = read('application/vnd.code.uri-list') || read('text/uri-list');
  const uris = list.split(/\r?\n/).filter((line) => /^[a-z][a-z0-9+.-]*:/i.test(line) && line.length <= 4096);
  return [...new Set(uris)].slice(0, 100);
}
