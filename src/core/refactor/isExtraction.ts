import type { SyntaxReport, SyntaxToken } from '../../shared/syntaxQuery.ts';
import { assigned, closing, depthAt, enclosingBlock, isStatementStart, type TokenTexts } from './tokenBlocks.ts';

/**
 * Whether putting what was extracted back into its place gives the tokens that were there before: then the two are the same
 * program. It understands new local variables, and new functions whose parameters have the names of what they are given;
 * anything else is not proved, whatever it does.
 */
export function isExtraction(before: SyntaxReport, after: SyntaxReport): boolean {
  const old = codeOf(before);
  let own = codeOf(after);
  const known = new Set(before.definedNames);
  const added = after.definedNames.filter((name) => !known.has(name));
  // Each round puts one back; they may stand within one another.
  for (let round = 0; round <= added.length && round < maxRounds; round++) {
    if (isSame(own, old)) return round > 0;
    const next = added
      .map((name) => inlinedFunction(own, name) ?? inlinedVariable(own, name))
      .find((one) => one !== undefined);
    if (next === undefined) return false;
    own = next;
  }
  return false;
}

const maxRounds = 20;

/** Without types, imports and the quotes' kind. */
function codeOf({ tokens }: SyntaxReport): TokenTexts {
  return tokens
    .filter(([kind]: SyntaxToken) => kind !== 'type' && kind !== 'import')
    .filter(([, text], at, all) => text !== ';' || all[at + 1]?.[1] !== '⏎')
    .map(([, text]) => text);
}

function isSame(a: TokenTexts, b: TokenTexts): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

/** `def h(a): BODY ... return h(a)` as `... BODY`, and so on. `undefined`: not of a kind that is certain to mean the same. */
function inlinedFunction(tokens: TokenTexts, name: string): TokenTexts | undefined {
  const definition = definitionOf(tokens, name);
  if (definition === undefined) return undefined;
  const { start, end, parameters, body } = definition;
  const rest = [...tokens.slice(0, start), ...tokens.slice(end)];
  const [call, ...others] = rest.flatMap((text, at) => (text === name ? at : []));
  if (call === undefined || others.length > 0 || body.some((text) => text === name || bound.has(text)))
    return undefined;
  const callEnd = closing(rest, call + 1);
  if (callEnd === undefined || !isSame(rest.slice(call + 2, callEnd), parameters)) return undefined;
  const caller = enclosingBlock(rest, call);
  // Beside the caller, or within it, other names are seen.
  if (depthAt(tokens, start) > 0 || enclosingBlock(rest, caller.start - 1).start > 0) return undefined;
  const outside = [...rest.slice(caller.start, call), ...rest.slice(callEnd + 1, caller.end)];
  const given = new Set(parameters);
  const set = assigned(body);
  // What the body reads of the caller's has to be given to it, and what it sets must not be read behind the call.
  const callers = new Set([...assigned(outside), ...caller.parameters]);
  if (outside.includes('global') || outside.includes('nonlocal')) return undefined;
  const isOwn = (one: string) =>
    given.has(one) || (set.has(one) && isSetFirst(body, one, tokens[start] === 'function'));
  if (body.some((text, at) => callers.has(text) && isName(body, at) && !isOwn(text))) return undefined;
  const later = new Set(rest.slice(callEnd + 1, caller.end));
  const isLater = (kept: ReadonlySet<string>) => [...set].some((one) => later.has(one) && !kept.has(one));
  const put = (from: number, to: number, by: TokenTexts) => [...rest.slice(0, from), ...by, ...rest.slice(to)];
  const returns = body.filter((text) => text === 'return').length;
  const isWhole = rest[callEnd + 1] === '⏎';
  // `return h(a)`: all that it does is done, and returned, in its place.
  if (rest[call - 1] === 'return' && isWhole && endsByReturn(body)) return put(call - 1, callEnd + 2, body);
  if (returns === 0 && isWhole && isStatementStart(rest[call - 1])) {
    return isLater(new Set()) ? undefined : put(call, callEnd + 2, body);
  }
  const at = body.lastIndexOf('return');
  const value = body.slice(at + 1, -1);
  if (returns !== 1 || value.length === 0 || value.some((text) => /^[⇤⇥⏎{}]$/.test(text))) return undefined;
  // `x = h(a)`, where it returns x.
  const from = call - 1 - value.length;
  if (
    isWhole &&
    rest[call - 1] === '=' &&
    isSame(rest.slice(from, call - 1), value) &&
    isStatementStart(rest[from - 1])
  ) {
    return isLater(new Set(value)) ? undefined : put(from, callEnd + 2, body.slice(0, at));
  }
  return at === 0 && isBare(rest[call - 1], rest[callEnd + 1]) ? put(call, callEnd + 1, value) : undefined;
}

/** What means something else in another function. */
const bound: ReadonlySet<string> = new Set([
  ...['this', 'super', 'arguments', 'await', 'yield', 'nonlocal', 'locals', 'vars', 'eval', 'exec'],
]);

interface Definition {
  readonly start: number;
  readonly end: number;
  readonly parameters: TokenTexts;
  readonly body: TokenTexts;
}

/** `def h(a, b): ⇥ BODY ⇤` or `function h(a, b) { BODY }`, without defaults. */
function definitionOf(tokens: TokenTexts, name: string): Definition | undefined {
  const start = tokens.findIndex((text, at) => (text === 'def' || text === 'function') && tokens[at + 1] === name);
  const close = start === -1 ? undefined : closing(tokens, start + 2);
  if (close === undefined) return undefined;
  const open = tokens[close + 1] === ':' ? close + 2 : close + 1;
  const last = closing(tokens, open);
  if (last === undefined || tokens[last + 1] !== '⏎' || !isStatementStart(tokens[start - 1])) return undefined;
  const parameters = tokens.slice(start + 3, close);
  if (parameters.some((text) => !/^(?:,|[\p{L}_$][\p{L}\p{N}_$]*)$/u.test(text))) return undefined;
  return { start, end: last + 2, parameters, body: tokens.slice(open + 1, last) };
}

/** `v = E; return v` as `return E`: the value is computed at the same moment, since nothing is in between. */
function inlinedVariable(tokens: TokenTexts, name: string): TokenTexts | undefined {
  const [at, use, ...others] = tokens.flatMap((text, index) => (text === name ? index : []));
  if (at === undefined || use === undefined || others.length > 0 || tokens[at + 1] !== '=') return undefined;
  const from = /^(?:const|let|var)$/.test(tokens[at - 1] ?? '') ? at - 1 : at;
  const end = tokens.indexOf('⏎', at);
  if (!isStatementStart(tokens[from - 1]) || end > use) return undefined;
  const value = tokens.slice(at + 2, end);
  const lead = tokens.slice(end + 1, use);
  const isAtOnce = /^(?:return|if|(?:(?:const|let|var) )?[\p{L}_$][\p{L}\p{N}_$]* =)(?: \()*$/u.test(lead.join(' '));
  if (!isAtOnce || !(value.length === 1 || isBare(tokens[use - 1], tokens[use + 1]))) return undefined;
  return [...tokens.slice(0, from), ...lead, ...value, ...tokens.slice(use + 1)];
}

function isName(tokens: TokenTexts, at: number): boolean {
  return tokens[at - 1] !== '.';
}

/** The first that is said of a name gives it a value, which does not come from itself. Where names are declared, it is there. */
function isSetFirst(body: TokenTexts, name: string, isDeclared: boolean): boolean {
  const at = body.indexOf(name);
  const from = isDeclared ? at - 1 : at;
  if (isDeclared && !/^(?:const|let|var)$/.test(body[from] ?? '')) return false;
  const isStart = isStatementStart(body[from - 1]) && body[at + 1] === '=' && depthAt(body, at) === 0;
  return isStart && !body.slice(at + 1, body.indexOf('⏎', at)).includes(name);
}

/** Its last statement is a `return` that stands in no other block. */
function endsByReturn(body: TokenTexts): boolean {
  const at = body.lastIndexOf('return');
  return at !== -1 && depthAt(body, at) === 0;
}

/** An expression between these needs no brackets. */
function isBare(before: string | undefined, after: string | undefined): boolean {
  return /^(?:[(,=[]|return|if)$/.test(before ?? '') && /^[),\]:⏎]$/.test(after ?? '');
}
