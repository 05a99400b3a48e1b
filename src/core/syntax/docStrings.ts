import type { Node } from 'web-tree-sitter';

/** Which statements of Python are doc strings, which do nothing. */
export class DocStrings {
  /** Whose doc strings the text itself reads: then they are what it works with. */
  readonly #read: 'all' | 'module' | 'none';

  /** @param text of the whole file. */
  constructor(text: string) {
    const isAll = /[.'"]\s*__doc__|\bgetdoc\b|\bdoctest\b/.test(text);
    this.#read = isAll ? 'all' : text.includes('__doc__') ? 'module' : 'none';
  }

  /** @param statement an `expression_statement`. */
  has(statement: Node): boolean {
    const string = statement.namedChildCount === 1 ? statement.namedChild(0) : null;
    if (string === null || this.#read === 'all') return false;
    if (this.#read === 'module' && statement.parent?.type === 'module') return false;
    if (string.type === 'string') return isPlainText(string.text);
    return string.type === 'concatenated_string' && string.namedChildren.every((part) => isPlainText(part?.text ?? ''));
  }
}

/** Whether Python surely takes it for a text: the grammar lets more pass. What computes something, or is no text, is none. */
function isPlainText(string: string): boolean {
  const prefix = /^[rRuU]?(?=["'])/.exec(string)?.[0];
  if (prefix === undefined) return false;
  return /r/i.test(prefix) || !badEscape.test(string.replaceAll('\\\\', ''));
}

/** A name of a letter may be unknown. */
const badEscape = /\\(?:x(?![\da-fA-F]{2})|u(?![\da-fA-F]{4})|U(?!00(?:0[\da-fA-F]|10)[\da-fA-F]{4})|N)/;
