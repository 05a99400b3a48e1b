/** Brackets, blocks, statements and names in the tokens of a text, as `syntaxTokens.ts` gives them. */
export type TokenTexts = readonly string[];

const openers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '⇥': '⇤', '${': '}' };
const closers = /^[)\]}⇤]$/;

/** Where the bracket at `open` is closed. */
export function closing(tokens: TokenTexts, open: number): number | undefined {
  const expected: string[] = [];
  for (let at = open; at < tokens.length; at++) {
    const text = tokens[at] ?? '';
    const closer = openers[text];
    if (closer !== undefined) expected.push(closer);
    else if (text === expected.at(-1)) expected.pop();
    if (expected.length === 0) return closer === undefined && at > open ? at : undefined;
  }
  return undefined;
}

/** How many brackets and blocks are open in front of each token, and behind the last. */
export function depths(tokens: TokenTexts): readonly number[] {
  let depth = 0;
  const all = [depth];
  for (const text of tokens) {
    if (openers[text] !== undefined) depth++;
    else if (closers.test(text)) depth--;
    all.push(depth);
  }
  return all;
}

/** How many brackets and blocks are open there. */
export function depthAt(tokens: TokenTexts, place: number): number {
  return depths(tokens.slice(0, place)).at(-1) ?? 0;
}

/** The function that a place is in, by the last one that begins before it and ends behind it. */
export function enclosingBlock(tokens: TokenTexts, place: number) {
  for (let at = place; at >= 0; at--) {
    if (tokens[at] !== 'def' && tokens[at] !== 'function') continue;
    const open = tokens.indexOf('(', at);
    const close = closing(tokens, open);
    const block =
      close === undefined ? -1 : tokens.findIndex((text, index) => index > close && (text === '⇥' || text === '{'));
    const end = block === -1 ? undefined : closing(tokens, block);
    if (close !== undefined && end !== undefined && block < place && place < end) {
      return { start: block, end, parameters: tokens.slice(open + 1, close) };
    }
  }
  return { start: 0, end: tokens.length, parameters: [] as TokenTexts };
}

/** Names that are set: assigned, counted, declared, or run through a loop. Where one is not sure, it counts. */
export function assigned(tokens: TokenTexts): ReadonlySet<string> {
  return new Set(bindings(tokens).map(({ name }) => name));
}

/** Of these, what is set where it is not declared: its value changes. */
export function reassigned(tokens: TokenTexts): ReadonlySet<string> {
  return new Set(bindings(tokens).flatMap(({ name, isDeclared }) => (isDeclared ? [] : name)));
}

/** A place where a name gets a value or a meaning, by the place of what says so. */
export interface Binding {
  readonly name: string;
  readonly at: number;
  /** It is a parameter, even where no block is around it. */
  readonly isParameter: boolean;
  /** The name is a new one there. */
  readonly isDeclared: boolean;
}

/**
 * All that a name may come from: what {@link assigned} has, parameters of any kind of function, definitions, imports, and parts
 * that are taken from a value. Where one is not sure, it counts.
 */
export function bindings(tokens: TokenTexts): readonly Binding[] {
  const found: Binding[] = [];
  const add = (at: number, names: TokenTexts, isParameter = false, isDeclared = isParameter) => {
    for (const name of names) if (isNameText(name)) found.push({ name, at, isParameter, isDeclared });
  };
  /** From `at` on, up to one of those. */
  const upTo = (at: number, end: RegExp) => {
    const stop = tokens.findIndex((text, index) => index >= at && end.test(text));
    return tokens.slice(at, stop === -1 ? undefined : stop);
  };
  for (const [at, text] of tokens.entries()) {
    if (/^(?:(?:[^=!<>]*|<<|>>>?)=|\+\+|--|in|of|as|=>)$/.test(text)) {
      let left = at;
      while (isTarget(tokens[left - 1])) left--;
      // Python has names that are called so.
      const isDeclaration = declares.test(tokens[left] ?? '') && /^[\p{L}_$[]/u.test(tokens[left + 1] ?? '');
      add(at, tokens.slice(isDeclaration ? left + 1 : left, at), text === '=>', isDeclaration || text === '=>');
      if (/^(?:\+\+|--|as)$/.test(text)) add(at, tokens.slice(at + 1, at + 2));
    } else if (/^(?:def|function|class|enum|interface|namespace)$/.test(text))
      add(at, tokens.slice(at + 1, at + 2), false, true);
    else if (/^(?:const|let|var|using)$/.test(text)) add(at, declared(tokens, at), false, true);
    else if (/^(?:import|global|nonlocal)$/.test(text)) add(at, upTo(at + 1, /^⏎$/));
    else if (/^(?:lambda|case)$/.test(text)) add(at, upTo(at + 1, /^[:⏎]$/), text === 'lambda');
    else if (text === '(' && isParameters(tokens, at)) add(at, tokens.slice(at + 1, closing(tokens, at)), true);
  }
  return found;
}

const declares = /^(?:const|let|var)$/;

/** `a`, `b` and `c` of `const { a, b } = d, c = e`. */
function declared(tokens: TokenTexts, keyword: number): TokenTexts {
  const found: string[] = [];
  let depth = 0;
  let isValue = false;
  for (let at = keyword + 1; at < tokens.length && depth >= 0; at++) {
    const text = tokens[at] ?? '';
    if (openers[text] !== undefined) depth++;
    else if (closers.test(text)) depth--;
    if (depth === 0 && (text === '⏎' || (!isValue && /^(?:in|of)$/.test(text)))) break;
    if (depth === 0 && /^[=,]$/.test(text)) isValue = text === '=';
    if (!isValue) found.push(text);
  }
  return found;
}

/** Functions within: they may run later, and read then what is set meanwhile. So do Python's generators. */
export function hasClosure(tokens: TokenTexts): boolean {
  return tokens.some(
    (text, at) =>
      /^(?:lambda|=>|def|function|class)$/.test(text) ||
      (text === '(' && isParameters(tokens, at)) ||
      (text === 'for' && tokens[at - 1] !== 'async' && !isStatementStart(tokens[at - 1])),
  );
}

/** `(a, b)` in front of a body; not what is asked by an `if`. */
function isParameters(tokens: TokenTexts, open: number): boolean {
  if (/^(?:if|elseif|for|foreach|while|switch|match|with|await)$/.test(tokens[open - 1] ?? '')) return false;
  const close = closing(tokens, open);
  const next = close === undefined ? undefined : tokens[close + 1];
  return next === '{' || next === '=>' || tokens[open - 2] === 'def';
}

const isNameText = (text: string) => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text);

function isTarget(text: string | undefined): boolean {
  return (
    text !== undefined &&
    (/^[,()[\]]$/.test(text) || (isNameText(text) && !/^(?:return|if|for|in|and|or|not|else)$/.test(text)))
  );
}

/** Whether what stands at `place` is repeated by a loop with a block, around it. */
export function isInLoop(tokens: TokenTexts, place: number): boolean {
  const depthOf = depths(tokens);
  return tokens.slice(0, place).some((text, at) => {
    if (!/^(?:for|while|do)$/.test(text)) return false;
    const block = tokens.findIndex((one, index) => index > at && /^[⇥{⏎]$/.test(one) && depthOf[index] === depthOf[at]);
    const end = block === -1 ? undefined : closing(tokens, block);
    return end !== undefined && block < place && place < end;
  });
}

export function isStatementStart(text: string | undefined): boolean {
  return text === undefined || /^[;{}⇥⇤⏎]$/.test(text);
}
