import type { Parser, Tree } from 'web-tree-sitter';
import { BugError } from '../../shared/errors.ts';
import type { Grammar } from './grammars.ts';

/** Asked again and again while something is computed. `true`: give up. */
export type ShouldStop = () => boolean;

/** A longer text (UTF-16 code units) has no tree: it would need hundreds of MB. */
const maxLength = 2 ** 21;

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
 * ({@link isParsable}).
 * @throws BugError where the parser has crashed ({@link orCrashed}).
 */
export function withTree<Result>(
  { parser }: Grammar,
  text: string,
  shouldStop: ShouldStop,
  use: (tree: Tree) => Result,
): Result | undefined {
  if (!isParsable(text)) return undefined;
  return orCrashed(() => {
    const tree = parseText(parser, text, undefined, shouldStop);
    if (tree === undefined) {
      // Otherwise the next text would be read as the rest of this one.
      parser.reset();
      return undefined;
    }
    try {
      return use(tree);
    } finally {
      tree.delete();
    }
  });
}

/** Whether a text is neither too long nor too deeply nested for a tree. */
export function isParsable(text: string): boolean {
  if (text.length > maxLength) return false;
  let brackets = 0;
  // Each may be a comparison: they count within a line only.
  let angles = 0;
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
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

/**
 * @param oldTree the tree of the text before, with its edits.
 * @returns `undefined` where `shouldStop` has said so: the parser goes on there if it is called with the same arguments;
 * and where it loses its way in the text.
 */
export function parseText(
  parser: Parser,
  text: string,
  oldTree: Tree | undefined,
  shouldStop: ShouldStop,
): Tree | undefined {
  let reports = 0;
  const limit = maxReportsOfShortText + maxReportsPerUnit * text.length;
  const progressCallback = (): boolean => ++reports > limit || shouldStop();
  return parser.parse(text, oldTree, { progressCallback }) ?? undefined;
}

/**
 * What `run` returns.
 *
 * @throws BugError where the parser has crashed, as it does on some long texts that are errors from end to end. No
 * grammar of this process can be used any more: start another process, without that text.
 */
export function orCrashed<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error && error.name === 'RuntimeError') {
      throw new BugError('The parser has crashed.', { cause: error });
    }
    throw error;
  }
}
