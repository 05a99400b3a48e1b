/** What brackets, strings and comments say of a text's lines. */
export interface LexedLines {
  /** The line begins within a string or a comment that began on a line above. */
  readonly isInside: readonly boolean[];
  /** Brackets that are open where the line begins; one entry more than there are lines. */
  readonly depth: readonly number[];
  /** Everything that was opened is closed, and nothing else: else the other facts may be wrong. */
  readonly isSound: boolean;
}

/** How a language writes strings and comments. */
export interface LexicalSyntax {
  readonly lineComment: RegExp | undefined;
  readonly blockComment: readonly (readonly [open: string, close: string])[];
  /** Delimiters of strings that go on over lines, longest first. */
  readonly longStrings: readonly string[];
  readonly hasTemplates: boolean;
  readonly hasRegExps: boolean;
  /** `'` is a string of any length, not a character. */
  readonly hasSingleQuotes: boolean;
}

const cLike: LexicalSyntax = {
  lineComment: /\/\//y,
  blockComment: [['/*', '*/']],
  longStrings: [],
  hasTemplates: false,
  hasRegExps: false,
  hasSingleQuotes: false,
};
const script: LexicalSyntax = { ...cLike, hasTemplates: true, hasRegExps: true, hasSingleQuotes: true };
const hash: LexicalSyntax = { ...cLike, lineComment: /(?<![^\s;(){}])#/y, blockComment: [], hasSingleQuotes: true };
const dashes: LexicalSyntax = { ...cLike, lineComment: /--/y, blockComment: [], hasSingleQuotes: true };

const syntaxes: ReadonlyMap<string, LexicalSyntax> = new Map<string, LexicalSyntax>([
  ...['typescript', 'typescriptreact', 'javascript', 'javascriptreact'].map((id) => [id, script] as const),
  ...['c', 'cpp', 'csharp', 'rust', 'cuda-cpp', 'objective-c', 'objective-cpp', 'glsl', 'hlsl', 'solidity', 'zig'].map(
    (id) => [id, cLike] as const,
  ),
  ...['java', 'kotlin', 'scala', 'groovy', 'swift'].map((id) => [id, { ...cLike, longStrings: ['"""'] }] as const),
  ['dart', { ...cLike, longStrings: ['"""', "'''"], hasSingleQuotes: true }],
  ['go', { ...cLike, longStrings: ['`'] }],
  ['php', { ...cLike, lineComment: /\/\/|#(?!\[)/y, hasSingleQuotes: true }],
  ['json', { ...cLike }],
  ['jsonc', { ...cLike }],
  ['css', { ...cLike, lineComment: undefined, hasSingleQuotes: true }],
  ['scss', { ...cLike, lineComment: /(?<!:)\/\//y, hasSingleQuotes: true }],
  ['less', { ...cLike, lineComment: /(?<!:)\/\//y, hasSingleQuotes: true }],
  ['python', { ...hash, lineComment: /#/y, longStrings: ['"""', "'''"] }],
  ['toml', { ...hash, longStrings: ['"""', "'''"] }],
  ['julia', { ...hash, longStrings: ['"""'], hasSingleQuotes: false }],
  ['elixir', { ...hash, longStrings: ['"""', "'''"] }],
  ...['r', 'perl', 'terraform', 'powershell'].map((id) => [id, hash] as const),
  ['lua', { ...dashes, blockComment: [['--[[', ']]']] }],
  ['sql', { ...dashes, blockComment: [['/*', '*/']] }],
  ['haskell', { ...dashes, blockComment: [['{-', '-}']], hasSingleQuotes: false }],
]);

/** `undefined`: the language is not known to have such as C's. */
export function lexicalSyntax(languageId: string): LexicalSyntax | undefined {
  return syntaxes.get(languageId);
}

/** Reads brackets where the language is known to have such as C's. In any other, none are seen and nothing is inside. */
export function lexLines(lines: readonly string[], languageId: string): LexedLines {
  const syntax = syntaxes.get(languageId);
  if (syntax === undefined) {
    return { isInside: lines.map(() => false), depth: [0, ...lines.map(() => 0)], isSound: true };
  }
  return new Lexer(syntax).read(lines);
}

/** Whether a text that begins with something that is a comment somewhere is one in this language. True of an unknown one. */
export function mayBeComment(text: string, languageId: string): boolean {
  const syntax = syntaxes.get(languageId);
  if (syntax === undefined) return true;
  const { lineComment } = syntax;
  if (lineComment === undefined) return false;
  lineComment.lastIndex = 0;
  return lineComment.test(text);
}

const closers: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

class Lexer {
  readonly #syntax: LexicalSyntax;
  /** Open brackets; `$` is a template's `${`. */
  readonly #open: string[] = [];
  /** What ends the string or comment that goes on. */
  #until: string | undefined;
  #isSound = true;

  constructor(syntax: LexicalSyntax) {
    this.#syntax = syntax;
  }

  read(lines: readonly string[]): LexedLines {
    const isInside: boolean[] = [];
    const depth: number[] = [];
    for (const line of lines) {
      isInside.push(this.#until !== undefined);
      depth.push(this.#open.length);
      this.#readLine(line);
    }
    depth.push(this.#open.length);
    return { isInside, depth, isSound: this.#isSound && this.#open.length === 0 && this.#until === undefined };
  }

  #readLine(line: string): void {
    for (let at = 0; at < line.length; ) at = this.#until === undefined ? this.#code(line, at) : this.#inside(line, at);
  }

  /** @returns where reading goes on. */
  #inside(line: string, at: number): number {
    const until = this.#until ?? '';
    const isText = until !== '*/' && until !== ']]' && until !== '-}';
    if (isText && line[at] === '\\' && until !== "'''") return at + 2;
    if (until === '`' && this.#syntax.hasTemplates && line.startsWith('${', at)) {
      this.#open.push('$');
      this.#until = undefined;
      return at + 2;
    }
    if (!line.startsWith(until, at)) return at + 1;
    this.#until = undefined;
    return at + until.length;
  }

  #code(line: string, at: number): number {
    const char = line[at] ?? '';
    const { lineComment, blockComment, longStrings, hasTemplates, hasRegExps } = this.#syntax;
    if (/[\w\s]/.test(char)) return at + 1;
    const comment = blockComment.find(([open]) => line.startsWith(open, at));
    if (comment !== undefined) {
      this.#until = comment[1];
      return at + comment[0].length;
    }
    if (lineComment !== undefined) {
      lineComment.lastIndex = at;
      if (lineComment.test(line)) return line.length;
    }
    const long = longStrings.find((delimiter) => line.startsWith(delimiter, at));
    if (long !== undefined || (char === '`' && hasTemplates)) {
      this.#until = long ?? '`';
      return at + this.#until.length;
    }
    if (char === '"' || char === "'") return this.#shortString(line, at, char);
    if (char === '/' && hasRegExps) return regExpEnd(line, at) ?? at + 1;
    this.#bracket(char);
    return at + 1;
  }

  #shortString(line: string, at: number, quote: string): number {
    const isCharacter = quote === "'" && !this.#syntax.hasSingleQuotes;
    const pattern = isCharacter
      ? /'(?:\\[^']+|\\'|[^'\\])'/y
      : quote === '"'
        ? /"(?:\\.|[^"\\])*"/y
        : /'(?:\\.|[^'\\])*'/y;
    pattern.lastIndex = at;
    // A quote that nothing closes is an apostrophe, a lifetime, or the text of an element.
    return pattern.test(line) ? pattern.lastIndex : at + 1;
  }

  #bracket(char: string): void {
    if (char === '(' || char === '[' || char === '{') this.#open.push(char);
    const opener = closers.get(char);
    if (opener === undefined) return;
    if (char === '}' && this.#open.at(-1) === '$') {
      this.#open.pop();
      this.#until = '`';
    } else if (this.#open.at(-1) === opener) this.#open.pop();
    else this.#isSound = false;
  }
}

/** Where a regular expression ends that begins at `at`; `undefined` where that `/` divides. */
export function regExpEnd(line: string, at: number): number | undefined {
  const before = line.slice(0, at).trimEnd();
  if (
    before !== '' &&
    !/(?:[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void|delete))$/.test(before)
  ) {
    return undefined;
  }
  const pattern = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\/[a-z]*/y;
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : undefined;
}
