import { isWord, textOf } from '../../nextEdit/codeBlocks.ts';
import { statementStart } from '../../nextEdit/codeLines.ts';
import type { Definition } from '../../nextEdit/definition.ts';
import type { LexedCode } from '../../nextEdit/lexCode.ts';
import { dialectOf } from '../../nextEdit/names.ts';
import { braceKind, functionAround } from './inlineSurroundings.ts';
import { endsLine, isFirstOfStatement, isOnNewLine, isSemicolonLanguage } from './statements.ts';

/** A statement that declares one name and gives it a value. Indices of tokens, the last ones included. */
export interface InlineDeclaration {
  readonly name: string;
  readonly nameIndex: number;
  readonly first: number;
  /** The `;`, where there is one. */
  readonly last: number;
  readonly valueFirst: number;
  readonly valueLast: number;
  /** `undefined`: the value tells it. Without words that say that it is not set again. */
  readonly type: string | undefined;
  /** It can't be set again. */
  readonly isConstant: boolean;
}

/** @returns why it is none that can go, as a sentence without its name in front: `is a parameter`. */
export function inlineDeclarationAt(code: LexedCode, { index, isMember }: Definition): InlineDeclaration | string {
  if (isMember) return 'is a member of its class';
  const head = headOf(code, index);
  if (typeof head === 'string') return head;
  const { first, equals, type, isConstant } = head;
  const open = code.parents[first] ?? -1;
  const where = whyNotThere(code, first, open);
  if (where !== undefined) return where;
  const valueLast = valueEnd(code, equals + 1);
  if (valueLast === undefined || valueLast <= equals) return 'has a value whose end is not plain to see';
  const listed = whyNotAlone(code, equals + 1, valueLast);
  if (listed !== undefined) return listed;
  const last = textOf(code, valueLast + 1) === ';' ? valueLast + 1 : valueLast;
  return {
    ...{ name: textOf(code, index), nameIndex: index, first, last, valueFirst: equals + 1, valueLast },
    ...{ type, isConstant },
  };
}

interface Head {
  readonly first: number;
  readonly equals: number;
  readonly type: string | undefined;
  readonly isConstant: boolean;
}

const noValue = 'is not declared by itself with a value';

function headOf(code: LexedCode, index: number): Head | string {
  const before = textOf(code, index - 1);
  const equals = equalsBehind(code, index);
  if (equals === undefined) return noValue;
  const annotation = equals === index + 1 ? undefined : codeText(code, index + 2, equals - 1);
  switch (dialectOf(code.languageId)) {
    case 'python':
      return statementStart(code, index) === index
        ? { first: index, equals, type: undefined, isConstant: false }
        : noValue;
    case 'script':
      if (!/^(?:const|let|var)$/.test(before)) return noValue;
      return { first: index - 1, equals, type: annotation, isConstant: before === 'const' };
    case 'go':
      if (textOf(code, equals) === ':=') return { first: index, equals, type: undefined, isConstant: false };
      if (!/^(?:var|const)$/.test(before)) return noValue;
      return {
        ...{ first: index - 1, equals, isConstant: before === 'const' },
        type: equals === index + 1 ? undefined : codeText(code, index + 1, equals - 1),
      };
    case 'rust': {
      const first = before === 'mut' ? index - 2 : index - 1;
      if (textOf(code, first) !== 'let') return noValue;
      return { first, equals, type: annotation, isConstant: before === 'let' };
    }
    case 'typed':
      if (/^(?:val|var|let)$/.test(before) && isFirstOfStatement(code, index - 1))
        return { first: index - 1, equals, type: annotation, isConstant: /^(?:val|let)$/.test(before) };
      return equals === index + 1 ? typedHead(code, index, equals) : noValue;
    case undefined:
      return noValue;
  }
}

/** Of `Type name = ...`. */
function typedHead(code: LexedCode, index: number, equals: number): Head | string {
  let first = index;
  while (!isFirstOfStatement(code, first)) {
    const before = textOf(code, first - 1);
    if (!isWord(code, first - 1) && !/^(?:[<>*&?,.]|::|\])$/.test(before)) return noValue;
    first = before === ']' ? (code.partners[first - 1] ?? first - 1) : first - 1;
  }
  const words = code.tokens.slice(first, index).map(({ text }) => text);
  const kept = words.find((word) => lasting.has(word));
  if (kept !== undefined) return `is declared \`${kept}\``;
  if (words.some((word) => /^&&?$/.test(word))) return 'is a reference';
  const type = words.filter((word) => !constant.has(word));
  const isInferred = type.length === 0 || (type.length === 1 && /^(?:auto|var)$/.test(type[0] ?? ''));
  if (words.length === 0 || (isInferred && code.languageId === 'c' && type.length === 0)) return noValue;
  const isConstant = words.some((word) => constant.has(word)) && !words.includes('*');
  return { first, equals, type: isInferred ? undefined : type.join(' '), isConstant };
}

const constant: ReadonlySet<string> = new Set(['const', 'final', 'constexpr', 'readonly']);
/** Words for variables that live longer than the block, or are more than a value. */
const lasting: ReadonlySet<string> = new Set(
  'static extern volatile thread_local register mutable late lateinit lazy using ref typedef return else yield throw export case'.split(
    ' ',
  ),
);

/** The `=` behind a name and its type, in the same statement. */
function equalsBehind(code: LexedCode, index: number): number | undefined {
  const level = code.parents[index];
  for (let at = index + 1; at < code.tokens.length && code.parents[at] === level; at++) {
    const text = textOf(code, at);
    if (text === '=' || (text === ':=' && at === index + 1)) return at;
    if (text === ';' || text === ',' || /^(?:[-+*/%&|^]=|:=)$/.test(text)) return undefined;
    if (at === index + 1 && text !== ':' && dialectOf(code.languageId) !== 'go') return undefined;
    if (isOnNewLine(code, at) && code.languageId !== 'rust' && !/script/.test(code.languageId)) return undefined;
    if (/^[([{]$/.test(text)) at = code.partners[at] ?? at;
  }
  return undefined;
}

function codeText(code: LexedCode, first: number, last: number): string {
  return code.tokens
    .slice(first, last + 1)
    .map(({ text }) => text)
    .join(' ');
}

function whyNotThere(code: LexedCode, first: number, open: number): string | undefined {
  const dialect = dialectOf(code.languageId);
  const before = textOf(code, first - 1);
  if (before === 'export' || before === 'declare') return 'is exported';
  if (textOf(code, open) === '(') return 'is declared in the head of a loop or in a group';
  if (!isFirstOfStatement(code, first)) return 'is declared within another statement';
  if (dialect === 'python') {
    if (open !== -1) return noValue;
    const isModuleLevel = functionAround(code, first).start === -1;
    return isModuleLevel && !/^_(?!_)/.test(textOf(code, first)) ? 'may be used by other modules' : undefined;
  }
  if (open === -1)
    return dialect === 'script' && isModule(code)
      ? undefined
      : 'is declared outside of functions, where other files may use it';
  if (textOf(code, open) !== '{') return 'is declared within another statement';
  if (braceKind(code, open) === 'type') return 'is a member of its class';
  return undefined;
}

/** Whether what stands at the top level of a script is seen in this file alone. */
function isModule(code: LexedCode): boolean {
  return code.tokens.some(({ text }, index) => {
    if (/^(?:import|export)$/.test(text)) return code.parents[index] === -1 && isFirstOfStatement(code, index);
    return text === 'require'
      ? textOf(code, index + 1) === '('
      : text === 'module' && textOf(code, index + 2) === 'exports';
  });
}

/** @returns the index of its last token; `undefined`: it can't be told. */
function valueEnd(code: LexedCode, first: number): number | undefined {
  const level = code.parents[first];
  const needsSemicolon = isSemicolonLanguage(code.languageId);
  for (let at = first; at < code.tokens.length; at++) {
    const text = textOf(code, at);
    const isOutside = code.parents[at] !== level;
    if (text === ';' || isOutside) return isOutside && needsSemicolon ? undefined : at - 1;
    if (at > first && !needsSemicolon) {
      const ends = endsLine(code, at);
      if (ends === undefined) return undefined;
      if (ends) return at - 1;
    }
    if (/^[([{]$/.test(text)) at = code.partners[at] ?? at;
  }
  return needsSemicolon ? undefined : code.tokens.length - 1;
}

/** Why a value is not that of one name alone. */
function whyNotAlone(code: LexedCode, first: number, last: number): string | undefined {
  const level = code.parents[first];
  const isPython = code.languageId === 'python';
  for (let at = first; at <= last; at++) {
    if (code.parents[at] !== level) continue;
    const text = textOf(code, at);
    if (text === ',' && !isPython) return 'is declared in a list';
    if (isPython && /^(?:=|;|\\)$/.test(text)) return 'shares its line with other statements';
    if (text === 'else' && code.languageId === 'rust' && !code.tokens.slice(first, at).some((one) => one.text === 'if'))
      return noValue;
  }
  return undefined;
}
