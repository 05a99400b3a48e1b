import type { Node, Tree, TreeCursor } from 'web-tree-sitter';
import type { SyntaxToken } from '../../shared/syntaxQuery.ts';
import { DocStrings } from './docStrings.ts';
import { isDirective } from './isDirective.ts';

/**
 * The tokens of a text in order, without comments and doc strings, but with comments that a tool or the compiler obeys
 * (`//go:embed`, `# type: ignore`). All else that is written is in one of them, except for white space that means nothing. A
 * statement's end is a token (`⏎`), and where a language has no brackets around a block, so are its beginning and end: what
 * moves from one to another is another program.
 */
export function syntaxTokens(languageId: string, { rootNode }: Tree): readonly SyntaxToken[] {
  const reader = new TokenReader(languageId, rootNode);
  const cursor = rootNode.walk();
  try {
    reader.read(cursor);
  } finally {
    cursor.delete();
  }
  return reader.tokens;
}

/** What belongs to an import, or to a type: told by the node around it. */
type Inside = 'import' | 'type' | undefined;

class TokenReader {
  readonly tokens: SyntaxToken[] = [];
  readonly #isPython: boolean;
  readonly #docStrings: DocStrings;
  readonly #text: string;
  readonly #textStart: number;
  /** Up to where the text is in the tokens, or left out. */
  #end: number;

  constructor(languageId: string, root: Node) {
    this.#isPython = languageId === 'python';
    this.#text = root.text;
    this.#docStrings = new DocStrings(this.#text);
    this.#textStart = root.startIndex;
    this.#end = root.startIndex;
  }

  /** From where the cursor is, in the tree's order, without recursion: chains of calls are deep. */
  read(cursor: TreeCursor): void {
    const pending: { inside: Inside; isText: boolean; end: SyntaxToken | undefined }[] = [];
    let inside: Inside;
    let isText = false;
    for (;;) {
      const type = cursor.nodeType;
      const here = inside ?? kindOf(type);
      this.#gap(cursor.startIndex, inside, isText);
      if (this.#isLeftOut(cursor)) {
        this.#directive(cursor.nodeText.trim(), cursor.startPosition.row);
        this.#end = cursor.endIndex;
      } else {
        if (this.#isPython && type === 'type') this.#dropTypeMark();
        const isBlock = this.#isPython && type === 'block';
        if (isBlock) this.tokens.push(['code', '⇥']);
        const end = isBlock ? blockEnd : isStatement.test(type) ? statementEnd(here) : undefined;
        if (cursor.gotoFirstChild()) {
          pending.push({ inside, isText, end });
          inside = here;
          isText = textNodes.test(type);
          continue;
        }
        this.#leaf(cursor, here, isText);
        this.#push(end);
      }
      while (!cursor.gotoNextSibling()) {
        const parent = pending.pop();
        if (parent === undefined) return;
        cursor.gotoParent();
        this.#gap(cursor.endIndex, inside, isText);
        ({ inside, isText } = parent);
        this.#push(parent.end);
      }
    }
  }

  #push(token: SyntaxToken | undefined): void {
    if (token !== undefined) this.tokens.push(token);
  }

  /** What stands in front of `index` and in no leaf: grammars hide some of what is in strings. */
  #gap(index: number, inside: Inside, isText: boolean): void {
    const gap = this.#text.slice(this.#end - this.#textStart, index - this.#textStart);
    this.#end = Math.max(this.#end, index);
    if (isText ? gap !== '' : !isBlank(gap)) this.tokens.push([inside ?? 'literal', isText ? gap : gap.trim()]);
  }

  #leaf(cursor: TreeCursor, inside: Inside, isText: boolean): void {
    const type = cursor.nodeType;
    const text = type === 'jsx_text' ? jsxText(cursor.nodeText) : cursor.nodeText;
    this.#end = Math.max(this.#end, cursor.endIndex);
    const isMeant = isText || type === 'jsx_text' || type === 'text';
    if (text === '' || (!isMeant && isBlank(text))) return;
    if (inside !== undefined) this.tokens.push([inside, text]);
    else if (!cursor.nodeIsNamed) this.tokens.push(['code', text]);
    else
      this.tokens.push([
        /identifier|name|constant|variable|word|^(?:this|self|super)$/.test(type) ? 'name' : 'literal',
        text,
      ]);
  }

  #directive(comment: string, row: number): void {
    if (isDirective(comment, row)) this.tokens.push(['literal', comment]);
  }

  /** The colon or arrow in front of Python's types stands outside of them. */
  #dropTypeMark(): void {
    const [kind, text] = this.tokens.at(-1) ?? [];
    if (kind === 'code' && (text === ':' || text === '->')) this.tokens.pop();
  }

  /** Comments, and what stands as a string by itself in Python, where it documents. */
  #isLeftOut(cursor: TreeCursor): boolean {
    const type = cursor.nodeType;
    if (/comment|hash_bang/.test(type) && cursor.nodeIsNamed) return true;
    return this.#isPython && type === 'expression_statement' && this.#docStrings.has(cursor.currentNode);
  }
}

const blockEnd: SyntaxToken = ['code', '⇤'];
/** In shells, words that are one are told by this from words that are several. */
const isStatement = /_(?:statement|declaration|definition)$|^concatenation$/;

/** Within these, white space is a part of the text. */
const textNodes =
  /(?<!^concatenated_)string|heredoc|^char(?:acter)?_literal$|rune_literal|regex|format_spec|format_clause|symbol|text_interpolation/;

function isBlank(text: string): boolean {
  return /^(?:\s|\\(?=\r?\n))*$/.test(text);
}

/** As it is shown: lines are trimmed, and joined by a space. */
function jsxText(text: string): string {
  return text
    .replace(/\s*\n\s*/g, '\n')
    .replace(/^\n|\n$/g, '')
    .replaceAll('\n', ' ');
}

function statementEnd(inside: Inside): SyntaxToken {
  return [inside ?? 'code', '⏎'];
}

function kindOf(type: string): Inside {
  if (/^(?:import_statement|import_from_statement|future_import_statement|import_declaration)$/.test(type)) {
    return 'import';
  }
  if (typeNodes.test(type)) return 'type';
  return undefined;
}

/** What can be written or left away without another program: of TypeScript and Python. */
const typeNodes =
  /^(?:type|type_annotation|asserts_annotation|type_predicate_annotation|type_arguments|type_alias_statement|type_alias_declaration|interface_declaration)$/;
