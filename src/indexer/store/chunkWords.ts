/**
 * The words of a text that a chunk can be found by: identifiers of code, comments and strings. They are those that the
 * index has of the same text, but for numbers and single letters, which are everywhere.
 *
 * Parts of compound names (`parse`, `header` of `parseHeader`) are none: in `bench:context` they find nothing more, and
 * cost half as much again.
 */
export function chunkWords(text: string): readonly string[] {
  return text.match(wordPattern) ?? [];
}

/** What is indexed of these lines: their beginnings, for a long one is data, and may be a single word of any length. */
export function indexedText(lines: readonly string[]): string {
  return lines.map((line) => line.slice(0, maxIndexedLength)).join('\n');
}

/** All that is not ASCII counts as a letter, as it does for the index's tokeniser. */
const wordPattern = /(?<![\w$\u0080-\uffff])[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]+/g;
const maxIndexedLength = 300;
