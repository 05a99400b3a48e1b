import { isTypeBody, isWord, textOf } from '../../nextEdit/codeBlocks.ts';
import type { Definition } from '../../nextEdit/definition.ts';
import { definitionAt, isAccess } from '../../nextEdit/definitions.ts';
import { type LexedCode, wordsNamed } from '../../nextEdit/lexCode.ts';
import { dialectOf } from '../../nextEdit/names.ts';
import { isUnscopedBinding } from '../../nextEdit/unscopedBindings.ts';
import { functionAround, varScope } from './inlineSurroundings.ts';
import { hasEffects, isAddressTaken, isChangedWithin, isKey, isWritten } from './inlineWrites.ts';
import type { Inlining } from './inlining.ts';

/** What a name means at an offset: the innermost definition that is seen there, members last. */
export function meaningAt(code: LexedCode, name: string, offset: number): Definition | undefined {
  const seen = wordsNamed(code, name)
    .flatMap((index) => definitionAt(code, index) ?? [])
    .filter(({ scope }) => scope.start <= offset && offset < scope.end);
  const width = ({ scope }: Definition): number => scope.end - scope.start;
  return [...seen].sort((a, b) => Number(a.isMember) - Number(b.isMember) || width(a) - width(b))[0];
}

/** Why a name of the value may mean another thing where the variable is used, whoever has set it. */
export function whyOtherMeaning(inlining: Inlining, name: string): string | undefined {
  const { code, declaration, uses } = inlining;
  const start = startOf(code, declaration.nameIndex);
  const own = meaningAt(code, name, start);
  const end = uses.at(-1) ?? declaration.last;
  const isBound = wordsNamed(code, name).some((index) => {
    if (isAccess(code, index) || isKey(code, index) || index === own?.index) return false;
    const definition = definitionAt(code, index);
    if (definition === undefined)
      return code.languageId !== 'python' && index > declaration.last && index <= end && isUnscopedBinding(code, index);
    if (definition.isMember) return false;
    const { scope } = definition;
    const isNearer = (use: number): boolean => scope.start <= startOf(code, use) && startOf(code, use) < scope.end;
    if (uses.some(isNearer) && !(scope.start <= start && start < scope.end)) return true;
    // It hides the other from there on; Python's assignments are looked at elsewhere.
    return index > declaration.last && index <= end && code.languageId !== 'python';
  });
  return isBound ? `\`${name}\` means another thing where it is used` : undefined;
}

/** Why a name of the value may be another thing by the time that the variable is used. */
export function whyChanged(inlining: Inlining, name: string): string | undefined {
  const { code, declaration } = inlining;
  const changed = `\`${name}\` may have changed where it is used`;
  if (/^(?:c|cpp|csharp|java|go)$/.test(code.languageId) && hasWord(code, /^(?:goto|volatile|unsafe)$/)) return changed;
  if (hasWord(code, /^(?:eval|arguments|with)$/) && dialectOf(code.languageId) === 'script') return changed;
  const definition = meaningAt(code, name, startOf(code, declaration.nameIndex));
  const own = functionAround(code, declaration.first);
  // A function within sees what such a variable has at the end, not what it had in its turn of the loop.
  const isOneForAll = code.languageId === 'python' || textOf(code, declaration.first) === 'var';
  if (inlining.isInFunction && isOneForAll && hasWord(code, /^(?:for|while|do)$/)) return changed;
  const isShared = definition === undefined || definition.isMember || isOfFile(code, definition);
  const isVar = (index: number): boolean =>
    dialectOf(code.languageId) === 'script' && textOf(code, index - 1) === 'var';
  const all = { start: 0, end: code.text.length };
  const scope = isShared ? all : isVar(definition.index) ? varScope(code, definition.index) : definition.scope;
  const writes = wordsNamed(code, name).filter((index) => {
    const start = startOf(code, index);
    // Python's first assignment is what defines a name, wherever it stands.
    const isFirst = index === definition?.index && index < declaration.first;
    if (isFirst || start < scope.start || start >= scope.end) return false;
    if (isKey(code, index)) return isShared && isAccess(code, index) && isWritten(code, index);
    // A second `var` is the same variable, and so is what Python sets.
    const isSame = code.languageId === 'python' || isVar(index) || definitionAt(code, index) === undefined;
    return isSame && mayChange(inlining, index);
  });
  if (isShared) {
    const isFixed = definition !== undefined && isConstant(code, definition) && writes.length === 0;
    return isFixed || isQuiet(inlining, writes) ? undefined : changed;
  }
  const isOwn = definition.scope.end <= own.end && definition.scope.end > 0 && isWithin(own, definition);
  const isFine = writes.every((index) => isOwn && functionAround(code, index).start === own.start);
  if (!isFine || (inlining.isInFunction && writes.length > 0)) return changed;
  if (writes.some((index) => isAddressTaken(code, index))) return changed;
  return writes.some((index) => index > declaration.last && index < inlining.end) ? changed : undefined;
}

/** A parameter stands in front of the body. */
function isWithin(own: { readonly start: number; readonly end: number }, { scope }: Definition): boolean {
  return scope.end === own.end || scope.start >= own.start;
}

function isOfFile(code: LexedCode, { scope }: Definition): boolean {
  return scope.start === 0 && scope.end === code.text.length;
}

/** Whether the value of a variable is set, or (where variables hold what others refer to) what is in it. */
function mayChange({ code }: Inlining, index: number): boolean {
  if (isWritten(code, index)) return true;
  if (!copies.test(code.languageId)) return false;
  if (code.languageId === 'cpp' && isArgument(code, index)) return true;
  return isChangedWithin(code, index);
}

/** Languages whose variables hold structures, not references to them. */
export const copies = /^(?:c|cpp|csharp|go|rust|swift)$/;

/** C++ may pass it by reference. */
export function isArgument(code: LexedCode, index: number): boolean {
  return /^[(,{]$/.test(textOf(code, index - 1)) && /^[),}]$/.test(textOf(code, index + 1));
}

/** Whether nothing runs before the last use that may change what others can. */
export function isQuiet(inlining: Inlining, writes: readonly number[] = []): boolean {
  const { code, declaration, end, isInLoop, isInFunction } = inlining;
  if (isInFunction || writes.some((index) => index > declaration.last && index < end)) return false;
  return !hasEffects(code, declaration.last + 1, end, isInLoop);
}

function isConstant(code: LexedCode, { index, isMember }: Definition): boolean {
  if (isMember) return false;
  const before = textOf(code, index - 1);
  const words: Readonly<Record<string, RegExp>> = {
    script: /^(?:const|function|class)$/,
    python: /^(?:def|class)$/,
    go: /^(?:const|func|type)$/,
    rust: /^(?:const|fn|struct|enum)$/,
  };
  return words[dialectOf(code.languageId) ?? '']?.test(before) ?? false;
}

function hasWord(code: LexedCode, pattern: RegExp): boolean {
  return code.tokens.some(({ kind, text }, index) => kind === 'word' && pattern.test(text) && !isAccess(code, index));
}

/** Whether a name is known to be a number, a text or a truth value: operators make no more of it. */
export function isPrimitive(code: LexedCode, name: string, offset: number): boolean {
  const { languageId } = code;
  if (/^(?:go|c)$/.test(languageId)) return true;
  const definition = meaningAt(code, name, offset);
  if (definition === undefined || definition.isMember) return false;
  const { index } = definition;
  const type = declaredType(code, index);
  if (type !== undefined) return primitives.test(type);
  const equals = textOf(code, index + 1) === '=' ? index + 2 : -1;
  const value = code.tokens[equals];
  const next = textOf(code, equals + 1);
  const isAlone =
    next === ';' || next === '' || (isWord(code, equals + 1) && code.text.slice(value?.end).startsWith('\n'));
  if (value === undefined || !isAlone || isTypeBody(code, code.parents[index] ?? -1)) return false;
  const raw = code.text.slice(value.start, value.end);
  const isLiteral = value.kind === 'number' || (value.kind === 'string' && /^["'`]/.test(raw) && !raw.endsWith('{'));
  const isSetAgain = wordsNamed(code, name).some((other) => other !== index && isWritten(code, other));
  return (isLiteral || /^(?:true|false|True|False)$/.test(raw)) && !isSetAgain;
}

const primitives =
  /^(?:number|string|boolean|bigint|int|float|bool|str|Int|Double|Float|Boolean|Bool|Long|String|long|double|short|char|byte|[iu](?:8|16|32|64|128|size)|f32|f64|unsigned(?: int)?)$/;

/** The type that stands beside a name where it is defined, of one word or two; `undefined`: none does, or a longer one. */
export function declaredType(code: LexedCode, index: number): string | undefined {
  if (textOf(code, index + 1) === ':') {
    const isWhole = /^[=,);]?$/.test(textOf(code, index + 3));
    return isWord(code, index + 2) && isWhole ? textOf(code, index + 2) : 'other';
  }
  const dialect = dialectOf(code.languageId);
  if (dialect === 'go')
    return isWord(code, index + 1) && !/^(?:func|map|chan|struct|interface)$/.test(textOf(code, index + 1))
      ? textOf(code, index + 1)
      : undefined;
  if (dialect !== 'typed' || !isWord(code, index - 1)) return undefined;
  const type = textOf(code, index - 1);
  if (/^(?:val|var|let|auto|final|const|fun|func)$/.test(type)) return undefined;
  return textOf(code, index - 2) === 'unsigned' ? `unsigned ${type}` : type;
}

function startOf({ tokens }: LexedCode, index: number): number {
  return tokens[index]?.start ?? 0;
}
