import type { OffsetRange } from '../../shared/text.ts';
import { wordsOf } from '../context/identifiers.ts';
import { closeAngle } from './angleBrackets.ts';
import { isImport, isLineStart, textOf } from './codeBlocks.ts';
import { indentedBlocks } from './codeLines.ts';
import type { Definition } from './definition.ts';
import { definitionAt, isAccess } from './definitions.ts';
import { elementsOf, isInElement } from './elements.ts';
import { isNextStatement } from './isNextStatement.ts';
import { type LexedCode, wordsNamed } from './lexCode.ts';
import { dialectOf, isNameAnywhere } from './names.ts';
import { parameterListAt } from './parameterLists.ts';
import { isPythonImport } from './pythonDefinitions.ts';
import { isUnscopedBinding } from './unscopedBindings.ts';

/**
 * Where a name surely means what is defined: fewer places than a language server would find, but none that it would not.
 *
 * @param name the one to look for, which may not be the definition's own any more.
 * @param bindings where imports bring it in, which define nothing else.
 * @returns indices of tokens, ascending, without that of the definition. `undefined`: the name has two definitions there, or
 * it is not known what is text.
 */
export function usesOf(
  code: LexedCode,
  definition: Definition,
  name: string,
  bindings: ReadonlySet<number> = none,
): readonly number[] | undefined {
  if (!elementsOf(code).isSound) return undefined;
  const places = wordsNamed(code, name).filter((index) => index !== definition.index && !bindings.has(index));
  const others = places.flatMap((index) => definitionAt(code, index) ?? []);
  if (others.some((other) => other.isMember === definition.isMember && isSameRange(other.scope, definition.scope)))
    return undefined;
  const definitions = new Set(others.map(({ index }) => index));
  const candidates = places.filter((index) => !definitions.has(index));
  if (!definition.isMember) {
    if (isRebound(code, definition, candidates)) return undefined;
    return candidates.filter((index) => isPlainUse(code, index, definition.scope, others));
  }
  // Another type has a member of the same name: what is not said to be this one's may be that one's.
  const hasNamesake = others.some(({ isMember }) => isMember);
  return candidates.filter((index) => isMemberUse(code, index, name, definition, hasNamesake, others));
}

/** Whether a name gets another meaning somewhere in what sees the definition; which places mean that can't be told. */
function isRebound(code: LexedCode, { index, scope }: Definition, places: readonly number[]): boolean {
  const around = (at: number) => indentedBlocks(code, at)[0];
  // What Python sets anew in the same function is the same variable.
  const isOther = (at: number): boolean =>
    dialectOf(code.languageId) !== 'python' || index === -1 || around(at) !== around(index);
  return places.some(
    (at) => contains(scope, code.tokens[at]?.start ?? 0) && isUnscopedBinding(code, at) && isOther(at),
  );
}

const none: ReadonlySet<number> = new Set();

function isPlainUse(code: LexedCode, index: number, scope: OffsetRange, others: readonly Definition[]): boolean {
  const offset = code.tokens[index]?.start ?? 0;
  if (!contains(scope, offset) || isAccess(code, index) || !isVariable(code, index)) return false;
  return !others.some(
    (other) => !other.isMember && contains(other.scope, offset) && !contains(other.scope, scope.start),
  );
}

function isMemberUse(
  code: LexedCode,
  index: number,
  name: string,
  { scope, ownerName }: Definition,
  hasNamesake: boolean,
  others: readonly Definition[],
): boolean {
  const isInside = contains(scope, code.tokens[index]?.start ?? 0);
  // A name of several words is hardly another thing's.
  const isRare = !hasNamesake && wordsOf(name).length > 1;
  if (isAccess(code, index)) {
    const receiver = textOf(code, index - 1) === '#' ? 'this' : textOf(code, index - 2);
    if (receiver === ownerName && ownerName !== undefined) return true;
    // Within its class, another receiver is another object, to which is passed on what was asked of this one.
    return isInside ? /^(?:this|self|cls|super|Self)$/.test(receiver) : isRare;
  }
  const hasImplicitThis = dialectOf(code.languageId) === 'typed';
  if (hasImplicitThis && isInside) return isPlainUse(code, index, scope, others);
  return isRare && isKey(code, index);
}

function contains({ start, end }: OffsetRange, offset: number): boolean {
  return start <= offset && offset < end;
}

function isSameRange(a: OffsetRange, b: OffsetRange): boolean {
  return a.start === b.start && a.end === b.end;
}

/** Neither a key, nor a label, nor the name of an argument, nor text between tags. */
function isVariable(code: LexedCode, index: number): boolean {
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  const open = code.parents[index] ?? -1;
  const isItem = /^[{(,]$/.test(before) && open !== -1;
  const dialect = dialectOf(code.languageId);
  // A member of a type that stands somewhere.
  const isTyped = textOf(code, open) === '{' && /^(?:;|readonly)$/.test(before) && /^[?:]$/.test(behind);
  if (dialect === 'script' && isInElement(code, index)) return isOwnTag(code, index);
  if (isTyped || (isItem && behind === ':')) return false;
  if (dialect === 'python' && isPythonImport(code, index)) return false;
  const isNamed = isItem && behind === '=' && textOf(code, open) === '(';
  if (dialect === 'python') return !(isNamed && !parameterListAt(code, open, 'python'));
  if (isNamed && /^(?:kotlin|scala)$/.test(code.languageId)) return false;
  if (code.languageId === 'csharp' && isItem && behind === '=' && textOf(code, open) === '{') return false;
  const isCode = dialect === 'script' && elementsOf(code).holes.has(open);
  const isShorthand = isItem && !isCode && textOf(code, open) === '{' && /^[,}]$/.test(behind) && before !== '(';
  const isExported = textOf(code, open - 1) === 'export' && textOf(code, (code.partners[open] ?? -1) + 1) !== 'from';
  if ((dialect === 'script' || dialect === 'rust') && isShorthand && !isExported) return false;
  if (dialect === 'script' && open !== -1 && isImport(code, open)) return false;
  return dialect !== 'script' || !isScriptName(code, index);
}

/** Whether the name of a tag is a variable's: one of small letters is an element of the page. */
function isOwnTag(code: LexedCode, index: number): boolean {
  const isName = elementsOf(code).tags.has(index) && /^[</]$/.test(textOf(code, index - 1));
  return isName && (/^[\p{Lu}_$]/u.test(textOf(code, index)) || textOf(code, index + 1) === '.');
}

/** Whether TypeScript has a word where no variable can stand. */
function isScriptName(code: LexedCode, index: number): boolean {
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  const open = code.parents[index] ?? -1;
  const isInTuple = textOf(code, open) === '[' && /^(?:[[,]|\.{3})$/.test(before) && behind === ':';
  // A member or a parameter that may be missing, and a member behind one that ends with its line.
  const isOptional = behind === '?' && textOf(code, index + 2) === ':';
  const isNextMember =
    behind === ':' && isLineStart(code, index) && (/^[;{}]?$/.test(before) || isNextStatement(code, index));
  if (isInTuple || isOptional || isNextMember) return true;
  const isLabel = behind === ':' && before !== 'case' && /^(?:for|while|do)$/.test(textOf(code, index + 2));
  // In `load is string` it is a parameter.
  if (isLabel || behind === 'is' || /^(?:break|continue)$/.test(before)) return true;
  // A word of the language there: `from 'files'`, `declare global`, `get [key]() {`.
  const isBeforeString = code.tokens[index + 1]?.kind === 'string';
  if (textOf(code, index) === 'from' && isBeforeString) return true;
  if (before === 'declare' || (/^(?:get|set)$/.test(textOf(code, index)) && (behind === '[' || isBeforeString)))
    return true;
  // What is exported has that name in other files.
  if (before === 'as' && textOf(code, open) === '{' && isExportList(code, open)) return true;
  const isOther = (other: number): boolean =>
    isNameAnywhere(textOf(code, other)) && isOnOneLine(code, Math.min(index, other));
  return isOther(index - 1) || isOther(index + 1) || isMethod(code, index);
}

function isExportList(code: LexedCode, open: number): boolean {
  return textOf(code, textOf(code, open - 1) === 'type' ? open - 2 : open - 1) === 'export';
}

/** `load(path) {...}` in an object, and `load<T>(path: T): void` in a type. */
function isMethod(code: LexedCode, index: number): boolean {
  const before = textOf(code, index - 1);
  const isFirst = /^(?:[{,;}*]|async|get|set)$/.test(before) || (isLineStart(code, index) && !/^[?:]$/.test(before));
  const first = textOf(code, index + 1) === '?' ? index + 2 : index + 1;
  const open = textOf(code, first) === '<' ? closeAngle(code, first) + 1 : first;
  if (!isFirst || textOf(code, open) !== '(' || textOf(code, code.parents[index] ?? -1) !== '{') return false;
  const isTyped = textOf(code, (code.partners[open] ?? -1) + 1) === ':';
  return isTyped || parameterListAt(code, open, 'script')?.nameIndex === index;
}

/** No line ends between a token and the next one. */
function isOnOneLine({ text, tokens }: LexedCode, index: number): boolean {
  return !text.slice(tokens[index]?.end, tokens[index + 1]?.start).includes('\n');
}

function isKey(code: LexedCode, index: number): boolean {
  const open = code.parents[index] ?? -1;
  return textOf(code, open) === '{' && /^[{,]$/.test(textOf(code, index - 1)) && textOf(code, index + 1) === ':';
}
