import { textOf } from './codeBlocks.ts';
import type { LexedCode } from './lexCode.ts';
import { listItems, type Parameter } from './parameters.ts';
import type { ProposedEdit } from './proposedEdit.ts';

/** How the arguments of a call become those that it needs. */
export interface SignatureChange {
  readonly old: readonly Parameter[];
  readonly now: readonly Parameter[];
  readonly kind: 'added' | 'removed' | 'reordered';
}

/** @returns `undefined` where nothing was changed, or more than can be told of the arguments. */
export function signatureChange(old: readonly Parameter[], now: readonly Parameter[]): SignatureChange | undefined {
  const has = (list: readonly Parameter[], { name }: Parameter): boolean => list.some((other) => other.name === name);
  const [kept, stayed] = [old.filter((one) => has(now, one)), now.filter((one) => has(old, one))];
  const isInOrder = kept.every(({ name }, index) => stayed[index]?.name === name);
  if (!isInOrder)
    return kept.length === old.length && old.length === now.length ? { old, now, kind: 'reordered' } : undefined;
  if (kept.length === old.length && now.length === old.length + 1) return { old, now, kind: 'added' };
  return stayed.length === now.length && old.length === now.length + 1 ? { old, now, kind: 'removed' } : undefined;
}

/**
 * What a change makes of the arguments of calls.
 *
 * @param opens indices of their `(`.
 * @returns ascending, without overlaps, since a call may stand in an argument of another one; only what is sure.
 */
export function callEdits(code: LexedCode, opens: readonly number[], change: SignatureChange): readonly ProposedEdit[] {
  let end = -1;
  return opens
    .flatMap((open) => callEdit(code, open, change) ?? [])
    .sort((a, b) => a.range.start - b.range.start)
    .filter(({ range }) => {
      const isFree = range.start > end;
      if (isFree) end = range.end;
      return isFree;
    });
}

/** @returns `undefined` where the call does not need it, or not surely. */
function callEdit(code: LexedCode, open: number, { old, now, kind }: SignatureChange): ProposedEdit | undefined {
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
