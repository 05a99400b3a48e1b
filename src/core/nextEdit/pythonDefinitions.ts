import type { OffsetRange } from '../../shared/text.ts';
import { bracketRange, firstOfList, isLineStart, isWord, lastOfList, textOf } from './codeBlocks.ts';
import { blockOfHead, type IndentedBlock, indentedBlocks, statementStart } from './codeLines.ts';
import type { Found } from './definition.ts';
import { type LexedCode, wordsNamed } from './lexCode.ts';
import { parameterListAt } from './parameterLists.ts';

/** As {@link definitionAt}, of Python, whose variables are defined by what first sets them. */
export function pythonDefinition(code: LexedCode, index: number): Found {
  const [before, behind] = [textOf(code, index - 1), textOf(code, index + 1)];
  const open = code.parents[index] ?? -1;
  const list = open === -1 ? undefined : parameterListAt(code, open, 'python');
  if (list !== undefined && /^[(,*]$/.test(before) && /^[,):=]$/.test(behind))
    return { isMember: false, scope: list.scope };
  if (before === 'def' || before === 'class') return inBlock(code, indentedBlocks(code, index)[0]);
  if (isImported(code, index)) return { isMember: false, scope: all(code) };
  if (isLoopVariable(code, index)) {
    const around =
      before === '(' || behind === ')' || textOf(code, open - 1) === 'for' ? (code.parents[open] ?? -1) : open;
    return around === -1 ? local(code, index) : { isMember: false, scope: bracketRange(code, around) };
  }
  if (open !== -1) return undefined;
  if (before === 'as') return local(code, index);
  if (before === '.' && textOf(code, index - 2) === 'self') return attribute(code, index);
  const last = lastOfList(code, index);
  const first = firstOfList(code, index);
  const isSet = isLineStart(code, first) && (textOf(code, last + 1) === '=' || (first === last && behind === ':'));
  return isSet ? local(code, index) : undefined;
}

function all(code: LexedCode): OffsetRange {
  return { start: 0, end: code.text.length };
}

function inBlock(code: LexedCode, block: IndentedBlock | undefined): Found {
  if (block?.kind !== 'class') return { isMember: false, scope: block ?? all(code) };
  return { isMember: true, scope: block, ownerName: textOf(code, block.nameIndex) };
}

/** Whether a name stands in an import, as what is imported or where from. */
export function isPythonImport(code: LexedCode, index: number): boolean {
  return /^(?:from|import)$/.test(textOf(code, statementStart(code, index)));
}

/** In the innermost function or class, where nothing has set the name before. */
function local(code: LexedCode, index: number): Found {
  const found = inBlock(code, indentedBlocks(code, index)[0]);
  const [name, scope] = [textOf(code, index), found?.scope ?? all(code)];
  // In the scope of its own: what is set in a function within is another.
  const isEarlier = wordsNamed(code, name).some(
    (other) => other < index && textOf(code, other - 1) !== '.' && isInScope(code, other, scope),
  );
  return isEarlier ? undefined : found;
}

function isInScope(code: LexedCode, index: number, { start }: OffsetRange): boolean {
  const head = blockOfHead(code, index);
  // Parameters belong to what they are parameters of.
  const block = head !== undefined && index > head.nameIndex ? head : indentedBlocks(code, index)[0];
  return (block?.start ?? 0) === start;
}

/** `self.name = ...`, where it is the first in its class. */
function attribute(code: LexedCode, index: number): Found {
  if (!/^[=:]$/.test(textOf(code, index + 1)) || !isLineStart(code, index - 2)) return undefined;
  const block = indentedBlocks(code, index).find(({ kind }) => kind === 'class');
  if (block === undefined) return undefined;
  const isEarlier = wordsNamed(code, textOf(code, index)).some(
    (other) => other < index && (code.tokens[other]?.start ?? 0) >= block.start && textOf(code, other - 2) === 'self',
  );
  return isEarlier ? undefined : inBlock(code, block);
}

function isImported(code: LexedCode, index: number): boolean {
  if (textOf(code, index + 1) === 'as' || !/^(?:import|as|,|\()$/.test(textOf(code, index - 1))) return false;
  for (let at = index - 1; at >= 0 && at > index - 200; at--) {
    const text = textOf(code, at);
    if (text === 'import') return true;
    if (!isWord(code, at) && !/^[,(]$/.test(text)) return false;
    if (isLineStart(code, at) && text !== 'from' && code.parents[at] === -1) return false;
  }
  return false;
}

/** Of `for a, b in` and `for (a, b) in`. */
function isLoopVariable(code: LexedCode, index: number): boolean {
  let [first, last] = [firstOfList(code, index), lastOfList(code, index)];
  if (textOf(code, first - 1) === '(' && textOf(code, last + 1) === ')') [first, last] = [first - 1, last + 1];
  return textOf(code, first - 1) === 'for' && textOf(code, last + 1) === 'in';
}
