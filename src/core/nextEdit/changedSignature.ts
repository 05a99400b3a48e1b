import { blockHead, textOf } from './codeBlocks.ts';
import { blockOfHead, indentedBlocks } from './codeLines.ts';
import { definitionAt } from './definitions.ts';
import type { Burst } from './editHistory.ts';
import { type LexedCode, lexCode, tokenAt } from './lexCode.ts';
import { type Dialect, dialectOf } from './names.ts';
import type { ProposedEdit } from './nextEdits.ts';
import { type ParameterList, parameterListAt } from './parameterLists.ts';
import { listItems, type Parameter, parametersOf } from './parameters.ts';
import { usesOf } from './usesOf.ts';

/**
 * The calls of a function whose parameters were added, removed or put into another order, where they are as they were.
 *
 * @returns `undefined`: no parameters were edited.
 */
export function changedSignature(code: LexedCode, burst: Burst): readonly ProposedEdit[] | undefined {
  const dialect = dialectOf(code.languageId);
  const list = dialect && listAround(code, burst, dialect);
  if (list === undefined || list.nameIndex === -1) return undefined;
  const before = lexCode(burst.before, code.languageId);
  const openBefore = before === undefined ? -1 : tokenAt(before, code.tokens[list.open]?.start ?? -1);
  if (before === undefined || textOf(before, openBefore) !== '(') return undefined;
  const [old, now] = [parametersOf(before, openBefore), parametersOf(code, list.open)];
  const change = old && now && changeOf(old, now);
  if (change === undefined) return undefined;
  return callsOf(code, list).flatMap((open) => editOf(code, open, change) ?? []);
}

/** How the arguments of a call become those that it needs. */
interface Change {
  readonly old: readonly Parameter[];
  readonly now: readonly Parameter[];
  readonly kind: 'added' | 'removed' | 'reordered';
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

function changeOf(old: readonly Parameter[], now: readonly Parameter[]): Change | undefined {
  const has = (list: readonly Parameter[], { name }: Parameter): boolean => list.some((other) => other.name === name);
  const [kept, stayed] = [old.filter((one) => has(now, one)), now.filter((one) => has(old, one))];
  const isInOrder = kept.every(({ name }, index) => stayed[index]?.name === name);
  if (!isInOrder)
    return kept.length === old.length && old.length === now.length ? { old, now, kind: 'reordered' } : undefined;
  if (kept.length === old.length && now.length === old.length + 1) return { old, now, kind: 'added' };
  return stayed.length === now.length && old.length === now.length + 1 ? { old, now, kind: 'removed' } : undefined;
}

/** Indices of the `(` of its calls. */
function callsOf(code: LexedCode, { nameIndex }: ParameterList): readonly number[] {
  const name = textOf(code, nameIndex);
  const owner = constructedBy(code, nameIndex, name);
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

/** The class that is made by calling what stands at an index. */
function constructedBy(code: LexedCode, nameIndex: number, name: string): string | undefined {
  if (name === '__init__') {
    const head = blockOfHead(code, nameIndex);
    const around = head && indentedBlocks(code, nameIndex)[0];
    return around?.kind === 'class' ? textOf(code, around.nameIndex) : undefined;
  }
  return name === 'constructor' ? textOf(code, blockHead(code, code.parents[nameIndex] ?? -1) + 1) : undefined;
}

/** @returns `undefined` where the call does not need it, or not surely. */
function editOf(code: LexedCode, open: number, { old, now, kind }: Change): ProposedEdit | undefined {
  const close = code.partners[open] ?? -1;
  const [start, end] = [code.tokens[open]?.end ?? 0, code.tokens[close]?.start ?? 0];
  const items = listItems(code, open, false);
  const isPlain = items.every(({ first, behind }) => !isNamedOrSpread(code, first, behind));
  const hasComment = code.quoted.some((one) => one.kind === 'comment' && one.start >= start && one.end <= end);
  const required = old.filter(({ isOptional }) => !isOptional).length;
  if (!isPlain || hasComment || items.length > old.length || items.length < required) return undefined;
  const argument = (index: number): string => code.text.slice(items[index]?.start, items[index]?.end);
  const at = differsAt(old, now);
  const edit = (from: number, to: number, newText: string): ProposedEdit => ({
    ...{ range: { start: from, end: to }, oldText: code.text.slice(from, to), newText },
  });
  if (kind === 'added') {
    const parameter = now[at];
    // What is left out at the end need not be told.
    if (parameter === undefined || at > items.length || (parameter.isOptional && at === items.length)) return undefined;
    const text = parameter.defaultText ?? parameter.name;
    const [next, last] = [items[at], items[at - 1]];
    if (next !== undefined)
      return { ...edit(next.start, next.start, `${text}, `), placeholder: { start: 0, end: text.length } };
    if (last === undefined) return { ...edit(start, start, text), placeholder: { start: 0, end: text.length } };
    return { ...edit(last.end, last.end, `, ${text}`), placeholder: { start: 2, end: 2 + text.length } };
  }
  const isOneLine = !/[\r\n]/.test(code.text.slice(start, end));
  if (!isOneLine) return undefined;
  if (kind === 'removed') {
    const item = items[at];
    if (item === undefined) return undefined;
    const [next, last] = [items[at + 1], items[at - 1]];
    return next !== undefined ? edit(item.start, next.start, '') : edit(last?.end ?? item.start, item.end, '');
  }
  if (items.length !== old.length) return undefined;
  const order = now.map(({ name }) => old.findIndex((other) => other.name === name));
  const moved = order.flatMap((from, to) => (from === to ? [] : [to]));
  const [first, last] = [moved[0] ?? 0, moved.at(-1) ?? 0];
  const newText = order
    .slice(first, last + 1)
    .map(argument)
    .join(', ');
  const reordered = edit(items[first]?.start ?? start, items[last]?.end ?? end, newText);
  return reordered.oldText === newText ? undefined : reordered;
}

/** The first parameter that is not the same. */
function differsAt(old: readonly Parameter[], now: readonly Parameter[]): number {
  const index = [...old, ...now].findIndex((_, at) => old[at]?.name !== now[at]?.name);
  return index === -1 ? 0 : index;
}

function isNamedOrSpread(code: LexedCode, first: number, behind: number): boolean {
  return /^(?:\.{3}|\*\*?|&)$/.test(textOf(code, first))
    ? textOf(code, first) !== '&'
    : behind > first + 1 && /^[=:]$/.test(textOf(code, first + 1));
}
