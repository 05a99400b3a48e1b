/** Whether a line ends within a string that it has begun. Strings that began on an earlier line are not known. */
export function endsInString(line: string, languageId: string): boolean {
  const quotes = languagesWithTicks.has(languageId) ? '"`' : '"`\'';
  let open: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line[at] as string;
    if (open !== undefined && char === '\\') at++;
    else if (open !== undefined) open = char === open ? undefined : open;
    else if (quotes.includes(char) && !isApostrophe(line, at)) open = char;
  }
  return open !== undefined;
}

/** Offset behind the string literal that begins at `start`; `undefined`: the quote there begins none that ends on its line. */
export function stringEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  if (isApostrophe(text, start)) return undefined;
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
  }
  return undefined;
}

/** Offsets of the quotes of one kind that no backslash takes back. */
export function quotesIn(text: string, quote: string): readonly number[] {
  const places: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) places.push(at);
  }
  return places;
}

/** After a word, as in `don't`; a letter or two in front, as in Python's `rb''`, are the literal's own. */
function isApostrophe(text: string, at: number): boolean {
  const word = /[\p{L}\p{N}_]*$/u.exec(text.slice(Math.max(0, at - 3), at))?.[0] ?? '';
  return text[at] === "'" && word !== '' && !/^[bfrul]{1,2}$/i.test(word);
}

/** Languages in which a single quote may stand alone: lifetimes, type variables, quotation. */
const languagesWithTicks: ReadonlySet<string> = new Set([
  'rust',
  'ocaml',
  'fsharp',
  'haskell',
  'elm',
  'clojure',
  'lisp',
  'scheme',
  'markdown',
  'plaintext',
]);
