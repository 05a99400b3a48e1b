import type { Tree } from 'web-tree-sitter';
import type { Grammar } from './grammars.ts';

/** Asked again and again while something is computed. `true`: give up. */
export type ShouldStop = () => boolean;

/** A longer text (UTF-16 code units) has no tree: it would need hundreds of MB. */
export const maxParsableLength = 2 ** 21;

/** Brackets within brackets. Some thousands overflow the parser's stack; what people write has some dozens. */
const maxNesting = 1000;

/**
 * How often the parser may report progress, a UTF-16 code unit. Code has 0.003 to 0.015 (the highest of 1,000 files in
 * five languages: 0.019); texts on which the parser tries everything at once, and takes gigabytes, have far more.
 */
const maxReportsPerUnit = 0.03;
const maxReportsOfShortText = 300;

/**
 * Parses `text`, gives the tree to `use`, and deletes it.
 *
 * @returns what `use` returns; `undefined` where `shouldStop` has said so while parsing, or the text cannot have a tree
 * ({@link isParsable}, {@link ParseLimit}).
 * @throws WebAssembly.RuntimeError where the parser has crashed, as it does on some long texts that are errors from end to
 * end. No grammar of this process can be used any more: start another process, without that text.
 */
export function withTree<Result>(
  { parser }: Grammar,
  text: string,
  shouldStop: ShouldStop,
  use: (tree: Tree) => Result,
): Result | undefined {
  if (!isParsable(text)) return undefined;
  const tree = parser.parse(text, undefined, { progressCallback: new ParseLimit(text).stopAt(shouldStop) });
  if (tree === null) {
    // Otherwise the next text would be read as the rest of this one.
    parser.reset();
    return undefined;
  }
  try {
    return use(tree);
  } finally {
    tree.delete();
  }
}

/** Whether a text is neither binary, nor too long, nor too deeply nested for a tree. */
export function isParsable(text: string): boolean {
  if (text.length > maxParsableLength) return false;
  let brackets = 0;
  // Each may be a comparison: they count within a line only.
  let angles = 0;
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case 0:
        return false;
      case 0x28: // ( [ {
      case 0x5b:
      case 0x7b:
        if (++brackets > maxNesting) return false;
        break;
      case 0x29: // ) ] }
      case 0x5d:
      case 0x7d:
        if (brackets > 0) brackets -= 1;
        break;
      case 0x3c: // <
        if (++angles > maxNesting) return false;
        break;
      case 0x3e: // >
        if (angles > 0) angles -= 1;
        break;
      case 0x0a:
        angles = 0;
        break;
    }
  }
  return true;
}

/** How much a parser may try on one text, over all the steps in which it is parsed. */
export class ParseLimit {
  #reportsLeft: number;

  constructor(text: string) {
    this.#reportsLeft = maxReportsOfShortText + maxReportsPerUnit * text.length;
  }

  /** The parser has lost its way: the text is not worth a tree. */
  get isReached(): boolean {
    return this.#reportsLeft < 0;
  }

  /** What to give to the parser. */
  stopAt(shouldStop: ShouldStop): ShouldStop {
    return () => --this.#reportsLeft < 0 || shouldStop();
  }
}
