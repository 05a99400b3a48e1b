import { isWord, textOf } from '../../nextEdit/codeBlocks.ts';
import { dialectOf } from '../../nextEdit/names.ts';
import { declaredType, meaningAt } from './inlineNames.ts';
import { isWholeOperand } from './inlineText.ts';
import type { Inlining } from './inlining.ts';

/**
 * Why the value may be of another type, or be computed in another one, in place of the variable.
 *
 * Where a literal has no type of its own (Go, Rust, Swift), it may only stand where the variable stood alone: in `x / 2.0` or
 * `x << 40` it would take the type of its neighbour, and be another number. Elsewhere the declared type has to be the one that
 * the value has anyhow: `double x = 1; x / 2` is not `1 / 2`.
 */
export function whyOtherType(inlining: Inlining): string | undefined {
  const { code, declaration, value, uses } = inlining;
  const dialect = dialectOf(code.languageId);
  if (dialect === 'script' || dialect === 'python') return undefined;
  const { type } = declaration;
  const areAlone = uses.every((use) => isWholeOperand(code, use));
  const isUntyped = value.names.length === 0 || (dialect === 'go' && value.kind !== 'other' && hasOuterName(inlining));
  if (/^(?:go|rust|swift)$/.test(code.languageId) && isUntyped && value.kind !== 'other' && !isTruth(value.text)) {
    const isOwn = type === undefined || isOwnType(inlining, type);
    const isConstant = dialect === 'go' && textOf(code, declaration.first) === 'const' && type === undefined;
    const mayBeMany = dialect !== 'rust' || type !== undefined || uses.length === 1 || /^["']/.test(value.text);
    if (isConstant) return undefined;
    return isOwn && areAlone && mayBeMany ? undefined : 'its value has no type of its own there';
  }
  if (type === undefined) return undefined;
  const said = `its value may be of another type than ${type.replace(/\s*([<>,.?*&[\]]|::)\s*/g, '$1')}`;
  if (isOwnType(inlining, type)) return undefined;
  if (value.kind === 'literal' || value.kind === 'operators' || isNumeric(code.languageId, type)) return said;
  return uses.every((use) => isReturnedOrSet(inlining, use)) ? undefined : said;
}

function isTruth(text: string): boolean {
  return /^(?:true|false)$/.test(text);
}

/** Whether a name may be a constant, which has no type of its own. */
function hasOuterName({ code, declaration, value }: Inlining): boolean {
  const start = code.tokens[declaration.nameIndex]?.start ?? 0;
  return value.names.some((index) => {
    const definition = meaningAt(code, textOf(code, index), start);
    return (
      definition === undefined ||
      textOf(code, definition.index - 1) === 'const' ||
      code.parents[definition.index] === -1
    );
  });
}

/** Whether the value has the declared type by itself. */
function isOwnType(inlining: Inlining, type: string): boolean {
  const { code, declaration, value } = inlining;
  const start = code.tokens[declaration.nameIndex]?.start ?? 0;
  const typeOf = (index: number): string | undefined => {
    const definition = meaningAt(code, textOf(code, index), start);
    return definition && declaredType(code, definition.index);
  };
  const text = value.text.replace(/^-\s*/, '');
  switch (value.kind) {
    case 'literal':
      return literalTypes(code.languageId, text).includes(type);
    case 'name':
      return value.names.every((index) => typeOf(index) === type);
    case 'operators': {
      if (/^(?:boolean|bool|Boolean|Bool)$/.test(type) && value.operators.some((sign) => truth.test(sign)))
        return !value.operators.some((sign) => /^[?:]$/.test(sign));
      if (!wholeTypes.has(type) || value.operators.some((sign) => !/^[-+*/%]$/.test(sign))) return false;
      if (/["']/.test(value.text) || /\b(?:true|false|null)\b/.test(value.text)) return false;
      const areNumbers = value.numbers.every((number) => literalTypes(code.languageId, number).includes(type));
      return areNumbers && value.names.every((index) => typeOf(index) === type);
    }
    case 'other':
      return isMade(inlining, type) || (/^[Ss]tring$/.test(type) && /^(?:java|csharp|dart)$/.test(code.languageId));
  }
}

const truth = /^(?:[<>]|<=|>=|[=!]==?|&&|\|\||!)$/;
/** Operators on them give the same type again. */
const wholeTypes: ReadonlySet<string> = new Set(
  'int long double Int Long Double i32 i64 u32 u64 usize f64 int64 float64'.split(' '),
);

/** `new T(...)` and no more. */
function isMade({ code, value }: Inlining, type: string): boolean {
  if (textOf(code, value.first) !== 'new') return false;
  const open = code.partners[value.last] ?? -1;
  const made = code.tokens.slice(value.first + 1, open).map(({ text }) => text);
  return textOf(code, open) === '(' && made.join(' ') === type;
}

function literalTypes(languageId: string, text: string): readonly string[] {
  if (/^(?:true|false)$/.test(text)) return ['bool', 'boolean', 'Boolean', 'Bool'];
  if (text.startsWith('"')) return /^c(?:pp)?$/.test(languageId) ? ['char *'] : ['String', 'string', '& str'];
  if (text.startsWith("'")) return languageId === 'c' ? [] : ['char', 'Char'];
  if (/^(?:0|[1-9]\d{0,8})$/.test(text)) {
    // C++ takes a 0 for a pointer too.
    if (text === '0' && languageId === 'cpp') return [];
    return languageId === 'rust' ? ['i32'] : ['int', 'Int'];
  }
  if (/^(?:0|[1-9]\d{0,15})L$/.test(text))
    return languageId === 'java' || languageId === 'csharp' || languageId === 'kotlin' ? ['long', 'Long'] : [];
  if (/^\d+\.\d+(?:e[-+]?\d+)?$/.test(text))
    return languageId === 'rust' ? ['f64'] : languageId === 'go' ? ['float64'] : ['double', 'Double'];
  const suffix = /^\d+(?:\.\d+)?_?([iuf](?:8|16|32|64|128|size))$/.exec(text)?.[1];
  return languageId === 'rust' && suffix !== undefined ? [suffix] : [];
}

/** Whether a type is a number's, or may stand for one. */
function isNumeric(languageId: string, type: string): boolean {
  if (/^c(?:pp)?$/.test(languageId)) return !type.endsWith('*');
  return /^(?:byte|short|int|long|float|double|char|boolean|bool|Byte|Short|Integer|Int\d*|UInt\d*|Long|Float|Double|Character|Boolean|decimal|n?u?int\d*|uint|ulong|ushort|sbyte|num|number|float\d+|complex\d+|rune|[iu]\d+|[iu]size|f\d+)\??$/.test(
    type,
  );
}

/** `return x`, and `y = x`, where the type is that of something else. */
function isReturnedOrSet({ code }: Inlining, use: number): boolean {
  if (!isWholeOperand(code, use)) return false;
  const before = textOf(code, use - 1);
  if (before === 'return') return true;
  return before === '=' && isWord(code, use - 2) && /^[;{}]$/.test(textOf(code, use - 3));
}
