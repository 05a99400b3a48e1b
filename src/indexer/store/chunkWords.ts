/**
 * The words that a chunk is found by: identifiers of code, comments and strings, in their order and with repetitions, as
 * BM25 counts them. What is longer than a name (keys, hashes, encoded data) is none. A compound name is followed by its
 * parts, so that `parseHeader` is near `header_parser`.
 */
export function chunkWords(text: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(wordPattern)) {
    if (word.length > maxWordLength) continue;
    words.push(word);
    if (compoundPattern.test(word)) words.push(...partsOf(word));
  }
  return words;
}

/** Not after a digit or a letter: no piece of a number or of a longer word. All that is not ASCII counts as a letter. */
const wordPattern = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]+/g;
const maxWordLength = 64;
const compoundPattern = /[a-z\d][A-Z]|[^_$][_$]+[^_$]/;
const partPattern = /[A-Z]+(?![a-z])|[A-Z]?[a-z\u0080-\uffff]+/g;

function partsOf(word: string): readonly string[] {
  return (word.match(partPattern) ?? []).filter((part) => part.length > 2);
}
