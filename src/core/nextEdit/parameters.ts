import type { OffsetRange } from '../../shared/text.ts';
import { isName, isWord, textOf } from './codeBlocks.ts';
import type { LexedCode } from './lexCode.ts';
import { dialectOf } from './names.ts';

/** One parameter of a function. */
export interface Parameter {
  readonly name: string;
  /** What it is where a call leaves it out. */
  readonly defaultText?: string;
  /** A call may leave it out. */
  readonly isOptional: boolean;
}

/** What stands between two commas of a `(...)`. */
export interface ListItem extends OffsetRange {
  /** Of the first token, and behind the last. */
  readonly first: number;
  readonly behind: number;
}

/**
 * The items of a bracket.
 *
 * @param hasTypes commas between `<` and `>` separate nothing.
 */
export function listItems(code: LexedCode, open: number, hasTypes: boolean): readonly ListItem[] {
  const close = code.partners[open] ?? -1;
  const items: ListItem[] = [];
  let [first, angles] = [open + 1, 0];
  for (let index = open + 1; index <= close; index++) {
    const text = textOf(code, index);
    const isDirect = code.parents[index] === open;
    if (hasTypes && isDirect && text === '<') angles++;
    if (hasTypes && isDirect && text === '>') angles--;
    const isEnd = index === close || (text === ',' && isDirect && angles <= 0);
    if (!isEnd) continue;
    const [start, end] = [code.tokens[first]?.start, code.tokens[index - 1]?.end];
    if (first < index && start !== undefined && end !== undefined) items.push({ start, end, first, behind: index });
    first = index + 1;
  }
  return items;
}

/** @returns without the receiver; `undefined` where one of them has no name of its own, or takes any number of values. */
export function parametersOf(code: LexedCode, open: number): readonly Parameter[] | undefined {
  const dialect = dialectOf(code.languageId);
  const items = listItems(code, open, true);
  const isReceiver = ({ first, behind }: ListItem): boolean =>
    (dialect === 'python' || dialect === 'rust') &&
    /^(?:self|cls)$/.test(textOf(code, behind - 1)) &&
    behind - first <= 3;
  const own = items.filter((item, index) => index > 0 || !isReceiver(item));
  const parameters = own.flatMap((item) => parameterOf(code, item) ?? []);
  const names = new Set(parameters.map(({ name }) => name));
  return parameters.length === own.length && names.size === own.length ? parameters : undefined;
}

function parameterOf(code: LexedCode, { first, behind, end }: ListItem): Parameter | undefined {
  const dialect = dialectOf(code.languageId);
  const indices = Array.from({ length: behind - first }, (_, at) => first + at);
  if (indices.some((index) => /^(?:\.{3}|\*\*?|@|this)$/.test(textOf(code, index)) && index < first + 2))
    return undefined;
  const open = code.parents[first];
  const sign = (pattern: RegExp): number | undefined =>
    indices.find((index) => code.parents[index] === open && pattern.test(textOf(code, index)));
  const equals = sign(/^=$/);
  const mark = sign(/^[:?]$/) ?? equals ?? behind;
  const isTypeFirst = dialect === 'typed' && sign(/^:$/) === undefined;
  const nameIndex = dialect === 'go' ? first : isTypeFirst ? (equals ?? behind) - 1 : mark - 1;
  if (!isName(code, nameIndex) || nameIndex < first) return undefined;
  // Go's `a, b int` has parameters of one word; a type alone has no name.
  if (isTypeFirst && nameIndex === first) return undefined;
  if (dialect === 'script' && indices.some((index) => index < nameIndex && !isWord(code, index))) return undefined;
  const defaultText = equals === undefined ? '' : code.text.slice(code.tokens[equals]?.end, end).trim();
  const isOptional = equals !== undefined || (dialect === 'script' && textOf(code, nameIndex + 1) === '?');
  return { name: textOf(code, nameIndex), isOptional, ...(defaultText !== '' && { defaultText }) };
}
