import { isLineStart, isWord, lastOfList, textOf } from '../../nextEdit/codeBlocks.ts';
import { isAccess } from '../../nextEdit/definitions.ts';
import type { LexedCode } from '../../nextEdit/lexCode.ts';
import { dialectOf } from '../../nextEdit/names.ts';
import { isUnscopedBinding } from '../../nextEdit/unscopedBindings.ts';
import { endsOperand } from './statements.ts';

/** Whether what a name stands for may be another thing after this place: it is set, counted, deleted, or its address is given away. */
export function isWritten(code: LexedCode, index: number): boolean {
  const { languageId } = code;
  if (isAssignedBehind(code, index)) return true;
  if (isCounted(code, index) || isAddressTaken(code, index) || isInPattern(code, index)) return true;
  const before = textOf(code, index - 1);
  if (/^(?:delete|del|ref|out|inout)$/.test(before)) return true;
  if (languageId === 'python') return isUnscopedBinding(code, index);
  if (languageId === 'cpp' && before === '>' && textOf(code, index - 2) === '>') return true;
  // `a, b = 1, 2`, and a variable that is declared elsewhere in the head of a loop.
  const last = lastOfList(code, index);
  if (last > index && textOf(code, code.parents[index] ?? -1) !== '(' && isAssignedBehind(code, last)) return true;
  return /^(?:\(|for|await)$/.test(before) && /^(?:of|in)$/.test(textOf(code, index + 1));
}

/** Whether a member or an element of what the name stands for is set, or may be by a call of a method. */
export function isChangedWithin(code: LexedCode, index: number): boolean {
  return /^(?:\.|\?\.|->|\[)$/.test(textOf(code, index + 1));
}

/** `=`, `+=` and the like. */
export function isAssignedBehind(code: LexedCode, index: number): boolean {
  return assignment.test(signsFrom(code, index + 1));
}

const assignment = /^(?:\*\*|\/\/|<<|>>>?|&&|\|\||\?\?|&\^|[-+*/%&|^@:])?=(?![=>])/;

/** The signs that stand there without a space between them. */
function signsFrom({ tokens }: LexedCode, index: number): string {
  let signs = '';
  for (let at = index; tokens[at]?.kind === 'sign'; at++) {
    if (at > index && tokens[at - 1]?.end !== tokens[at]?.start) break;
    signs += tokens[at]?.text;
  }
  return signs;
}

function isCounted(code: LexedCode, index: number): boolean {
  const isPair = (at: number): boolean =>
    /^[-+]$/.test(textOf(code, at)) &&
    textOf(code, at) === textOf(code, at + 1) &&
    code.tokens[at]?.end === code.tokens[at + 1]?.start;
  return isPair(index + 1) || isPair(index - 2);
}

/** Whether something may refer to a variable from there on, and set it without its name. */
export function isAddressTaken(code: LexedCode, index: number): boolean {
  if (!/^(?:c|cpp|go|rust|csharp|swift)$/.test(code.languageId)) return false;
  const isReference = textOf(code, index - 1) === '=' && /^&&?$/.test(textOf(code, index - 3));
  if (code.languageId === 'cpp' && isReference) return true;
  const at = textOf(code, index - 1) === 'mut' ? index - 2 : index - 1;
  return /^&&?$/.test(textOf(code, at)) && !endsOperand(code, at - 1);
}

/** Of `[a, b] = c`, `({ a } = c)`, `(a, b) = c`, `for ([a] of b)`. */
function isInPattern(code: LexedCode, index: number): boolean {
  for (let open = code.parents[index] ?? -1; open !== -1; open = code.parents[open] ?? -1) {
    const isLookup = textOf(code, open) !== '{' && endsOperand(code, open - 1);
    if (isLookup) return false;
    const close = code.partners[open] ?? -1;
    if (isAssignedBehind(code, close)) return true;
    if (textOf(code, open) !== '(' && /^(?:of|in)$/.test(textOf(code, close + 1)) && code.languageId !== 'python')
      return true;
  }
  return false;
}

/** Whether a word is the name of an argument or of a member, and no variable. */
export function isKey(code: LexedCode, index: number): boolean {
  const { languageId } = code;
  if (isAccess(code, index)) return true;
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  const open = code.parents[index] ?? -1;
  if (!/^[{(,]$/.test(before) || open === -1) return false;
  const around = textOf(code, open);
  if (around === '{') return behind === ':' && (dialectOf(languageId) === 'script' || languageId === 'rust');
  if (around !== '(' || !endsOperand(code, open - 1)) return false;
  return /^(?:csharp|swift|dart)$/.test(languageId)
    ? behind === ':'
    : /^(?:python|kotlin|scala)$/.test(languageId) && behind === '=';
}

/**
 * Whether anything between two tokens may change what it knows nothing of: a call that is over by then, or a member that is set.
 *
 * @param end the first token that need not be looked at.
 * @param isAgain what is between them may run more than once.
 */
export function hasEffects(code: LexedCode, first: number, end: number, isAgain: boolean): boolean {
  for (let at = first; at < end; at++) {
    const text = textOf(code, at);
    const isOver = isAgain || (code.partners[at] ?? -1) < end;
    if (text === '(' && isOver && isCall(code, at)) return true;
    if (text === '{' && endsOperand(code, at - 1) && /^(?:kotlin|swift|scala)$/.test(code.languageId)) return true;
    if (isWord(code, at) && effects.has(text)) return true;
    const isElement = /^[\])]$/.test(text) || (isWord(code, at) && isAccess(code, at));
    if (isElement && (isAssignedBehind(code, at) || isCounted(code, at))) return true;
    const isTagged =
      code.tokens[at]?.kind === 'string' &&
      isWord(code, at - 1) &&
      code.text.charAt(code.tokens[at]?.start ?? 0) === '`';
    if (isTagged && dialectOf(code.languageId) === 'script' && endsOperand(code, at - 1)) return true;
    if (text === '*' && isLineStart(code, at)) return true;
  }
  return false;
}

function isCall(code: LexedCode, open: number): boolean {
  const before = code.tokens[open - 1];
  if (before === undefined) return false;
  if (before.kind === 'word') return !controlWords.has(before.text) && endsOperand(code, open - 1);
  return before.kind === 'string' || /^(?:[)\]}>!]|\?\.)$/.test(before.text);
}

const controlWords: ReadonlySet<string> = new Set(
  'if for while switch catch when match return and or not in is'.split(' '),
);
const effects: ReadonlySet<string> = new Set(
  'new await yield delete del for foreach with import go defer using lock synchronized goto asm'.split(' '),
);
