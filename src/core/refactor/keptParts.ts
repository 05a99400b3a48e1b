import type { SyntaxReport, SyntaxToken } from '../../shared/syntaxQuery.ts';
import { importEntries, withImportEntries } from './importEntries.ts';
import type { Refactoring } from './refactoring.ts';
import { typicalMistake } from './typicalMistakes.ts';

/** Tokens that a change may add and take away without doing anything else: they bracket, separate and define. */
const framing: ReadonlySet<string> = new Set([
  ...['(', ')', '[', ']', '{', '}', ',', ';', ':', '.', '=', '=>', '->', '⇥', '⇤', '⏎', '"', "'", '`', '${', ':='],
  ...['pass', 'def', 'function', 'fn', 'func', 'fun', 'lambda', 'const', 'let', 'var', 'val', 'mut', 'class', 'type'],
  ...['private', 'static', 'public', 'export', 'self', 'this', 'void', 'auto', 'final', 'struct', 'nonlocal', 'end'],
]);

/** Each of these decides what is done, or how often: as many must be left. */
const deciding =
  /^(?:if|elif|else|elsif|unless|for|while|until|switch|match|case|when|catch|except|rescue|and|or|not|&&|\|\||!|\?|\?\?|break|continue|return|raise|throw|await|yield|in|try|finally|do)$/;

/**
 * Why a change is not what it says to be, by the tokens before and after; `undefined` where nothing speaks against it. It is
 * proof for `code` and `untypedCode`. For the others it shows what is lost or made up, and not that what is there is right.
 */
export function missingPart(
  keeps: Refactoring['keeps'],
  before: SyntaxReport,
  after: SyntaxReport,
): string | undefined {
  if (keeps === 'nothing') return undefined;
  if (keeps === 'code') {
    return isSame(...changed(before.tokens, after.tokens)) ? undefined : 'The answer changes code, not only comments.';
  }
  const shadowed = shadowingImport(before, after);
  if (shadowed !== undefined) return `The answer imports ${quoted(shadowed)}, which the code has of its own.`;
  const dropped = droppedImport(before, after);
  if (dropped !== undefined) return `The answer drops the import ${quoted(dropped)}.`;
  if (keeps === 'untypedCode') return isUntypedSame(before, after) ? undefined : 'The answer changes more than types.';
  const [from, to] = changed(withoutImports(before.tokens), withoutImports(after.tokens));
  const [code, own] = changed(from.filter(isCode), to.filter(isCode));
  const [telling, left] = [code.filter(isTelling), own.filter(isTelling)];
  if (left.length < telling.length && isPart(left, telling)) return 'The answer only deletes code.';
  const added = addedNames(before, after);
  const mistake = typicalMistake(code, own, added);
  if (mistake !== undefined) return mistake;
  if (keeps === 'signatures') return madeUp(code, own) ?? lostLiteral(code, own);
  const lost = lostPart(telling, left);
  if (lost !== undefined) return lost;
  if (keeps === 'oldParts') return isPart(telling, left) ? undefined : 'The answer has the old code in another order.';
  return newPart(code, own, before, after) ?? tornApart(telling, left, added);
}

/** A name that is imported now, and was used before: it would become another thing. */
function shadowingImport(before: SyntaxReport, after: SyntaxReport): string | undefined {
  const importsOf = ({ tokens }: SyntaxReport) => tokens.flatMap(([kind, text]) => (kind === 'import' ? text : []));
  const known = new Set(importsOf(before));
  const used = new Set(before.tokens.flatMap(([kind, text]) => (kind === 'name' ? text : [])));
  return importsOf(after).find((text) => !known.has(text) && used.has(text));
}

/** It may do something by itself, and what stands elsewhere may use it. */
function droppedImport(before: SyntaxReport, after: SyntaxReport): string | undefined {
  const left = new Set(importEntries(after.tokens));
  return importEntries(before.tokens).find((entry) => !left.has(entry));
}

/** Whether only types and imports have come, or other types: old imports stay where they are. */
function isUntypedSame(before: SyntaxReport, after: SyntaxReport): boolean {
  const known = new Set(importEntries(before.tokens));
  const isOld = ([kind, text]: SyntaxToken) => kind !== 'import' || known.has(text);
  const [old, own] = [before, after].map(({ tokens }) => withImportEntries(tokens).filter(isCode).filter(isOld));
  return isSame(...changed(old ?? [], own ?? []));
}

function withoutImports(tokens: readonly SyntaxToken[]): readonly SyntaxToken[] {
  return tokens.filter(([kind]) => kind !== 'import');
}

function isCode([kind]: SyntaxToken): boolean {
  return kind !== 'type';
}

/** Without what both begin and end with. */
function changed(before: readonly SyntaxToken[], after: readonly SyntaxToken[]) {
  const same = (a: SyntaxToken | undefined, b: SyntaxToken | undefined) => a?.[1] === b?.[1] && a?.[0] === b?.[0];
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && same(before[head], after[head])) head++;
  let tail = 0;
  while (tail < most - head && same(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  return [before.slice(head, before.length - tail), after.slice(head, after.length - tail)] as const;
}

function isSame(before: readonly SyntaxToken[], after: readonly SyntaxToken[]): boolean {
  return before.length === 0 && after.length === 0;
}

/** Whether the one has nothing that the other has not, in its order. */
function isPart(part: readonly SyntaxToken[], whole: readonly SyntaxToken[]): boolean {
  let at = 0;
  for (const [, text] of whole) if (part[at]?.[1] === text) at++;
  return at === part.length;
}

function isTelling([kind, text]: SyntaxToken): boolean {
  return kind === 'code' || kind === 'name' ? !framing.has(text) : !isQuote(text);
}

/** What a text stands between. Which quotes does not matter. */
function isQuote(text: string): boolean {
  return /^[bfru]*(?:["'`]|"""|''')$/i.test(text);
}

function countsOf(tokens: readonly SyntaxToken[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) if (isTelling(token)) counts.set(token[1], (counts.get(token[1]) ?? 0) + 1);
  return counts;
}

/** The same expression may be written once where it was written twice; what decides may not. */
function lostPart(before: readonly SyntaxToken[], after: readonly SyntaxToken[]): string | undefined {
  const left = countsOf(after);
  for (const [text, count] of countsOf(before)) {
    const there = left.get(text) ?? 0;
    if (there === 0 || (there < count && deciding.test(text))) return `The answer has lost ${quoted(text)}.`;
  }
  return undefined;
}

/** A new function has a `return`, which `typicalMistake` looks at. */
function newPart(
  before: readonly SyntaxToken[],
  after: readonly SyntaxToken[],
  { tokens }: SyntaxReport,
  { definedNames }: SyntaxReport,
): string | undefined {
  const known = new Set(before.map(([, text]) => text));
  const names = new Set([...tokens.filter(([kind]) => kind === 'name').map(([, text]) => text), ...definedNames]);
  const [old, own] = [countsOf(before), countsOf(after)];
  for (const token of after) {
    const [kind, text] = token;
    if (!isTelling(token)) continue;
    if (known.has(text)) {
      if (kind !== 'name' && !deciding.test(text) && (own.get(text) ?? 0) > (old.get(text) ?? 0)) {
        return `The answer has ${quoted(text)} more often than the code.`;
      }
    } else if (
      kind === 'name'
        ? !names.has(text)
        : kind === 'literal' || isOperator(text) || (deciding.test(text) && text !== 'return')
    ) {
      return `The answer has ${quoted(text)}, which the code did not have there.`;
    }
  }
  return undefined;
}

/**
 * Neighbours that no longer are: where something was extracted, there are two such places for each use of its name, and none
 * within what was moved.
 */
function tornApart(
  before: readonly SyntaxToken[],
  after: readonly SyntaxToken[],
  added: ReadonlySet<string>,
): string | undefined {
  const counts = countsOf(after);
  const unused = [...added].find((name) => counts.get(name) === 1);
  if (unused !== undefined) return `The answer defines ${quoted(unused)} and does not use it.`;
  const uses = after.filter(([, text]) => added.has(text)).length - added.size;
  const left = new Set(pairsOf(after));
  const torn = [...new Set(pairsOf(before))].filter((pair) => !left.has(pair));
  if (torn.length <= 2 * Math.max(0, uses)) return undefined;
  return `The answer does not have ${quoted(torn[0] ?? '')} as it was.`;
}

function addedNames(before: SyntaxReport, after: SyntaxReport): ReadonlySet<string> {
  const known = new Set(before.definedNames);
  return new Set(after.definedNames.filter((name) => !known.has(name)));
}

function pairsOf(tokens: readonly SyntaxToken[]): readonly string[] {
  return tokens.slice(1).map(([, text], at) => `${tokens[at]?.[1]} ${text}`);
}

/** Numbers but the smallest ones, and texts: what is written otherwise still needs them. */
function lostLiteral(before: readonly SyntaxToken[], after: readonly SyntaxToken[]): string | undefined {
  const left = new Set(after.map(([, text]) => text));
  const lost = before.find(([kind, text]) => kind === 'literal' && isTellingLiteral(text) && !left.has(text));
  return lost === undefined ? undefined : `The answer has lost ${quoted(lost[1])}.`;
}

/** Literals and comparisons from nowhere. A comparison may be turned round, or denied. */
function madeUp(before: readonly SyntaxToken[], after: readonly SyntaxToken[]): string | undefined {
  const known = new Set(before.map(([, text]) => text));
  const mayTurn = decisions(before) !== decisions(after);
  const found = after.find(([kind, text]) => {
    if (known.has(text)) return false;
    const turned = turnedRound[text];
    if (kind === 'code' && turned !== undefined) return !mayTurn || !turned.some((other) => known.has(other));
    return kind === 'literal' && (isTellingLiteral(text) || text === '2');
  });
  return found === undefined ? undefined : `The answer has ${quoted(found[1])}, which the code did not have there.`;
}

const turnedRound: Readonly<Record<string, readonly string[]>> = {
  '<': ['>=', '>'],
  '>': ['<=', '<'],
  '<=': ['>', '>='],
  '>=': ['<', '<='],
  '==': ['!='],
  '!=': ['=='],
  '===': ['!=='],
  '!==': ['==='],
};

/** How often something is decided or left. */
function decisions(tokens: readonly SyntaxToken[]): number {
  return tokens.filter(([kind, text]) => kind === 'code' && deciding.test(text)).length;
}

function isTellingLiteral(text: string): boolean {
  return !isQuote(text) && !/^(?:[012]|0\.0|1\.0|true|false|null|none|nil|undefined|self|this)$/i.test(text);
}

function isOperator(text: string): boolean {
  return /^[^\p{L}\p{N}\s_]+$/u.test(text);
}

function quoted(text: string): string {
  return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
}
