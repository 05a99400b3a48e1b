import { isWord, textOf } from './codeBlocks.ts';
import { statementStart } from './codeLines.ts';
import type { LexedCode } from './lexCode.ts';
import { isPythonImport } from './pythonDefinitions.ts';

/** Whether Python gives a name a value there, be it one that had another before. */
export function isPythonBinding(code: LexedCode, index: number): boolean {
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  const first = statementStart(code, index);
  const isPattern = textOf(code, first) === 'case' && !/^[.=]$/.test(textOf(code, first + 1)) && !/^[.(]$/.test(behind);
  return (
    /^(?:global|nonlocal|del)$/.test(textOf(code, first)) ||
    isPattern ||
    behind === ':=' ||
    (isAsTarget(code, index) && !isPythonImport(code, index)) ||
    (before === 'type' && index - 1 === first && behind === '=') ||
    isLambdaParameter(code, index) ||
    isLoopTarget(code, index) ||
    isAssigned(code, index, first)
  );
}

/** Of `as a` and `as (a, b)`. */
function isAsTarget(code: LexedCode, index: number): boolean {
  for (let place = index; place !== -1; place = code.parents[place] ?? -1)
    if (textOf(code, place - 1) === 'as') return true;
  return false;
}

function isLambdaParameter(code: LexedCode, index: number): boolean {
  for (let at = index - 1; at >= 0 && code.parents[at] === code.parents[index]; at--) {
    const text = textOf(code, at);
    if (text === 'lambda') return true;
    if (text === ':') return false;
    if (/^[)\]}]$/.test(text)) at = code.partners[at] ?? at;
  }
  return false;
}

/** Of `for a, (b, c) in`, in a statement and in brackets. */
function isLoopTarget(code: LexedCode, index: number): boolean {
  for (let place = index; place !== -1; place = code.parents[place] ?? -1) {
    for (let at = place - 1; at >= 0 && code.parents[at] === code.parents[place]; at--) {
      const text = textOf(code, at);
      if (text === 'for') return true;
      if (/^(?:in|if|:|=|return)$/.test(text)) break;
      if (/^[)\]}]$/.test(text)) at = code.partners[at] ?? at;
    }
  }
  return false;
}

/** Of `a, (b, c) = x`, `[a, b] = x`, `a = b = x`, `a += x`. */
function isAssigned(code: LexedCode, index: number, first: number): boolean {
  let place = index;
  for (let open = code.parents[index] ?? -1; open !== -1; open = code.parents[open] ?? -1) {
    if (isArgument(code, open)) return false;
    place = open;
  }
  const isCompound = compounds.has(textOf(code, first));
  if (/^[.([]$/.test(textOf(code, index + 1)) || (!isCompound && hasColon(code, first, place))) return false;
  for (let at = place + 1; at < code.tokens.length && statementStart(code, at) === first; at++) {
    if ((code.parents[at] ?? -1) !== -1) continue;
    const text = textOf(code, at);
    if (text === '=' || /^[-+*/%&|^]=$/.test(text)) return true;
    if (text === ';' || (text === ':' && place !== first)) return false;
  }
  return false;
}

/** Whether a bracket holds arguments, or what is looked up. */
function isArgument(code: LexedCode, open: number): boolean {
  const before = code.tokens[open - 1];
  if (textOf(code, open) === '{' || before === undefined) return textOf(code, open) === '{';
  const isClosed = before.kind === 'string' || /^[)\]}]$/.test(before.text);
  return isClosed || (isWord(code, open - 1) && !wordsBeforeBracket.has(before.text));
}

/** An annotation stands behind it. */
function hasColon(code: LexedCode, first: number, end: number): boolean {
  for (let at = first; at < end; at++) if (textOf(code, at) === ':' && (code.parents[at] ?? -1) === -1) return true;
  return false;
}

const wordsBeforeBracket: ReadonlySet<string> = new Set(
  'in for and or not is if else return yield await as'.split(' '),
);
const compounds: ReadonlySet<string> = new Set(
  'if elif else for while try except finally with def class async match case'.split(' '),
);
