import { blockHead, bodyAfter, isTypeBody, isWord, textOf } from './codeBlocks.ts';
import { indentedBlocks } from './codeLines.ts';
import { definitionAt, isAccess } from './definitions.ts';
import { type LexedCode, wordsNamed } from './lexCode.ts';
import { dialectOf } from './names.ts';
import { isUnscopedBinding } from './unscopedBindings.ts';

/**
 * Whether a name that a file has from another one may mean another thing in it, and where can't be told.
 *
 * @param known indices of tokens at which it surely means the same.
 */
export function hasOtherMeaning(code: LexedCode, name: string, known: ReadonlySet<number>): boolean {
  const places = wordsNamed(code, name).filter((index) => !known.has(index));
  if (places.some((index) => isUnscopedBinding(code, index))) return true;
  const plain = places.filter((index) => !isAccess(code, index));
  const defined = plain.filter((index) => definitionAt(code, index) !== undefined);
  const dialect = dialectOf(code.languageId);
  if (dialect === 'python') return isOfClassBody(code, plain, defined);
  if (dialect !== 'typed') return false;
  // There a member is used by its name alone, as well where it is inherited.
  return defined.length > 0 || (plain.some((index) => isPlainCall(code, index)) && mayCallMembers(code));
}

/** Whether what stands directly in a Python class uses a name that the class defines. */
function isOfClassBody(code: LexedCode, plain: readonly number[], defined: readonly number[]): boolean {
  const around = (index: number) => indentedBlocks(code, index)[0];
  const classes = new Set(defined.map(around).filter((block) => block?.kind === 'class'));
  return plain.some((index) => !defined.includes(index) && classes.has(around(index)));
}

/** A call that may be a method's: a class is made by `new`, or has a capital where the language has no such word. */
function isPlainCall(code: LexedCode, index: number): boolean {
  const isAttribute = /^(?:new|@|\[)$/.test(textOf(code, index - 1));
  const isClass = /^(?:kotlin|swift|dart|scala)$/.test(code.languageId) && /^\p{Lu}/u.test(textOf(code, index));
  return textOf(code, index + 1) === '(' && !isAttribute && !isClass;
}

/** Whether a file has code of a type that may have members which the file does not show. */
function mayCallMembers(code: LexedCode): boolean {
  return code.tokens.some(({ text }, index) => {
    if (text === '{') return hasBase(code, index);
    if (text === '::') return isDefinedOutside(code, index);
    if (text === 'extension' || text === 'partial') return true;
    if (code.languageId !== 'kotlin') return false;
    const behind = textOf(code, index + 1);
    const isReceived = /^(?:apply|with|run)$/.test(text) && /^[({]$/.test(behind);
    return isReceived || (text === 'object' && behind === ':') || (text === 'fun' && isExtension(code, index));
  });
}

/** A type with another one that it comes from: `class A extends B {`, `class A : B {`. */
function hasBase(code: LexedCode, open: number): boolean {
  if (!isTypeBody(code, open)) return false;
  for (let at = blockHead(code, open) + 1; at < open; at++)
    if (code.parents[at] === code.parents[open] && /^(?:extends|implements|with|:)$/.test(textOf(code, at)))
      return true;
  return false;
}

/** C++'s `void Type::name() {...}`. */
function isDefinedOutside(code: LexedCode, index: number): boolean {
  const open = index + 2;
  if (!isWord(code, index - 1) || textOf(code, open) !== '(') return false;
  return bodyAfter(code, code.partners[open] ?? -1, 'typed') !== undefined;
}

/** Kotlin's `fun Type.name() {...}`. */
function isExtension(code: LexedCode, index: number): boolean {
  for (let at = index + 1; at < code.tokens.length && textOf(code, at) !== '('; at++)
    if (textOf(code, at) === '.') return true;
  return false;
}
