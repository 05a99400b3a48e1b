/** Brackets, blocks and statements in the tokens of a text, as `syntaxTokens.ts` gives them. */
export type TokenTexts = readonly string[];

const openers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '⇥': '⇤', '${': '}' };

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

/** How many brackets and blocks are open there. */
export function depthAt(tokens: TokenTexts, place: number): number {
  let depth = 0;
  for (const text of tokens.slice(0, place)) {
    if (openers[text] !== undefined) depth++;
    else if (/^[)\]}⇤]$/.test(text)) depth--;
  }
  return depth;
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
  const names = new Set<string>();
  for (const [at, text] of tokens.entries()) {
    if (/^(?:=|[-+*/%&|^]=|\/\/=|\*\*=|\+\+|--|:=)$/.test(text)) {
      for (let left = at - 1; left >= 0 && isTarget(tokens[left]); left--) names.add(tokens[left] ?? '');
    } else if (text === 'in' || text === 'of' || text === 'as') {
      for (let left = at - 1; left >= 0 && isTarget(tokens[left]); left--) names.add(tokens[left] ?? '');
      if (text === 'as') names.add(tokens[at + 1] ?? '');
    }
  }
  for (const text of [',', '(', ')', '[', ']']) names.delete(text);
  return names;
}

function isTarget(text: string | undefined): boolean {
  return (
    text !== undefined && /^(?:[,()[\]]|(?!(?:return|if|for|in|and|or|not|else)$)[\p{L}_$][\p{L}\p{N}_$]*)$/u.test(text)
  );
}

export function isStatementStart(text: string | undefined): boolean {
  return text === undefined || /^[;{}⇥⇤⏎]$/.test(text);
}
