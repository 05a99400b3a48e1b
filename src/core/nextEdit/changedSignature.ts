import { blockHead, textOf } from './codeBlocks.ts';
import { blockOfHead, indentedBlocks } from './codeLines.ts';
import type { Definition } from './definition.ts';
import { definitionAt } from './definitions.ts';
import type { Burst } from './editHistory.ts';
import { type LexedCode, lexCode, tokenAt } from './lexCode.ts';
import { type Dialect, dialectOf } from './names.ts';
import type { FoundEdits } from './nextEdits.ts';
import { type ParameterList, parameterListAt } from './parameterLists.ts';
import { parametersOf } from './parameters.ts';
import { isShared } from './sharedChange.ts';
import { callEdits, signatureChange } from './signatureChange.ts';
import { usesOf } from './usesOf.ts';

/**
 * The calls of a function whose parameters were added, removed or put into another order, where they are as they were.
 *
 * @returns `undefined`: no parameters were edited.
 */
export function changedSignature(code: LexedCode, burst: Burst): FoundEdits | undefined {
  const dialect = dialectOf(code.languageId);
  const list = dialect && listAround(code, burst, dialect);
  if (list === undefined || list.nameIndex === -1) return undefined;
  const before = lexCode(burst.before, code.languageId);
  const openBefore = before === undefined ? -1 : tokenAt(before, code.tokens[list.open]?.start ?? -1);
  if (before === undefined || textOf(before, openBefore) !== '(') return undefined;
  const [old, now] = [parametersOf(before, openBefore), parametersOf(code, list.open)];
  const change = old && now && signatureChange(old, now);
  if (change === undefined) return undefined;
  const edits = callEdits(code, callsOf(code, list), change);
  const called = calledThing(code, list);
  const isOthers = called !== undefined && isShared(code, called, [textOf(code, called.index)]);
  if (!isOthers) return { edits };
  const isConstructed = textOf(code, list.nameIndex) !== '__init__' && called.index !== list.nameIndex;
  return { edits, shared: { kind: 'signature', name: textOf(code, called.index), change, isConstructed } };
}

/** What is defined with these parameters: a function, or the class that is made so. */
function calledThing(code: LexedCode, { nameIndex }: ParameterList): Definition | undefined {
  const name = textOf(code, nameIndex);
  const owner = constructedBy(code, nameIndex, name);
  return definitionAt(code, owner ?? nameIndex);
}

function listAround(code: LexedCode, { range }: Burst, dialect: Dialect): ParameterList | undefined {
  const touched = code.tokens.findIndex(({ end }) => end >= range.start);
  for (let open = code.parents[touched] ?? -1; open !== -1; open = code.parents[open] ?? -1) {
    const [start, end] = [code.tokens[open]?.end ?? 0, code.tokens[code.partners[open] ?? -1]?.start ?? 0];
    const list = start <= range.start && range.end <= end ? parameterListAt(code, open, dialect) : undefined;
    if (list !== undefined) return list;
  }
  // Before the first parameter, the `(` itself is what is touched.
  return code.tokens[touched]?.end === range.start ? parameterListAt(code, touched, dialect) : undefined;
}

/** Indices of the `(` of its calls. */
function callsOf(code: LexedCode, { nameIndex }: ParameterList): readonly number[] {
  const name = textOf(code, nameIndex);
  const ownerIndex = constructedBy(code, nameIndex, name);
  const owner = ownerIndex === undefined ? undefined : textOf(code, ownerIndex);
  if (owner !== undefined) {
    const isNew = (index: number): boolean =>
      name === 'constructor' ? textOf(code, index - 1) === 'new' : textOf(code, index - 1) !== 'class';
    return [...code.tokens.keys()].filter(
      (index) => textOf(code, index - 1) === owner && isNew(index - 1) && textOf(code, index) === '(',
    );
  }
  const definition = definitionAt(code, nameIndex);
  const uses = (definition && usesOf(code, definition, name)) ?? [];
  return uses.map((index) => index + 1).filter((index) => textOf(code, index) === '(');
}

/** Index of the name of the class that is made by calling what stands at an index. */
function constructedBy(code: LexedCode, nameIndex: number, name: string): number | undefined {
  if (name === '__init__') {
    const head = blockOfHead(code, nameIndex);
    const around = head && indentedBlocks(code, nameIndex)[0];
    return around?.kind === 'class' ? around.nameIndex : undefined;
  }
  return name === 'constructor' ? blockHead(code, code.parents[nameIndex] ?? -1) + 1 : undefined;
}
