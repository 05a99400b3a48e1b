import type { OffsetRange } from '../../shared/text.ts';
import { type LexicalSyntax, lexicalSyntax, regExpEnd } from '../chat/placement/lexLines.ts';

export interface CodeToken extends OffsetRange {
  readonly kind: 'word' | 'number' | 'string' | 'sign';
  readonly text: string;
}

/** A text as a scanner sees it, without a grammar. Comments are no tokens. */
export interface LexedCode {
  readonly text: string;
  readonly languageId: string;
  readonly tokens: readonly CodeToken[];
  /** By token: the index of the innermost bracket around it, -1 where there is none. A bracket is not around itself. */
  readonly parents: readonly number[];
  /** By token: of a bracket the one that belongs to it, else -1. */
  readonly partners: readonly number[];
  /** Comments and strings, ascending. */
  readonly quoted: readonly QuotedRange[];
  /** Every bracket has its partner: else it is not known what stands in which. */
  readonly isSound: boolean;
}

export interface QuotedRange extends OffsetRange {
  readonly kind: 'comment' | 'string';
}

export type TextKind = 'code' | QuotedRange['kind'];

/** @returns `undefined` where it is not known how the language writes strings and comments. */
export function lexCode(text: string, languageId: string): LexedCode | undefined {
  const syntax = lexicalSyntax(languageId);
  return syntax && new CodeLexer(text, languageId, syntax).read();
}

/** What the character at `offset` belongs to. */
export function textKindAt({ quoted }: Pick<LexedCode, 'quoted'>, offset: number): TextKind {
  let [low, high] = [0, quoted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((quoted[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const last = quoted[low - 1];
  return last !== undefined && offset < last.end ? last.kind : 'code';
}

/** The index of the token that begins at `offset`; -1 where none does. */
export function tokenAt({ tokens }: LexedCode, offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return tokens[low]?.start === offset ? low : -1;
}

const wordsOf = new WeakMap<LexedCode, ReadonlyMap<string, readonly number[]>>();

/** The indices of all words that are the same, ascending. */
export function wordsNamed(code: LexedCode, name: string): readonly number[] {
  let words = wordsOf.get(code);
  if (words === undefined) {
    const found = new Map<string, number[]>();
    code.tokens.forEach(({ kind, text }, index) => {
      if (kind !== 'word') return;
      const places = found.get(text);
      if (places === undefined) found.set(text, [index]);
      else places.push(index);
    });
    words = found;
    wordsOf.set(code, words);
  }
  return words.get(name) ?? [];
}

const partnerOf: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);
const wordPattern = /[\p{ID_Start}_$][\p{ID_Continue}$]*/uy;
const numberPattern = /\d\w*/y;
const signPattern = /=>|->|::|:=|\?\.|\.{2,3}|[=!<>]=+|[-+*/%&|^]=|&&|\|\||\?\?|[\s\S]/y;

/** `{{` is a brace; a `:` in brackets belongs to what stands in the hole, and no format begins with it. */
const formattedHole = /\{\{|\{((?:[^{}()[\]"'\n]|\[[^{}[\]"'\n]*\]|\([^{}()"'\n]*\))+?)(?=[!:][^{}]*\}|\})/g;

class CodeLexer {
  readonly #text: string;
  readonly #languageId: string;
  readonly #syntax: LexicalSyntax;
  readonly #tokens: CodeToken[] = [];
  readonly #parents: number[] = [];
  readonly #partners: number[] = [];
  readonly #quoted: QuotedRange[] = [];
  /** Indices of brackets. */
  readonly #open: number[] = [];
  /** How many brackets were open at each `${` that is not closed yet. */
  readonly #templates: number[] = [];
  #isSound = true;

  constructor(text: string, languageId: string, syntax: LexicalSyntax) {
    this.#text = text;
    this.#languageId = languageId;
    this.#syntax = syntax;
  }

  read(): LexedCode {
    this.#readTo(this.#text.length, 0);
    return {
      ...{ text: this.#text, languageId: this.#languageId, tokens: this.#tokens },
      ...{ parents: this.#parents, partners: this.#partners, quoted: this.#quoted },
      isSound: this.#isSound && this.#open.length === 0 && this.#templates.length === 0,
    };
  }

  #readTo(end: number, start: number): void {
    for (let at = start; at < end; ) at = this.#next(at);
  }

  /** @returns where reading goes on. */
  #next(at: number): number {
    const text = this.#text;
    if (/\s/.test(text.charAt(at))) return at + 1;
    const wordEnd = this.#match(wordPattern, at);
    if (wordEnd !== undefined) {
      const isPrefix = this.#languageId === 'python' && /^[bfrut]{1,2}$/i.test(text.slice(at, wordEnd));
      return (isPrefix ? this.#string(at, wordEnd) : undefined) ?? this.#add('word', at, wordEnd);
    }
    const numberEnd = this.#match(numberPattern, at);
    if (numberEnd !== undefined) return this.#add('number', at, numberEnd);
    return this.#comment(at) ?? this.#string(at, at) ?? this.#sign(at);
  }

  #comment(at: number): number | undefined {
    const block = this.#syntax.blockComment.find(([open]) => this.#text.startsWith(open, at));
    const { lineComment } = this.#syntax;
    let end: number | undefined;
    if (block !== undefined) end = this.#behind(block[1], at + block[0].length);
    else if (lineComment !== undefined && this.#match(lineComment, at) !== undefined) end = this.#lineEnd(at);
    if (end !== undefined) this.#quoted.push({ kind: 'comment', start: at, end });
    return end;
  }

  /** @param at where the string begins, which is before its quote where it has a prefix. */
  #string(at: number, quoteAt: number): number | undefined {
    const { longStrings, hasTemplates, hasRegExps, hasSingleQuotes } = this.#syntax;
    const char = this.#text.charAt(quoteAt);
    const long = longStrings.find((delimiter) => this.#text.startsWith(delimiter, quoteAt));
    if (long !== undefined) return this.#quote(at, this.#behind(long, quoteAt + long.length));
    if (char === '`' && hasTemplates) return this.#template(quoteAt);
    if (char === '/' && hasRegExps && !this.#isOfTag(quoteAt)) {
      const lineStart = this.#text.lastIndexOf('\n', at - 1) + 1;
      const end = regExpEnd(this.#text.slice(lineStart, this.#lineEnd(at)), at - lineStart);
      return end === undefined ? undefined : this.#quote(at, lineStart + end);
    }
    const pattern =
      char === '"'
        ? /"(?:\\.|[^"\\\n])*"/y
        : char !== "'"
          ? undefined
          : hasSingleQuotes
            ? /'(?:\\.|[^'\\\n])*'/y
            : /'(?:\\[^'\n]+|\\'|[^'\\\n])'/y;
    // A quote that nothing closes is an apostrophe, or a lifetime.
    const end = pattern && this.#match(pattern, quoteAt);
    return end === undefined ? undefined : this.#quote(at, end);
  }

  /** Whether a `/` ends an element, or an element's tag: behind a `}` no regular expression begins with `>`. */
  #isOfTag(at: number): boolean {
    if (this.#languageId === 'typescript') return false;
    const before = this.#text.slice(Math.max(0, at - 100), at);
    return before.endsWith('<') || (this.#text.charAt(at + 1) === '>' && before.trimEnd().endsWith('}'));
  }

  /** Adds a string; what stands in the braces of one of Python's formatted strings is code. */
  #quote(start: number, end: number): number {
    const isFormatted = this.#languageId === 'python' && /^[rt]?f/i.test(this.#text.slice(start, start + 2));
    let from = start;
    const holes = isFormatted ? this.#text.slice(start, end).matchAll(formattedHole) : [];
    for (const { index, 1: hole } of holes) {
      if (hole === undefined) continue;
      const holeStart = start + index + 1;
      this.#addString(from, holeStart);
      this.#readTo(holeStart + hole.length, holeStart);
      from = holeStart + hole.length;
    }
    this.#addString(from, end);
    return end;
  }

  /** Reads on in a template, from its beginning or from a `}`, to its end or the next `${`. */
  #template(start: number): number {
    for (let at = start + 1; at < this.#text.length; at++) {
      const char = this.#text.charAt(at);
      if (char === '\\') at++;
      else if (char === '`') return this.#addString(start, at + 1);
      else if (char === '$' && this.#text.charAt(at + 1) === '{') {
        this.#templates.push(this.#open.length);
        return this.#addString(start, at + 2);
      }
    }
    this.#isSound = false;
    return this.#addString(start, this.#text.length);
  }

  #sign(at: number): number {
    const char = this.#text.charAt(at);
    if (char === '}' && this.#templates.at(-1) === this.#open.length) {
      this.#templates.pop();
      return this.#template(at);
    }
    const end = this.#match(signPattern, at) ?? at + 1;
    const index = this.#tokens.length;
    const opener = partnerOf.get(char);
    if (opener !== undefined) {
      const open = this.#open.at(-1);
      if (open !== undefined && this.#tokens[open]?.text === opener) {
        this.#open.pop();
        this.#add('sign', at, end);
        this.#partners[index] = open;
        this.#partners[open] = index;
        return end;
      }
      this.#isSound = false;
    }
    this.#add('sign', at, end);
    if (char === '(' || char === '[' || char === '{') this.#open.push(index);
    return end;
  }

  #addString(start: number, end: number): number {
    this.#quoted.push({ kind: 'string', start, end });
    return this.#add('string', start, end);
  }

  #add(kind: CodeToken['kind'], start: number, end: number): number {
    this.#tokens.push({ kind, start, end, text: kind === 'string' ? '' : this.#text.slice(start, end) });
    this.#parents.push(this.#open.at(-1) ?? -1);
    this.#partners.push(-1);
    return end;
  }

  #match(pattern: RegExp, at: number): number | undefined {
    pattern.lastIndex = at;
    return pattern.test(this.#text) ? pattern.lastIndex : undefined;
  }

  #behind(delimiter: string, from: number): number {
    const at = this.#text.indexOf(delimiter, from);
    if (at !== -1) return at + delimiter.length;
    this.#isSound = false;
    return this.#text.length;
  }

  #lineEnd(at: number): number {
    const end = this.#text.indexOf('\n', at);
    return end === -1 ? this.#text.length : end;
  }
}
