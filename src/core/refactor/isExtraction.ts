import type { SyntaxReport, SyntaxToken } from '../../shared/syntaxQuery.ts';
import {
  assigned,
  type Binding,
  bindings,
  closing,
  depthAt,
  depths,
  enclosingBlock,
  hasClosure,
  isInLoop,
  isStatementStart,
  reassigned,
  type TokenTexts,
} from './tokenBlocks.ts';

/**
 * Whether putting what was extracted back into its place gives the tokens that were there before: then the two are the same
 * program. It understands new local variables, and new functions whose parameters have the names of what they are given, arrow
 * functions too; anything else is not proved, whatever it does, and neither is what is in doubt. Methods are: a class that
 * another file extends, or is extended by this one, may have one of that name.
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
      .map((name) => inlinedFunction(own, name, known) ?? inlinedVariable(own, name))
      .find((one) => one !== undefined);
    if (next === undefined) return false;
    own = next;
  }
  return false;
}

const maxRounds = 20;

/** Without types. Literals are marked: a text may be `return`, or a bracket. */
function codeOf({ tokens }: SyntaxReport): TokenTexts {
  return tokens
    .filter(([kind]: SyntaxToken) => kind !== 'type')
    .filter(([, text], at, all) => text !== ';' || all[at + 1]?.[1] !== '⏎')
    .map(([kind, text]) => (kind === 'literal' ? `'${text}` : text));
}

function isSame(a: TokenTexts, b: TokenTexts): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

/**
 * `def h(a): BODY ... return h(a)` as `... BODY`, and so on. `undefined`: not of a kind that is certain to mean the same.
 *
 * @param known names that the text defined before.
 */
function inlinedFunction(tokens: TokenTexts, name: string, known: ReadonlySet<string>): TokenTexts | undefined {
  const definition = definitionOf(tokens, name);
  if (definition === undefined) return undefined;
  const { start, end, parameters, body } = definition;
  const rest = [...tokens.slice(0, start), ...tokens.slice(end)];
  const [call, ...others] = rest.flatMap((text, at) => (text === name ? at : []));
  if (call === undefined || others.length > 0 || body.some((text, at) => text === name || isBound(body, at))) {
    return undefined;
  }
  const callEnd = closing(rest, call + 1);
  if (callEnd === undefined || !isSame(rest.slice(call + 2, callEnd), parameters)) return undefined;
  const caller = enclosingBlock(rest, call);
  // Beside the caller, or within it, other names are seen.
  if (depthAt(tokens, start) > 0 || enclosingBlock(rest, caller.start - 1).start > 0) return undefined;
  const isDeclared = definition.kind !== 'def';
  if (definition.kind === 'def' && isRunBefore(tokens, start, caller.start === 0 ? call : caller.end, true))
    return undefined;
  // The caller may be called from wherever it is seen: that is everywhere.
  if (definition.kind === 'arrow' && isRunBefore(tokens, start, 0, false)) return undefined;
  const [lead, tail] = [rest.slice(caller.start, call), rest.slice(callEnd + 1, caller.end)];
  const outside = [...lead, ...tail];
  if (outside.some((text) => /^(?:global|nonlocal|locals|vars|dir|eval|exec|compact|extract)$/.test(text)))
    return undefined;
  if (isDeclared && (outside.includes('arguments') || mayBecomeSloppy(rest))) return undefined;
  // What the body reads of the caller's has to be given to it: all that is defined, but not at the top level only.
  const given = new Set(parameters);
  const set = assigned(body);
  const top = namesOf(rest, ({ isParameter }, depth) => !isParameter && depth === 0);
  const isInner = (one: string) => !set.has(one) && known.has(one) && !top.has(one);
  const callers = new Set([
    ...namesOf(outside, ({ isParameter }, depth) => caller.start > 0 || isParameter || depth > 0),
    ...caller.parameters,
  ]);
  const isOwn = (one: string) => given.has(one) || (set.has(one) && isSetFirst(body, one, isDeclared));
  const isMissing = (one: string) => (callers.has(one) || isInner(one)) && !isOwn(one);
  if (body.some((text, at) => isName(body, at) && isMissing(text))) return undefined;
  // What the body sets must not be read behind the call; which is anywhere, if what is in front may run again, or later.
  const mayRunLater = hasClosure(outside) || lead.some((text) => /^(?:try|with)$/.test(text));
  const isRepeated = mayRunLater || lead.some((text) => /^(?:for|while|do)$/.test(text));
  const readers = new Set(isRepeated ? outside : tail);
  // A function within the body sees a variable of the caller change, and one of the caller's may change what the body reads.
  const changed = new Set([
    ...(hasClosure(body) ? assigned(isRepeated ? outside : tail) : []),
    ...(isDeclared && hasClosure(outside) ? reassigned(outside) : []),
  ]);
  if ([...given, ...set].some((one) => changed.has(one))) return undefined;
  const isLater = (kept: TokenTexts) =>
    [...set].some((one) => (caller.start === 0 || readers.has(one)) && (mayRunLater || !kept.includes(one)));
  const put = (from: number, to: number, by: TokenTexts) => [...rest.slice(0, from), ...by, ...rest.slice(to)];
  const returns = body.filter((text) => text === 'return').length;
  const isWhole = rest[callEnd + 1] === '⏎';
  // `return h(a)`: all that it does is done, and returned, in its place.
  if (rest[call - 1] === 'return' && isWhole && endsByReturn(body)) {
    return mayRunLater && [...set].some((one) => readers.has(one)) ? undefined : put(call - 1, callEnd + 2, body);
  }
  if (returns === 0 && isWhole && isStatementStart(rest[call - 1])) {
    return isLater([]) ? undefined : put(call, callEnd + 2, body);
  }
  const at = body.lastIndexOf('return');
  const value = body.slice(at + 1, -1);
  if (returns !== 1 || value.length === 0 || value.some((text) => /^[⇤⇥⏎{}]$/.test(text))) return undefined;
  // `x = h(a)`, where it returns x; `const x = h(a)`, where it declares x in the same way.
  const left = call - 1 - value.length;
  const from = isDeclaredAs(body, rest[left - 1], value) ? left - 1 : left;
  if (
    isWhole &&
    rest[call - 1] === '=' &&
    isSame(rest.slice(left, call - 1), value) &&
    isStatementStart(rest[from - 1])
  ) {
    const isPlain = value.every((text) => /^(?:,|[\p{L}_$][\p{L}\p{N}_$]*)$/u.test(text));
    return isLater(isPlain ? value : []) ? undefined : put(from, callEnd + 2, body.slice(0, at));
  }
  if (at !== 0 || isLater([]) || !fits(value, rest[call - 1], rest[callEnd + 1], !isDeclared)) return undefined;
  return put(call, callEnd + 1, value);
}

/** In JavaScript, code of a class is strict; beside it, only where the file is. */
function mayBecomeSloppy(tokens: TokenTexts): boolean {
  const isStrict = tokens[1] === strict || tokens.some((text) => text === 'import' || text === 'export');
  return !isStrict && tokens.some((text) => text === 'class' || text === strict);
}

const strict = "'use strict";

/** `const x = ...` at the top of the body. */
function isDeclaredAs(body: TokenTexts, keyword: string | undefined, [name, ...others]: TokenTexts): boolean {
  if (others.length > 0 || !/^(?:const|let|var)$/.test(keyword ?? '')) return false;
  const at = body.findIndex((text, index) => text === name && body[index - 1] === keyword && body[index + 1] === '=');
  return at !== -1 && isStatementStart(body[at - 2]) && depthAt(body, at) === 0;
}

/** Of names that are bound, by where that is. */
function namesOf(tokens: TokenTexts, isMeant: (one: Binding, depth: number) => boolean): ReadonlySet<string> {
  const depthOf = depths(tokens);
  return new Set(bindings(tokens).flatMap((one) => (isMeant(one, depthOf[one.at] ?? 0) ? one.name : [])));
}

/** What means something else in another function. */
const bound: ReadonlySet<string> = new Set([
  ...['this', 'super', 'arguments', 'await', 'async', 'yield', 'global', 'nonlocal', 'del', 'locals', 'vars', 'dir'],
  ...['eval', 'exec', 'compact', 'extract', 'func_get_args'],
]);

function isBound(body: TokenTexts, at: number): boolean {
  const text = body[at] ?? '';
  // Private in Python and JavaScript: of a class.
  if (bound.has(text) || /^(?:__(?!.*__$)|#.)/.test(text)) return true;
  if (text === 'new' && body[at + 1] === '.') return true;
  return /^(?:break|continue)$/.test(text) && !(body[at + 1] === '⏎' && isInLoop(body, at));
}

/**
 * In Python, a function can be called when its definition has been run: not by what stands between. So can an arrow function.
 */
function isRunBefore(tokens: TokenTexts, definition: number, from: number, isPython: boolean): boolean {
  const depthOf = depths(tokens);
  const isIdle = isPython ? isIdlePython : isIdleScript;
  return tokens
    .slice(0, definition)
    .some(
      (text, at) =>
        at >= from &&
        depthOf[at] === 0 &&
        isStatementStart(tokens[at - 1]) &&
        !/^[⇥⇤⏎]$/.test(text) &&
        !isIdle(tokens, at),
    );
}

/** A statement that calls nothing of this file. What parameters are by default is computed where they are defined. */
function isIdlePython(tokens: TokenTexts, at: number): boolean {
  const text = tokens[at] ?? '';
  if (text === 'import' || text === 'from') return true;
  const open = text === 'async' ? at + 3 : at + 2;
  const close = /^(?:def|async)$/.test(text) ? closing(tokens, open) : undefined;
  return close !== undefined && !tokens.slice(open + 1, close).includes('(');
}

/** Functions, imports, and modes as `'use strict'`. */
function isIdleScript(tokens: TokenTexts, at: number): boolean {
  const [text = '', next] = tokens.slice(at, at + 2);
  if (text === 'function' || (text === 'async' && next === 'function')) return true;
  return (text === 'import' && next !== '(') || (/^["']$/.test(text) && tokens[at + 3] === '⏎');
}

interface Definition {
  /** `function` can be called before it has been run. */
  readonly kind: 'def' | 'function' | 'arrow';
  readonly start: number;
  readonly end: number;
  readonly parameters: TokenTexts;
  readonly body: TokenTexts;
}

/** `def h(a, b): ⇥ BODY ⇤`, `function h(a, b) { BODY }`, `const h = (a, b) => { BODY }` or `=> VALUE`, without defaults. */
function definitionOf(tokens: TokenTexts, name: string): Definition | undefined {
  const at = tokens.findIndex(
    (text, index) => text === name && /^(?:def|function|const)$/.test(tokens[index - 1] ?? ''),
  );
  const keyword = tokens[at - 1];
  if (at === -1 || !isStatementStart(tokens[at - 2])) return undefined;
  const isArrow = keyword === 'const';
  if (isArrow && tokens[at + 1] !== '=') return undefined;
  const [start, open] = [at - 1, isArrow ? at + 2 : at + 1];
  // `a => ...` has no brackets.
  const isBare = isArrow && tokens[open + 1] === '=>';
  const close = isBare ? open : closing(tokens, open);
  if (close === undefined || (isArrow && tokens[close + 1] !== '=>')) return undefined;
  const parameters = isBare ? tokens.slice(open, open + 1) : tokens.slice(open + 1, close);
  if (parameters.some((text) => !/^(?:,|[\p{L}_$][\p{L}\p{N}_$]*)$/u.test(text))) return undefined;
  const first = isArrow || tokens[close + 1] === ':' ? close + 2 : close + 1;
  const kind = isArrow ? 'arrow' : keyword === 'def' ? 'def' : 'function';
  if (isArrow && tokens[first] !== '{') {
    const depthOf = depths(tokens);
    const end = tokens.findIndex((text, index) => index >= first && text === '⏎' && depthOf[index] === depthOf[start]);
    if (end === -1) return undefined;
    return { kind, start, end: end + 1, parameters, body: ['return', ...tokens.slice(first, end), '⏎'] };
  }
  const last = closing(tokens, first);
  if (last === undefined || tokens[last + 1] !== '⏎') return undefined;
  return { kind, start, end: last + 2, parameters, body: tokens.slice(first + 1, last) };
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
  if (!isAtOnce || !(value.length === 1 || fits(value, tokens[use - 1], tokens[use + 1], from === at)))
    return undefined;
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

/** Whether an expression between these needs no brackets. Several values are one only where they stand alone, in Python. */
function fits(
  value: TokenTexts,
  before: string | undefined,
  after: string | undefined,
  mayBeSeveral: boolean,
): boolean {
  if (value.some((text, at) => text === ',' && depthAt(value, at) === 0)) {
    return mayBeSeveral && /^(?:return|=)$/.test(before ?? '') && after === '⏎';
  }
  return /^(?:[(,=[]|return|if)$/.test(before ?? '') && /^[),\]:⏎]$/.test(after ?? '');
}
