import { isWord, textOf } from './codeBlocks.ts';
import type { LexedCode } from './lexCode.ts';

/** What the words and braces in the elements of a file are: `<Card title={name}>text</Card>`. Indices of tokens. */
export interface Elements {
  /** The words of a tag's name, where an element begins and where it ends. */
  readonly tags: ReadonlySet<number>;
  /** Words that are no code: text, and names of attributes. */
  readonly texts: ReadonlySet<number>;
  /** The `{` of code among them. */
  readonly holes: ReadonlySet<number>;
  /** Each element has its end: else it is not known what is text. */
  readonly isSound: boolean;
}

const elementsByCode = new WeakMap<LexedCode, Elements>();

export function elementsOf(code: LexedCode): Elements {
  const known = elementsByCode.get(code) ?? (mayHaveElements(code.languageId) ? new ElementReader(code).read() : none);
  elementsByCode.set(code, known);
  return known;
}

/** Whether a word is the name of a tag, or no code. */
export function isInElement(code: LexedCode, index: number): boolean {
  const { tags, texts } = elementsOf(code);
  return tags.has(index) || texts.has(index);
}

/** In TypeScript proper, `<` begins types alone. */
function mayHaveElements(languageId: string): boolean {
  return /^(?:typescriptreact|javascript|javascriptreact)$/.test(languageId);
}

const none: Elements = { tags: new Set(), texts: new Set(), holes: new Set(), isSound: true };

/** Indices of tokens. */
interface Element {
  /** Behind its last token. */
  readonly end: number;
  /** The `/` of its tags. */
  readonly slashes: readonly number[];
  readonly tags: readonly number[];
  readonly texts: readonly number[];
  readonly holes: readonly number[];
  /** What stands in it, in its holes too. */
  readonly elements: readonly Element[];
}

type Parts = { readonly [Part in 'tags' | 'texts' | 'holes']: number[] } & { readonly elements: Element[] };

class ElementReader {
  readonly #code: LexedCode;
  /** By the `<` that may begin one; `undefined`: it does not. */
  readonly #known = new Map<number, Element | undefined>();
  #isSound = true;

  constructor(code: LexedCode) {
    this.#code = code;
  }

  read(): Elements {
    const { tokens } = this.#code;
    const parts = { tags: new Set<number>(), texts: new Set<number>(), holes: new Set<number>() };
    const slashes = new Set<number>();
    const add = (element: Element): void => {
      for (const part of ['tags', 'texts', 'holes'] as const) for (const index of element[part]) parts[part].add(index);
      for (const index of element.slashes) slashes.add(index);
      element.elements.forEach(add);
    };
    this.#elementsIn(0, tokens.length, 0).forEach(add);
    const isLeft = (_: unknown, index: number): boolean => !slashes.has(index) && this.#isTagEnd(index);
    return { ...parts, isSound: this.#isSound && !tokens.some(isLeft) };
  }

  /** Whether a token looks like the `/` of a tag. */
  #isTagEnd(index: number): boolean {
    if (this.#text(index) !== '/') return false;
    const isTight = (left: number): boolean => this.#code.tokens[left]?.end === this.#code.tokens[left + 1]?.start;
    return (this.#text(index - 1) === '<' && isTight(index - 1)) || (this.#text(index + 1) === '>' && isTight(index));
  }

  /** Those that stand in code, and in no other one. */
  #elementsIn(start: number, end: number, depth: number): readonly Element[] {
    const found: Element[] = [];
    for (let at = start; at < end; ) {
      const isBegun = this.#begins(at);
      const element = isBegun ? this.#element(at, depth) : undefined;
      if (element !== undefined) found.push(element);
      else if (isBegun && !this.#isGeneric(at)) this.#isSound = false;
      at = element?.end ?? at + 1;
    }
    return found;
  }

  /** Whether a value may stand here, and an element be one. */
  #begins(index: number): boolean {
    const { tokens } = this.#code;
    const [before, next] = [tokens[index - 1], tokens[index + 1]];
    if (this.#text(index) !== '<' || tokens[index]?.end !== next?.start) return false;
    if (next?.kind !== 'word' && next?.text !== '>') return false;
    if (before === undefined) return true;
    return before.kind === 'word'
      ? wordsBefore.has(before.text)
      : before.kind === 'sign' && !/^[)\]}>]$/.test(before.text);
  }

  /** Whether a `<` begins the parameters of a function's type: `<T,>(`, `<T extends A>(`, `<T>(`. */
  #isGeneric(open: number): boolean {
    const behind = this.#text(open + 2);
    return /^(?:[,=]|extends)$/.test(behind) || (behind === '>' && this.#text(open + 3) === '(');
  }

  #element(open: number, depth: number): Element | undefined {
    if (this.#known.has(open)) return this.#known.get(open);
    const element = depth > maxDepth ? undefined : this.#readElement(open, depth + 1);
    this.#known.set(open, element);
    return element;
  }

  #readElement(open: number, depth: number): Element | undefined {
    const nameEnd = this.#nameEnd(open + 1);
    const parts: Parts = { tags: [...this.#wordsIn(open + 1, nameEnd)], texts: [], holes: [], elements: [] };
    let at = nameEnd;
    while (this.#text(at) !== '>') {
      if (this.#text(at) === '/' && this.#text(at + 1) === '>') return { ...parts, slashes: [at], end: at + 2 };
      const next = this.#attributePart(at, parts, depth);
      if (next === undefined) return undefined;
      at = next;
    }
    for (at++; at < this.#code.tokens.length; ) {
      if (this.#text(at) === '<' && this.#text(at + 1) === '/') {
        const end = this.#nameEnd(at + 2);
        const isSame = this.#spelling(at + 2, end) === this.#spelling(open + 1, nameEnd);
        if (this.#text(end) !== '>' || !isSame) return undefined;
        parts.tags.push(...this.#wordsIn(at + 2, end));
        return { ...parts, slashes: [at + 1], end: end + 1 };
      }
      const next = this.#child(at, parts, depth);
      if (next === undefined) return undefined;
      at = next;
    }
    return undefined;
  }

  /** @returns the index behind a part of an attribute; `undefined`: there is none. */
  #attributePart(at: number, parts: Parts, depth: number): number | undefined {
    const text = this.#text(at);
    if (isWord(this.#code, at)) parts.texts.push(at);
    if (isWord(this.#code, at) || /^[-:]$/.test(text)) return at + 1;
    if (text === '{') return this.#hole(at, parts, depth);
    if (text !== '=') return undefined;
    if (this.#code.tokens[at + 1]?.kind === 'string') return at + 2;
    if (this.#text(at + 1) === '{') return this.#hole(at + 1, parts, depth);
    return this.#text(at + 1) === '<' ? this.#inner(at + 1, parts, depth) : undefined;
  }

  /** @returns the index behind what stands between tags; `undefined`: what can't. */
  #child(at: number, parts: Parts, depth: number): number | undefined {
    const text = this.#text(at);
    if (text === '<') return this.#inner(at, parts, depth);
    if (text === '{') return this.#hole(at, parts, depth);
    const { tokens } = this.#code;
    const token = tokens[at];
    // What looks like a comment or a string is neither: tags may be hidden in it.
    const hidden = this.#code.text.slice(tokens[at - 1]?.end, token?.kind === 'string' ? token.end : token?.start);
    if (text === '}' || /[<{]/.test(hidden)) return undefined;
    if (isWord(this.#code, at)) parts.texts.push(at);
    return at + 1;
  }

  #inner(at: number, parts: Parts, depth: number): number | undefined {
    const element = this.#element(at, depth);
    if (element !== undefined) parts.elements.push(element);
    return element?.end;
  }

  #hole(at: number, parts: Parts, depth: number): number | undefined {
    const close = this.#code.partners[at] ?? -1;
    if (close === -1) return undefined;
    parts.holes.push(at);
    parts.elements.push(...this.#elementsIn(at + 1, close, depth));
    return close + 1;
  }

  /** The index behind `name`, `a.name`, `a-name` or `a:name`. */
  #nameEnd(start: number): number {
    let at = start;
    if (!isWord(this.#code, at)) return at;
    at++;
    while (/^[-.:]$/.test(this.#text(at)) && isWord(this.#code, at + 1)) at += 2;
    return at;
  }

  #wordsIn(start: number, end: number): readonly number[] {
    return Array.from({ length: end - start }, (_, at) => start + at).filter((at) => isWord(this.#code, at));
  }

  #spelling(start: number, end: number): string {
    return this.#code.tokens
      .slice(start, end)
      .map(({ text }) => text)
      .join('');
  }

  #text(index: number): string {
    return textOf(this.#code, index);
  }
}

/** In each other. */
const maxDepth = 200;

/** Behind other words, `<` begins types, or compares. */
const wordsBefore: ReadonlySet<string> = new Set('return case default await yield in of else do void'.split(' '));
