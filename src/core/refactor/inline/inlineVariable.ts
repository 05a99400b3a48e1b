import type { TextEdit } from '../../../shared/text.ts';
import { isName, textOf } from '../../nextEdit/codeBlocks.ts';
import type { Definition } from '../../nextEdit/definition.ts';
import { definitionAt, isAccess, isDirective } from '../../nextEdit/definitions.ts';
import { elementsOf } from '../../nextEdit/elements.ts';
import { type LexedCode, lexCode, wordsNamed } from '../../nextEdit/lexCode.ts';
import { dialectOf } from '../../nextEdit/names.ts';
import { usesOf } from '../../nextEdit/usesOf.ts';
import { inlineDeclarationAt } from './inlineDeclaration.ts';
import { hiddenUse } from './inlineHiddenUse.ts';
import { copies, isArgument, isPrimitive, isQuiet, meaningAt, whyChanged, whyOtherMeaning } from './inlineNames.ts';
import { whyNotAtOnce } from './inlineOrder.ts';
import { surroundingsOf, varScope } from './inlineSurroundings.ts';
import { inlineEdits, isShorthand, whyMisread } from './inlineText.ts';
import { whyOtherType } from './inlineTypes.ts';
import { inlineValueOf } from './inlineValue.ts';
import { isChangedWithin, isKey, isWritten } from './inlineWrites.ts';
import type { Inlining } from './inlining.ts';

/** What became of it. */
export type InlinedVariable =
  /** The last in the text first: the declaration goes, and each use becomes the value. */
  | { readonly kind: 'edits'; readonly name: string; readonly edits: readonly TextEdit[]; readonly useCount: number }
  /** Why nothing is changed: a sentence for the user. */
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Puts the value of a local variable in place of its name, where that surely does the same, told without a grammar: what is not
 * known to be right is refused.
 *
 * @param offset at the name or behind it, where it is declared or used.
 */
export function inlineVariable(text: string, languageId: string, offset: number): InlinedVariable {
  const code = lexCode(text, languageId);
  if (code === undefined || dialectOf(languageId) === undefined)
    return refuse(`Leeward can't tell how ${languageId} declares variables.`);
  if (!code.isSound || !elementsOf(code).isSound)
    return refuse('Not every bracket, quote or tag of this file has its partner.');
  const index = nameAt(code, offset);
  if (index === -1) return refuse('There is no name at the cursor. Set it on a variable.');
  const name = textOf(code, index);
  const found = inliningOf(code, index, name);
  const reason = typeof found === 'string' ? found : whyNot(found);
  if (reason !== undefined || typeof found === 'string') return refuse(`\`${name}\` stays: ${reason}.`);
  return { kind: 'edits', name, edits: inlineEdits(found), useCount: found.uses.length };
}

function refuse(reason: string): InlinedVariable {
  return { kind: 'refused', reason };
}

function nameAt(code: LexedCode, offset: number): number {
  return code.tokens.findIndex(({ start, end }, at) => start <= offset && offset <= end && isName(code, at));
}

function inliningOf(code: LexedCode, index: number, name: string): Inlining | string {
  if (isKey(code, index) && !isShorthand(code, index)) return 'it is the name of a member or of an argument';
  const definition = definitionAt(code, index) ?? meaningAt(code, name, code.tokens[index]?.start ?? 0);
  if (definition === undefined) return 'its declaration is not in this file, or not plain to see';
  const declaration = inlineDeclarationAt(code, definition);
  if (typeof declaration === 'string') return `it ${declaration}`;
  const { first, last, valueFirst, valueLast } = declaration;
  const value = inlineValueOf(code, valueFirst, valueLast);
  if (hasComment(code, first, last)) return 'its declaration has a comment in it, which would be lost';
  const uses = sureUses(code, definition, name);
  if (typeof uses === 'string') return uses;
  if (uses.length === 0) return 'it is not used';
  if (uses.some((use) => use <= last)) return 'it is used before it is declared, or in its own value';
  const around = uses.map((use) => surroundingsOf(code, first, use));
  if (around.includes(undefined)) return 'it is used outside of the block in which it is declared';
  const isInLoop = around.some((one) => one?.isInLoop);
  const isInFunction = around.some((one) => one?.isInFunction);
  const lastUse = uses.at(-1) ?? last;
  const end = isInLoop ? blockEnd(code, first) : lastUse;
  return { code, declaration, value, uses, isInLoop, isInFunction, end };
}

/** Index of the token that ends the block of a statement; rather one behind it. */
function blockEnd({ parents, partners, tokens }: LexedCode, first: number): number {
  const open = parents[first] ?? -1;
  return open === -1 ? tokens.length : (partners[open] ?? tokens.length);
}

/** All words that mean the variable, or which of them can't be told. */
function sureUses(code: LexedCode, definition: Definition, name: string): readonly number[] | string {
  const known = usesOf(code, definition, name);
  if (known === undefined) return 'it is declared or bound more than once';
  const sure = new Set(known);
  const isVar = dialectOf(code.languageId) === 'script' && textOf(code, definition.index - 1) === 'var';
  const scope = isVar ? varScope(code, definition.index) : definition.scope;
  const uses: number[] = [];
  for (const index of wordsNamed(code, name)) {
    const start = code.tokens[index]?.start ?? 0;
    if (index === definition.index || start < scope.start || start >= scope.end) continue;
    if (textOf(code, (code.parents[index] ?? -1) - 1) === 'export') return 'it is exported';
    const line = code.text.slice(0, start).split('\n').length;
    if (isShorthand(code, index) && !isWritten(code, index)) uses.push(index);
    else if (isKey(code, index)) continue;
    else if (!sure.has(index)) return `on line ${line} the name may mean another thing`;
    else if (isWritten(code, index)) return `it is set anew, or what refers to it is taken, on line ${line}`;
    else uses.push(index);
  }
  return hiddenUse(code, definition, name) ?? uses;
}

function hasComment(code: LexedCode, first: number, last: number): boolean {
  const [start, end] = [code.tokens[first]?.start ?? 0, code.tokens[last]?.end ?? 0];
  return code.quoted.some((quoted) => quoted.kind === 'comment' && start <= quoted.start && quoted.end <= end);
}

function whyNot(inlining: Inlining): string | undefined {
  const { code, declaration, value } = inlining;
  for (let at = value.first; at <= value.last; at++)
    if (/^(?::=|\\|iota)$/.test(textOf(code, at)) && !isAccess(code, at))
      return 'its value is bound to where it stands';
  return (
    whyNotUse(inlining) ??
    namesOf(inlining)
      .map((name) => whyOtherMeaning(inlining, name))
      .find((reason) => reason !== undefined) ??
    whyOtherType(inlining) ??
    whyNotValue(inlining) ??
    (isDirectiveWithin(code, declaration.first, inlining.uses) ? 'there are lines for the preprocessor' : undefined) ??
    whyMisread(inlining)
  );
}

function namesOf({ code, value }: Inlining): readonly string[] {
  return [...new Set(value.names.map((index) => textOf(code, index)))];
}

/** Uses that want the variable, and not what it is. */
function whyNotUse({ code, declaration, value, uses }: Inlining): string | undefined {
  const { languageId } = code;
  for (const use of uses) {
    const before = textOf(code, use - 1);
    const words = before === '(' ? textOf(code, use - 2) : before;
    if (
      /^(?:sizeof|typeof|decltype|nameof|alignof|_Generic|offsetof)$/.test(words) &&
      dialectOf(languageId) !== 'script'
    )
      return `\`${words}\` wants the variable itself`;
    if (before === '@' || before === '#') return 'it is used in a decorator or a macro';
    const open = code.parents[use] ?? -1;
    const isCapture = textOf(code, open) === '[' && /^[([{]$/.test(textOf(code, (code.partners[open] ?? -1) + 1));
    if (isCapture && /^(?:cpp|swift)$/.test(languageId)) return 'a closure captures it';
    const isReceiver = isChangedWithin(code, use);
    if (
      copies.test(languageId) &&
      isReceiver &&
      value.kind !== 'other' &&
      !(languageId === 'c' && /^(?:->|\[)$/.test(textOf(code, use + 1)))
    )
      return 'it is a copy, which may be changed by itself';
    if (languageId === 'cpp' && !declaration.isConstant && isArgument(code, use) && value.kind !== 'other')
      return 'a function that it is passed to may set it';
    if (languageId === 'rust' && !declaration.isConstant && (textOf(code, open - 1) === '!' || isReceiver))
      return 'it may be changed there';
    const isMethod =
      dialectOf(languageId) === 'script' && value.kind === 'other' && /^(?:\(|\?\.)$/.test(textOf(code, use + 1));
    const end = code.tokens[value.last];
    const isMember = end?.kind === 'word' ? isAccess(code, value.last) : end?.text === ']';
    const isTag = code.text.charAt(code.tokens[use + 1]?.start ?? -1) === '`';
    if ((isMethod || (isTag && value.kind === 'other')) && isMember)
      return 'its value is a member, which would be called as one';
  }
  return undefined;
}

/** Why the value may be another one, or be computed at another moment. */
function whyNotValue(inlining: Inlining): string | undefined {
  const { code, declaration, value, uses } = inlining;
  if (value.kind === 'literal') {
    const isText = /^["']/.test(value.text) && /^c(?:pp)?$/.test(code.languageId);
    return isText && uses.length > 1 ? 'its value would be a text of its own at each use' : undefined;
  }
  const atOnce = whyNotAtOnce(inlining);
  if (atOnce === undefined || value.kind === 'other') return atOnce;
  for (const name of namesOf(inlining)) {
    const changed = whyChanged(inlining, name);
    if (changed !== undefined) return changed;
  }
  const start = code.tokens[declaration.nameIndex]?.start ?? 0;
  const arePrimitive = namesOf(inlining).every((name) => isPrimitive(code, name, start));
  if (value.kind === 'name') {
    if (code.languageId !== 'rust' || arePrimitive) return undefined;
    return atOnce;
  }
  const dialect = dialectOf(code.languageId);
  if (dialect === 'script') {
    if (arePrimitive || isIdentityOnly(value.operators) || isQuiet(inlining)) return undefined;
    return 'what its value is computed from may have changed where it is used';
  }
  return arePrimitive && !mayFail(value.operators) && !/["']/.test(value.text) ? undefined : atOnce;
}

/** JavaScript's operators that look at no object's inside. */
function isIdentityOnly(operators: readonly string[]): boolean {
  return operators.every((sign) => /^(?:[=!]==|!|&&|\|\||\?\?|\?|:|typeof)$/.test(sign));
}

/** Operators that raise an error for some numbers. */
function mayFail(operators: readonly string[]): boolean {
  return operators.some((sign) => /^(?:\/\/?|%|\*\*|<<|>>>?)$/.test(sign));
}

function isDirectiveWithin(code: LexedCode, first: number, uses: readonly number[]): boolean {
  for (let at = first; at <= (uses.at(-1) ?? first); at++)
    if (textOf(code, at) === '#' && isDirective(code, at)) return true;
  return false;
}
