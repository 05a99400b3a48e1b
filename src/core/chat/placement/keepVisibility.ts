/** Words in front of a definition that say who may use it, as `export default`. */
const visibility = /^(\s*)((?:export\s+(?:default\s+)?|pub(?:\([^)]*\))?\s+|public\s+)(?=\S))/;
const anyVisibility =
  /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:export|pub|public|private|protected|internal|fileprivate|static|default)\b/;

/**
 * The first line of a definition that takes the place of another. Answers often leave out `export` and its like, though
 * nobody wants a definition to be taken away from those who use it; one that says otherwise is left as it is.
 */
export function keepVisibility(line: string, before: string): string {
  const [, , words] = visibility.exec(before) ?? [];
  if (words === undefined || anyVisibility.test(line)) return line;
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  return `${indent}${words}${line.slice(indent.length)}`;
}

/** The line as an answer may have it that leaves these words out. */
export function withoutVisibility(line: string): string {
  return line.replace(visibility, '$1');
}
