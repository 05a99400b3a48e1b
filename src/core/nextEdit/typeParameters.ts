import { closeAngle, openAngle } from './angleBrackets.ts';
import { isName, isWord, textOf } from './codeBlocks.ts';
import { definitionAt } from './definitions.ts';
import type { LexedCode } from './lexCode.ts';
import { dialectOf } from './names.ts';
import { parameterListAt } from './parameterLists.ts';

/** Whether a name is a parameter of a type or of a generic function: `class A<T>`, `<T>(a: T) => a`, Go's `func f[T any]`. */
export function isTypeParameter(code: LexedCode, index: number): boolean {
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  const dialect = dialectOf(code.languageId);
  if (dialect === 'go' || dialect === 'python') {
    const open = code.parents[index] ?? -1;
    if (textOf(code, open) !== '[' || !isName(code, open - 1)) return false;
    // Go writes the length of an array like that.
    if (dialect === 'go') return /^(?:func|type)$/.test(textOf(code, open - 2)) && behind !== ']';
    return /^(?:def|class|type)$/.test(textOf(code, open - 2)) && textOf(code, open - 3) !== '.';
  }
  const isOne = /^(?:[<,]|const|in|out|typename|reified)$/.test(before) && /^(?:[>,=:?]|extends|super)$/.test(behind);
  const open = isOne ? openAngle(code, index) : -1;
  if (open === -1) return false;
  const name = open - 1;
  const behindAll = closeAngle(code, open) + 1;
  // Behind a keyword or a sign no name is given arguments; but in TypeScript a value may be said to be of a type.
  if (dialect === 'script' && textOf(code, behindAll) !== '(' && !isWord(code, name)) return false;
  if (!isName(code, name)) return !(isWord(code, name) && notBefore.has(textOf(code, name)));
  if (definitionAt(code, name) !== undefined || declarations.has(textOf(code, name - 1))) return true;
  if (textOf(code, behindAll) !== '(') return false;
  if (dialect !== 'typed') return dialect === 'script' && parameterListAt(code, behindAll, dialect)?.nameIndex === name;
  const type = textOf(code, name - 1);
  return /^[>\]]$/.test(type) || (isWord(code, name - 1) && !notBefore.has(type));
}

const declarations: ReadonlySet<string> = new Set(
  'class interface struct enum record trait type function fn func fun union'.split(' '),
);

/** What stands before a value, or before what is no type parameter's. */
const notBefore: ReadonlySet<string> = new Set('new return throw else await yield super this static_cast'.split(' '));
