/** Identifiers of a text in their order, each as often as it stands there. Comments and strings count too. */
export function identifiersIn(text: string): readonly string[] {
  return text.match(identifier) ?? [];
}

/** Identifiers that are no keywords: roughly what a syntax tree calls names. */
export function namesIn(text: string): readonly string[] {
  return identifiersIn(text).filter((word) => !keywords.has(word));
}

/** The words of a name in lower case: `parseHTMLFile2` has `parse`, `html`, `file`. */
export function wordsOf(name: string): readonly string[] {
  return (name.match(namePart) ?? []).map((part) => part.toLowerCase());
}

/** Not after a digit or letter: no part of a number. */
const identifier = /(?<![\w$])[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/g;
const namePart = /[A-Z]+(?![a-z])|[A-Z]?[a-z\u0080-\uffff]+/g;

/** Of all languages together: as names they tell little. */
const keywords: ReadonlySet<string> = new Set(
  `abstract and as assert async auto await begin bool boolean break byte case catch char chan class const constexpr
  continue declare def default defer del delete do double elif else elsif end ensure enum except export extends extern
  false final finally float fn for foreach from fun func function global go goto if impl implements import in inline
  instanceof int interface internal is lambda let local long loop module mut namespace new nil none None not null
  nullptr object of open operator or override package pass private protected pub public raise range readonly require
  rescue return sealed self Self short signed sizeof static str string struct super suspend switch template this throw
  throws trait True true try type typedef typeof undefined unless unsafe unsigned until use using val var virtual void
  volatile when where while with yield False`.split(/\s+/),
);
