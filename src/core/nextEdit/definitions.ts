import type { OffsetRange } from '../../shared/text.ts';
import {
  arrowBody,
  blockHead,
  bracketRange,
  enclosingBlock,
  firstOfList,
  isGoGroup,
  isImport,
  isLineStart,
  isName,
  isTypeBody,
  isWord,
  lastOfList,
  textOf,
} from './codeBlocks.ts';
import { declaredScope, loopScope } from './declaredScope.ts';
import type { Definition, Found } from './definition.ts';
import { isInElement } from './elements.ts';
import { isNextStatement } from './isNextStatement.ts';
import type { LexedCode } from './lexCode.ts';
import { type Dialect, dialectOf } from './names.ts';
import { parameterListAt } from './parameterLists.ts';
import { pythonDefinition } from './pythonDefinitions.ts';

/** @returns `undefined` where the name is used, and where that is not known. */
export function definitionAt(code: LexedCode, index: number): Definition | undefined {
  const dialect = dialectOf(code.languageId);
  if (dialect === undefined || !isName(code, index) || isInElement(code, index)) return undefined;
  const found =
    dialect === 'python'
      ? pythonDefinition(code, index)
      : (parameter(code, index, dialect) ?? rules[dialect](code, index));
  return found && { index, ...found };
}

/** Whether a name is used behind a dot, or what stands for one. */
export function isAccess(code: LexedCode, index: number): boolean {
  const before = textOf(code, index - 1);
  // Elsewhere an arrow says what a function returns.
  return before === '->' ? /^c(?:pp)?$/.test(code.languageId) : /^(?:\.|\?\.|::|#)$/.test(before);
}

const rules: Readonly<Record<Exclude<Dialect, 'python'>, (code: LexedCode, index: number) => Found>> = {
  script: scriptDefinition,
  go: goDefinition,
  rust: rustDefinition,
  typed: typedDefinition,
};

function parameter(code: LexedCode, index: number, dialect: Exclude<Dialect, 'python'>): Found {
  const open = code.parents[index] ?? -1;
  const list = open === -1 ? undefined : parameterListAt(code, open, dialect);
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  const isIt = parameterSigns[dialect].some(([front, back]) => front.test(before) && back.test(behind));
  return list && isIt ? { isMember: false, scope: list.scope } : undefined;
}

/** What stands before and behind the name of a parameter. */
const parameterSigns: Readonly<Record<Exclude<Dialect, 'python'>, readonly (readonly [RegExp, RegExp])[]>> = {
  script: [[/^(?:\(|,|\.{3}|public|private|protected|readonly|override)$/, /^[,):=?]$/]],
  go: [[/^[(,]$/, /^(?:[\p{ID_Start}_].*|[*[,<]|\.{3})$/u]],
  rust: [[/^(?:\(|,|mut)$/, /^:$/]],
  typed: [
    [/^[(,]$/, /^:$/],
    [/^(?:[\p{ID_Continue}$]+|[>\]*&]|\.{3})$/u, /^[,)=[]$/],
  ],
};

function scriptDefinition(code: LexedCode, index: number): Found {
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  if (behind === '=>' && !isAccess(code, index) && !isReturned(code, index))
    return plain(arrowBody(code, index + 1), code, index);
  const declared = declaredScope(code, index);
  if (declared !== undefined) return plain(declared);
  const isNamed = /^(?:class|interface|enum|namespace)$/.test(before) || (before === 'type' && /^[=<]$/.test(behind));
  if (isNamed || before === 'function' || (before === '*' && textOf(code, index - 2) === 'function'))
    return plain(enclosingBlock(code, index));
  return scriptPattern(code, index) ?? memberOf(code, index, scriptMemberBefore, /^(?:[(:=;?!<,}])$/);
}

const scriptMemberBefore =
  /^(?:[{;,}*#]|public|private|protected|static|readonly|async|get|set|abstract|override|declare)$/;

/** A name that is bound by `{ a, b: c }` or `[a, b]`, in a declaration, in parameters or in an import. */
function scriptPattern(code: LexedCode, index: number): Found {
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  const inner = code.parents[index] ?? -1;
  const isBound = inner !== -1 && /^(?:[{[,:]|\.{3}|as|type)$/.test(before) && /^[,}\]=]$/.test(behind);
  if (before === 'import' || (before === 'as' && textOf(code, index - 2) === '*') || (isBound && isImport(code, inner)))
    return plain({ start: 0, end: code.text.length });
  if (!isBound || textOf(code, inner) === '(') return undefined;
  const open = outermostPattern(code, inner);
  const around = code.parents[open] ?? -1;
  if (/^[(,]$/.test(textOf(code, open - 1)) && textOf(code, around) === '(' && textOf(code, around - 1) !== 'for') {
    const list = parameterListAt(code, around, 'script');
    return list && { isMember: false, scope: list.scope };
  }
  const isSet = /^(?:=|of)$/.test(textOf(code, (code.partners[open] ?? -1) + 1));
  const scope = isSet ? declaredScope(code, open) : undefined;
  return scope && plain(scope);
}

/** The type of `(a): Type => b`. Behind other signs than these it may be a parameter: `a ? (b) : c => d`. */
function isReturned(code: LexedCode, index: number): boolean {
  const isBehindList = textOf(code, index - 1) === ':' && textOf(code, index - 2) === ')';
  return isBehindList && /^(?:[=(,]|async|return)$/.test(textOf(code, (code.partners[index - 2] ?? 0) - 1));
}

function outermostPattern(code: LexedCode, open: number): number {
  const around = code.parents[open] ?? -1;
  const isInner = /^[{[]$/.test(textOf(code, around)) && /^[{[,:]$/.test(textOf(code, open - 1));
  return isInner && declaredScope(code, open) === undefined ? outermostPattern(code, around) : open;
}

function goDefinition(code: LexedCode, index: number): Found {
  const before = textOf(code, index - 1);
  const isMethod = before === ')' && textOf(code, index + 1) === '(';
  // Without the `(` it is what a function without a name returns.
  if (isMethod && textOf(code, (code.partners[index - 1] ?? 0) - 1) === 'func')
    return { isMember: true, scope: { start: 0, end: code.text.length } };
  const first = firstOfList(code, index);
  const isDeclared = /^(?:var|const)$/.test(textOf(code, first - 1)) || isInGoGroup(code, first);
  if (/^(?:func|type)$/.test(before) || isDeclared) return plain(enclosingBlock(code, index));
  const last = lastOfList(code, index);
  const isFirst = isLineStart(code, index) || /^(?:,|for|if|switch)$/.test(before);
  if (textOf(code, last + 1) === ':=' && isFirst) return plain(enclosingBlock(code, index));
  const isMember = isLineStart(code, index) || /^[{;]$/.test(before);
  return isMember ? memberOf(code, index, /^/, /^(?:[\w*[(,].*)$/) : undefined;
}

/** Whether a line of `var (...)` and the like begins there. */
function isInGoGroup(code: LexedCode, index: number): boolean {
  const open = code.parents[index] ?? -1;
  if (!isGoGroup(code, open)) return false;
  return open === index - 1 || textOf(code, index - 1) === ';' || isNextStatement(code, index);
}

function rustDefinition(code: LexedCode, index: number): Found {
  const before = textOf(code, index - 1);
  const isLocal = before === 'let' || (before === 'mut' && textOf(code, index - 2) === 'let');
  if (isLocal || /^(?:struct|enum|trait|type|const|static|mod)$/.test(before))
    return plain(enclosingBlock(code, index));
  if (before === 'fn' && !isTypeBody(code, code.parents[index] ?? -1)) return plain(enclosingBlock(code, index));
  return memberOf(code, index, /^(?:fn|pub|[{,)])$/, /^(?:[:(<])$/);
}

/** Languages in which the type stands in front, and those that have a keyword. */
function typedDefinition(code: LexedCode, index: number): Found {
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  const isNamed = /^(?:class|interface|enum|struct|record|trait|object|fun|func|def|function|val|var|let)$/.test(
    before,
  );
  const isDeclared = /^[=;,:()[{]$/.test(behind) && (isTypeBefore(code, index) || isNextDeclared(code, index));
  if (!isNamed && !isDeclared) return undefined;
  const open = code.parents[index] ?? -1;
  if (textOf(code, open) === '(') {
    const scope = loopScope(code, index);
    return /^(?:for|foreach|catch|if|while|using|try)$/.test(textOf(code, open - 1)) && scope
      ? plain(scope)
      : undefined;
  }
  if (textOf(code, open) === '[') return undefined;
  if (open !== -1 && isTypeBody(code, open))
    return { isMember: true, scope: bracketRange(code, open), ...owner(code, open) };
  return plain(enclosingBlock(code, index));
}

/** Of `int a = 1, *name`. */
function isNextDeclared(code: LexedCode, index: number): boolean {
  const open = code.parents[index] ?? -1;
  let last = index - 1;
  while (textOf(code, last) === '*') last--;
  const isInList = /^[([]$/.test(textOf(code, open)) && textOf(code, open - 1) !== 'for';
  if (textOf(code, last) !== ',' || isInList) return false;
  let first = last;
  for (let at = last; at > open && code.parents[at] === open && !/^[;}]$/.test(textOf(code, at)); at--) {
    first = at;
    if (/^[)\]]$/.test(textOf(code, at))) at = code.partners[at] ?? at;
  }
  for (let at = first; at < last; at++)
    if (isWord(code, at) && code.parents[at] === open && /^[=,[]$/.test(textOf(code, at + 1)))
      return isTypeBefore(code, at);
  return false;
}

/** Whether all from the statement's beginning to the name is a type. */
function isTypeBefore(code: LexedCode, index: number): boolean {
  let first = index;
  for (let at = index - 1; at >= 0; at--) {
    const text = textOf(code, at);
    if (/^[;{}(]$/.test(text) || isDirective(code, at)) break;
    if (
      text === ',' &&
      textOf(code, at + 1) !== '' &&
      code.parents[at] === code.parents[index] &&
      textOf(code, code.parents[at] ?? -1) === '('
    )
      break;
    if (text === ']') {
      at = code.partners[at] ?? at;
      first = at;
      continue;
    }
    const isPart = /^(?:[<>*&?,.@]|::|&&)$/.test(text) || (isWord(code, at) && !notTypes.has(text));
    if (!isPart) return false;
    first = at;
  }
  return (
    first < index &&
    isWord(code, first) &&
    /^[\w>*&\]?$]+$/.test(textOf(code, index - 1)) &&
    (isWord(code, index - 1) || first < index - 1)
  );
}

/** `#include <a.h>` and the like end with their line. */
export function isDirective({ text, tokens, languageId }: LexedCode, index: number): boolean {
  if (!/^c(?:pp|sharp)?$/.test(languageId)) return false;
  const start = tokens[index]?.start ?? 0;
  return text
    .slice(text.lastIndexOf('\n', start - 1) + 1, start + 1)
    .trimStart()
    .startsWith('#');
}

const notTypes: ReadonlySet<string> = new Set(
  'return new throw delete case goto else import package using namespace await yield in is as not and or typeof sizeof default'.split(
    ' ',
  ),
);

/** A member of the class or type whose body it stands in directly, where what is around it fits. */
function memberOf(code: LexedCode, index: number, before: RegExp, behind: RegExp): Found {
  const open = code.parents[index] ?? -1;
  if (open === -1 || textOf(code, open) !== '{' || !isTypeBody(code, open)) return undefined;
  if (!before.test(textOf(code, index - 1)) && !isLineStart(code, index)) return undefined;
  if (!behind.test(textOf(code, index + 1))) return undefined;
  return { isMember: true, scope: bracketRange(code, open), ...owner(code, open) };
}

function owner(code: LexedCode, open: number): { readonly ownerName?: string } {
  const name = blockHead(code, open) + 1;
  return isName(code, name) ? { ownerName: textOf(code, name) } : {};
}

function plain(scope: OffsetRange, code?: LexedCode, index = -1): Found {
  const start = code?.tokens[index]?.start ?? scope.start;
  return { isMember: false, scope: { start, end: scope.end } };
}
