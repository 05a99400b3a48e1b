import { blockHead, isLineStart, isName, isTypeBody, isWord, lastOfList, textOf } from './codeBlocks.ts';
import { definitionAt, isAccess } from './definitions.ts';
import { isInElement } from './elements.ts';
import type { LexedCode } from './lexCode.ts';
import { type Dialect, dialectOf } from './names.ts';
import { isPythonBinding } from './pythonBindings.ts';
import { isTypeParameter } from './typeParameters.ts';

/**
 * Whether a name is given a meaning there that {@link definitionAt} does not tell: it is not known where it has that. May say so
 * of a use.
 */
export function isUnscopedBinding(code: LexedCode, index: number): boolean {
  const dialect = dialectOf(code.languageId);
  if (dialect === undefined || isAccess(code, index)) return dialect === 'typed' && isUsing(code, index);
  if (dialect === 'go' && isEmbedded(code, index)) return true;
  if (definitionAt(code, index) !== undefined) return false;
  if (dialect === 'script' && isInElement(code, index)) return false;
  return isTypeParameter(code, index) || bindings[dialect](code, index);
}

const bindings: Readonly<Record<Dialect, (code: LexedCode, index: number) => boolean>> = {
  script: (code, index) => {
    const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
    return before === 'infer' || (before === '[' && behind === 'in' && textOf(code, code.parents[index] ?? -1) === '[');
  },
  python: isPythonBinding,
  go: isGoBinding,
  rust: isRustBinding,
  typed: isTypedBinding,
};

/** Go's results that have names, and parameters of what has no body; labels, `case a := <-b`. */
function isGoBinding(code: LexedCode, index: number): boolean {
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  const last = lastOfList(code, index);
  const isTyped = isWord(code, last + 1) || (textOf(code, last + 1) === '[' && textOf(code, last + 2) === ']');
  const isInSignature = isGoSignature(code, code.parents[index] ?? -1) && !/^[,).]$/.test(textOf(code, last + 1));
  const isNamed = /^[(,]$/.test(before) && (isTyped || isInSignature) && !isLineStart(code, last + 1);
  const isLabel = /^(?:break|continue|goto)$/.test(before) || (behind === ':' && isLineStart(code, index));
  return isNamed || textOf(code, last + 1) === ':=' || (isLabel && !/^[{(,[]$/.test(before));
}

/** Whether `(` begins what a function takes or returns: nobody multiplies there. May say so of what is called twice: `a()(b)`. */
function isGoSignature(code: LexedCode, open: number): boolean {
  if (textOf(code, open) !== '(') return false;
  return /^(?:func|\))$/.test(textOf(code, open - 1)) || isTypeBody(code, code.parents[open] ?? -1);
}

/** A type that stands alone in a struct is a field of that name. */
function isEmbedded(code: LexedCode, index: number): boolean {
  const first = textOf(code, index - 1) === '*' ? index - 1 : index;
  const next = code.tokens[index + 1];
  const isLast =
    next === undefined || next.kind === 'string' || /^[};]$/.test(next.text) || isLineStart(code, index + 1);
  const isAlone = (isLineStart(code, first) || /^[{;]$/.test(textOf(code, first - 1))) && isLast;
  return isAlone && isTypeBody(code, code.parents[index] ?? -1);
}

/** Rust's patterns: `|a|`, `Some(a) =>`, `if let Some(a) =`, `for a in`. Those bind no name that begins with a capital. */
function isRustBinding(code: LexedCode, index: number): boolean {
  if (/^\p{Lu}/u.test(textOf(code, index))) return false;
  const before = textOf(code, index - 1);
  if (/^(?:\||\|\||for|ref)$/.test(before) || textOf(code, index + 1) === '|' || textOf(code, index + 1) === '@')
    return true;
  for (let place = index; place !== -1; place = code.parents[place] ?? -1) {
    if (isBehindLet(code, place) || isBeforeArrow(code, place)) return true;
  }
  return false;
}

function isBehindLet(code: LexedCode, index: number): boolean {
  for (let at = index - 1; at >= 0 && code.parents[at] === code.parents[index]; at--) {
    const text = textOf(code, at);
    if (text === 'let' || text === 'for' || text === '|') return true;
    if (/^(?:[=;{}]|=>|in)$/.test(text)) return false;
    if (/^[)\]]$/.test(text)) at = code.partners[at] ?? at;
  }
  return false;
}

function isBeforeArrow(code: LexedCode, index: number): boolean {
  for (let at = index; at < code.tokens.length && code.parents[at] === code.parents[index]; at++) {
    const text = textOf(code, at);
    if (text === '=>') return true;
    if (/^[;,=}]$/.test(text) || (text === '{' && at > index)) return false;
    if (/^[([{]$/.test(text)) at = code.partners[at] ?? at;
  }
  return false;
}

function isTypedBinding(code: LexedCode, index: number): boolean {
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  const open = code.parents[index] ?? -1;
  const isLambda = /^(?:->|=>)$/.test(behind) || /^(?:->|=>)$/.test(textOf(code, (code.partners[open] ?? -1) + 1));
  const isInPattern =
    textOf(code, open) === '(' && (/^(?:val|var|let)$/.test(textOf(code, open - 1)) || isKotlinPattern(code, index));
  // C's `int (*name)(int)`.
  const isPointer =
    before === '*' && textOf(code, index - 2) === '(' && behind === ')' && textOf(code, index + 2) === '(';
  const isEnumerator =
    textOf(code, open) === '{' && isTypeBody(code, open) && textOf(code, blockHead(code, open)) === 'enum';
  // Where two names stand side by side, the second is that of something new.
  const isTyped = (isName(code, index - 1) || plainTypes.has(before)) && !isLineStart(code, index);
  const isMacro = /^(?:define|undef)$/.test(before) && textOf(code, index - 2) === '#';
  const isAlias = (before === 'using' && behind === '=') || (before === 'as' && isWord(code, index - 2));
  const isKotlinLambda =
    /^[{,]$/.test(before) && textOf(code, open) === '{' && (behind === ':' || hasArrow(code, index));
  return (
    isLambda ||
    isPointer ||
    isInPattern ||
    (isEnumerator && /^[{,]$/.test(before)) ||
    isTyped ||
    isMacro ||
    isAlias ||
    isKotlinLambda
  );
}

/** Types that are keywords, and words that stand for one. */
const plainTypes: ReadonlySet<string> = new Set(
  'bool boolean byte char double float int long object short string val var'.split(' '),
);

/** Kotlin's `(name: Type)`, `for (name in all)` and `for ((a, name) in all)`. */
function isKotlinPattern(code: LexedCode, index: number): boolean {
  if (code.languageId !== 'kotlin') return false;
  const behindAll = textOf(code, (code.partners[code.parents[index] ?? -1] ?? -1) + 1);
  return /^(?::|in)$/.test(textOf(code, index + 1)) || behindAll === 'in';
}

/** Kotlin's `{ a, b -> ...}`. */
function hasArrow(code: LexedCode, index: number): boolean {
  const at = lastOfList(code, index);
  return textOf(code, at + 1) === '->';
}

/** C++'s `using other::name`. */
function isUsing(code: LexedCode, index: number): boolean {
  let at = index;
  while (textOf(code, at - 1) === '::') at -= isWord(code, at - 2) ? 2 : 1;
  return textOf(code, at - 1) === 'using';
}
