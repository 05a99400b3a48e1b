export interface ImportStatement {
  readonly specifier: string;
  readonly dynamic: boolean;
  /** 1-based. */
  readonly line: number;
}

export interface ScannedSource {
  /** The source with comments, strings, regular expressions and the text of templates turned into blanks, same length. */
  readonly code: string;
  /** Imports and re-exports, type-only ones too. */
  readonly imports: readonly ImportStatement[];
  /** Lines (1-based) of imports whose specifier is computed. */
  readonly computedImports: readonly number[];
}

/** Reads what a TypeScript file imports, without a compiler: TypeScript 7 has no API, and esbuild drops type imports. */
export function scanSource(source: string): ScannedSource {
  const { code, strings } = blankText(source);
  const lineOf = (offset: number) => source.slice(0, offset).split('\n').length;
  const imports: ImportStatement[] = [];
  const add = (match: RegExpMatchArray, dynamic: boolean) => {
    const end = (match.index ?? 0) + match[0].length;
    const specifier = strings.get(end - 1);
    if (specifier !== undefined) imports.push({ specifier, dynamic, line: lineOf(match.index ?? 0) });
  };
  // The opening quote is kept in `code`, so each of these ends at the specifier's quote.
  for (const match of code.matchAll(/(?<![.\w$#])(?:import|export)\s*(?:[\w$*{][^;'"()=]*?\bfrom\s*)?['"]/g))
    add(match, false);
  const computedImports: number[] = [];
  for (const match of code.matchAll(/(?<![.\w$#])import\s*\(\s*(['"`])?/g)) {
    if (match[1] === '"' || match[1] === "'") add(match, true);
    else computedImports.push(lineOf(match.index));
  }
  return { code, imports, computedImports };
}

interface BlankedText {
  readonly code: string;
  /** Contents of each quoted string by the offset of its opening quote. */
  readonly strings: ReadonlyMap<number, string>;
}

/** Keeps the quotes. `${...}` inside a template is code. */
function blankText(source: string): BlankedText {
  const strings = new Map<number, string>();
  const templateDepths: number[] = [];
  let code = '';
  let depth = 0;
  let offset = 0;
  const blankTo = (end: number) => {
    code += source.slice(offset, end).replace(/[^\n]/g, ' ');
    offset = end;
  };
  const keep = (length: number) => {
    code += source.slice(offset, offset + length);
    offset += length;
  };
  const template = () => {
    const { end, opensCode } = templateTextEnd(source, offset);
    blankTo(end);
    if (opensCode) {
      keep(2);
      templateDepths.push(depth);
    } else keep(1);
  };
  while (offset < source.length) {
    const char = source[offset] ?? '';
    const ahead = source.slice(offset, offset + 2);
    if (ahead === '//') blankTo(endOf(source, '\n', offset));
    else if (ahead === '/*') blankTo(endOf(source, '*/', offset + 2) + 2);
    else if (char === '"' || char === "'") {
      const end = quoteEnd(source, offset + 1, char);
      strings.set(offset, source.slice(offset + 1, end));
      keep(1);
      blankTo(end);
      keep(1);
    } else if (char === '`') {
      keep(1);
      template();
    } else if (char === '/' && startsRegExp(code)) blankTo(regExpEnd(source, offset + 1));
    else {
      if (char === '{') depth++;
      if (char === '}' && depth === templateDepths.at(-1)) {
        templateDepths.pop();
        keep(1);
        template();
        continue;
      }
      if (char === '}') depth--;
      keep(1);
    }
  }
  return { code, strings };
}

function endOf(source: string, text: string, from: number): number {
  const found = source.indexOf(text, from);
  return found === -1 ? source.length : found;
}

function quoteEnd(source: string, from: number, quote: string): number {
  let offset = from;
  while (offset < source.length && source[offset] !== quote && source[offset] !== '\n') {
    offset += source[offset] === '\\' ? 2 : 1;
  }
  return Math.min(offset, source.length);
}

function templateTextEnd(source: string, from: number): { readonly end: number; readonly opensCode: boolean } {
  let offset = from;
  while (offset < source.length && source[offset] !== '`') {
    if (source.startsWith('${', offset)) return { end: offset, opensCode: true };
    offset += source[offset] === '\\' ? 2 : 1;
  }
  return { end: Math.min(offset, source.length), opensCode: false };
}

/** A slash begins a regular expression unless a value stands before it. */
function startsRegExp(codeBefore: string): boolean {
  const before = codeBefore.trimEnd();
  return (
    before === '' || /[(,=:[!&|?{};+\-*%<>~^]$/.test(before) || /\b(?:return|typeof|case|in|of|await)$/.test(before)
  );
}

function regExpEnd(source: string, from: number): number {
  let offset = from;
  let inClass = false;
  while (offset < source.length && source[offset] !== '\n') {
    const char = source[offset];
    if (char === '/' && !inClass) return offset + 1;
    if (char === '[') inClass = true;
    if (char === ']') inClass = false;
    offset += char === '\\' ? 2 : 1;
  }
  return Math.min(offset, source.length);
}
