/**
 * Whether what stands without quotes at some place is code, where words are names, or a literal; and whether it is a
 * literal that a program reads (`setting`), or one for people, in which any word may follow any other.
 */
export type PlaceKind = 'code' | 'literal' | 'setting';

/** Files in which a value needs no quotes, and is never a name. */
const settingFiles =
  /\.(?:ya?ml|ini|cfg|conf|cnf|properties|toml|env|sh|bash|zsh|fish|ksh|bat|cmd|xml|plist|csproj|config|http|rest)$|(?:^|\/)(?:\.env|dockerfile|containerfile|procfile|makefile)[^/]*$|\.dockerfile$/;
const proseFiles = /\.(?:txt|md|mdx|rst|adoc)$|(?:^|\/)readme[^/]*$/;

/** Longer lines are read from here before a place. What is missed then is whether a quote or a comment is open. */
const maxLookBack = 2_000;

/** Asked with growing offsets, each character of the text is looked at once. */
export class TextPlaces {
  readonly #text: string;
  /** Of the whole file. */
  readonly #kind: PlaceKind;
  #at = 0;
  #lineStart = 0;
  #state: '' | '"' | "'" | '`' | 'comment' = '';

  constructor(text: string, path: string) {
    this.#text = text;
    const spelled = path.toLowerCase();
    this.#kind = proseFiles.test(spelled) ? 'literal' : settingFiles.test(spelled) ? 'setting' : 'code';
  }

  /** Of the value at `offset` that the name at `nameOffset` has. */
  kindAt(offset: number, nameOffset: number): PlaceKind {
    if (this.#kind !== 'code') return this.#kind;
    if (this.#isAssignedInShell(nameOffset)) return 'literal';
    this.#goTo(offset);
    return this.#state === '' ? 'code' : 'literal';
  }

  #goTo(offset: number): void {
    const newline = this.#text.slice(this.#at, offset).lastIndexOf('\n');
    if (newline !== -1) this.#startLine(this.#at + newline + 1);
    if (offset - this.#at > maxLookBack) this.#startLine(offset - maxLookBack);
    for (; this.#at < offset; this.#at++) this.#step();
  }

  #startLine(at: number): void {
    this.#at = at;
    this.#lineStart = at;
    this.#state = '';
  }

  #step(): void {
    const sign = this.#text.charAt(this.#at);
    if (this.#state === 'comment') return;
    if (this.#state !== '') {
      if (sign === '\\') this.#at++;
      else if (sign === this.#state) this.#state = '';
      return;
    }
    if (sign === '"' || sign === "'" || sign === '`') this.#state = sign;
    else if (this.#startsComment(sign)) this.#state = 'comment';
  }

  #startsComment(sign: string): boolean {
    if (!'/#-*<%'.includes(sign)) return false;
    const before = this.#text.slice(Math.max(this.#lineStart, this.#at - 40), this.#at);
    const isFirst = before.trim() === '' || /^[+-][ \t]*$/.test(before);
    const next = this.#text.charAt(this.#at + 1);
    if (sign === '/') return (next === '/' && !before.endsWith(':')) || next === '*';
    if (sign === '#') return isFirst || /[ \t]$/.test(before);
    if (sign === '<') return this.#text.startsWith('<!--', this.#at);
    if (sign === '-')
      return next === '-' && this.#text.charAt(this.#at + 2) === ' ' && (isFirst || /[ \t;]$/.test(before));
    return isFirst && (next === ' ' || sign === '%');
  }

  /** `NAME=value` in capitals and without spaces: a shell's, wherever it stands. */
  #isAssignedInShell(offset: number): boolean {
    return /^[A-Z][A-Z0-9_]{2,60}=[^=\s]/.test(this.#text.slice(offset, offset + 64));
  }
}
