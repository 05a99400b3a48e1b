import type { Tree, TreeCursor } from 'web-tree-sitter';
import type { SyntaxToken } from '../../shared/syntaxQuery.ts';

/**
 * The tokens of a text in order, without comments and doc strings. A statement's end is a token (`⏎`), and where a language has
 * no brackets around a block, so are its beginning and end: what moves from one to another is another program.
 */
export function syntaxTokens(languageId: string, { rootNode }: Tree): readonly SyntaxToken[] {
  const reader = new TokenReader(languageId);
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

  constructor(languageId: string) {
    this.#isPython = languageId === 'python';
  }

  /** From where the cursor is, in the tree's order, without recursion: chains of calls are deep. */
  read(cursor: TreeCursor): void {
    const pending: { inside: Inside; end: SyntaxToken | undefined }[] = [];
    let inside: Inside;
    for (;;) {
      const type = cursor.nodeType;
      const here = inside ?? kindOf(type);
      if (!this.#isLeftOut(cursor)) {
        if (this.#isPython && type === 'type') this.#dropTypeMark();
        const isBlock = this.#isPython && type === 'block';
        if (isBlock) this.tokens.push(['code', '⇥']);
        const end = isBlock ? blockEnd : isStatement.test(type) ? statementEnd(here) : undefined;
        if (cursor.gotoFirstChild()) {
          pending.push({ inside, end });
          inside = here;
          continue;
        }
        this.#leaf(cursor, here);
        this.#end(end);
      }
      while (!cursor.gotoNextSibling()) {
        const parent = pending.pop();
        if (parent === undefined) return;
        cursor.gotoParent();
        inside = parent.inside;
        this.#end(parent.end);
      }
    }
  }

  #end(token: SyntaxToken | undefined): void {
    if (token !== undefined) this.tokens.push(token);
  }

  #leaf(cursor: TreeCursor, inside: Inside): void {
    const text = cursor.nodeText;
    if (text === '' || /^\s+$/.test(text)) return;
    if (inside !== undefined) this.tokens.push([inside, text]);
    else if (!cursor.nodeIsNamed) this.tokens.push(['code', text]);
    else
      this.tokens.push([
        /identifier|name|constant|variable|word|^(?:this|self|super)$/.test(cursor.nodeType) ? 'name' : 'literal',
        text,
      ]);
  }

  /** The colon or arrow in front of Python's types stands outside of them. */
  #dropTypeMark(): void {
    const [kind, text] = this.tokens.at(-1) ?? [];
    if (kind === 'code' && (text === ':' || text === '->')) this.tokens.pop();
  }

  /** Comments, and what stands as a string by itself: it does nothing, and documents in Python. */
  #isLeftOut(cursor: TreeCursor): boolean {
    const type = cursor.nodeType;
    if (/comment/.test(type) && cursor.nodeIsNamed) return true;
    if (!this.#isPython || type !== 'expression_statement') return false;
    const { currentNode } = cursor;
    return (
      currentNode.namedChildCount === 1 && /^(?:concatenated_)?string$/.test(currentNode.namedChild(0)?.type ?? '')
    );
  }
}

const blockEnd: SyntaxToken = ['code', '⇤'];
const isStatement = /_(?:statement|declaration|definition)$/;

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
