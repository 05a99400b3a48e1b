import type { CodeSymbol } from '../../shared/codeFacts.ts';
import { withoutAttributeMacros, withoutMacroBody, withoutTypedefBody } from './cDeclarations.ts';

/**
 * A signature as it stands in a prompt: what a caller writes and gets, in as few tokens as that takes. Modifiers that
 * only say who may call go always; default values and attributes where the line is long. The name and what follows it up
 * to the first parameter are never touched, so that people and tests find it.
 *
 * @returns one line, at most {@link longestSignature} characters.
 */
export function compactSignature({ signature, name }: Pick<CodeSymbol, 'signature' | 'name'>): string {
  return shortened(wholeSignature({ signature, name }), name);
}

/** The same, however long. */
export function wholeSignature({ signature: given, name }: Pick<CodeSymbol, 'signature' | 'name'>): string {
  // Attributes may have the name too: `@get:JvmName("host") val host`.
  const plain = given.replace(leadingAttributes, '');
  const short = withoutTypedefBody(withoutMacroBody(plain, longestMacro), name);
  const signature = nameStart(short, name) === -1 ? given : short;
  const start = Math.max(0, nameStart(signature, name));
  const bare = signature.slice(0, start).replace(attribute, '').replace(visibility, '');
  const head = withoutAttributeMacros(bare).replace(/\s+/g, ' ');
  let tail = signature.slice(start).replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/,? \)/g, ')');
  if (head.length + tail.length > comfortableSignature) tail = withoutDefaults(tail.replace(parameterAttribute, '$1'));
  return `${head}${tail}`.replace(/\s*(?:\{\s*\}?|=>|=|:|;|,)$/, '').trim();
}

/** Characters. Above it default values are left out. */
const comfortableSignature = 90;
const longestMacro = 60;
/** Characters behind the parameters, or of what has none, behind the name. */
const longestRest = 40;
/** Characters. */
const longestSignature = 400;

/** A value of a dozen characters or more behind a type: who uses the name has the type. */
const longTypedValue = /^([?!]?:[^=(]+?)\s*=(?![=>]).{12,}$/;

/** The name and its parameters in whole; of what follows (a type, a value, what a class extends), the beginning. */
function shortened(whole: string, name: string): string {
  const nameEnd = Math.max(0, nameStart(whole, name)) + name.length;
  const line = `${whole.slice(0, nameEnd)}${whole.slice(nameEnd).replace(longTypedValue, '$1')}`;
  const needed = Math.max(nameEnd, parametersEnd(line, nameEnd));
  const end = Math.min(longestSignature, Math.max(needed + longestRest, comfortableSignature));
  return line.length <= end ? line : `${line.slice(0, end - 1).trimEnd()}…`;
}

/** Behind the bracket that closes the parameters. Type parameters may stand in front of them. 0: there are none. */
export function parametersEnd(line: string, nameEnd: number): number {
  let angles = 0;
  let depth = 0;
  for (let at = nameEnd; at < line.length; at++) {
    const sign = line[at] ?? '';
    if (depth === 0 && angles === 0 && !/[\s<(?!]/.test(sign)) return 0;
    if (sign === '<') angles++;
    if (sign === '>' && line[at - 1] !== '=' && line[at - 1] !== '-') angles--;
    if (opening.includes(sign)) depth++;
    if (closing.includes(sign) && --depth === 0 && angles === 0) return at + 1;
  }
  return 0;
}

const visibility =
  /\b(?:export|default|public|private|protected|internal|pub(?:\([^)]*\))?|declare|extern(?: "[^"]*")?|final|readonly|override|virtual|inline|abstract|sealed|open|static inline|partial|unsafe extern|expect|actual)\s+/g;
const attribute = /(?:@[\w.:]+(?:\([^()]*\))?|#\[[^\]]*\]|\[[A-Z]\w*(?:\([^()]*\))?\])\s*/g;
const leadingAttributes = /^\s*(?:@[\w.:]+(?:\([^()]*\))?\s+)+/;
const parameterAttribute = /([(,]\s*)(?:@[\w.:]+(?:\([^()]*\))?\s+)+/g;

/** Where the name stands as a whole word, first. -1: nowhere. */
export function nameStart(line: string, name: string): number {
  if (name === '') return -1;
  for (let at = line.indexOf(name); at !== -1; at = line.indexOf(name, at + 1))
    if (!isWordSign(line[at - 1]) && !isWordSign(line[at + name.length])) return at;
  return -1;
}

function isWordSign(sign: string | undefined): boolean {
  return sign !== undefined && /[\w$]/.test(sign);
}

/** Without ` = value` of parameters: up to the comma or bracket that ends the parameter. */
function withoutDefaults(text: string): string {
  let result = '';
  let depth = 0;
  let angles = 0;
  let skipped: { readonly depth: number; isInLambda: boolean } | undefined;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    // The parameters of Python's `lambda` have commas without brackets.
    if (skipped?.isInLambda && sign === ':') skipped.isInLambda = false;
    if (skipped?.depth === depth && !skipped.isInLambda && (sign === ',' || closing.includes(sign)))
      skipped = undefined;
    if (opening.includes(sign)) depth++;
    if (closing.includes(sign)) depth--;
    // `Item = T` in `Iterator<Item = T>` is no default value.
    if (sign === '<' && /\w/.test(text[at - 1] ?? '')) angles++;
    if (sign === '>' && angles > 0 && !/[=-]/.test(text[at - 1] ?? '')) angles--;
    if (skipped === undefined && depth > 0 && angles === 0 && isDefault(text, at)) {
      skipped = { depth, isInLambda: /^=\s*lambda\b/.test(text.slice(at, at + 12)) };
      result = result.trimEnd();
    }
    if (skipped === undefined) result += sign;
  }
  return result;
}

const opening = '([{';
const closing = ')]}';

function isDefault(text: string, at: number): boolean {
  return text[at] === '=' && !'=<>!~'.includes(text[at - 1] ?? '') && !'=>~'.includes(text[at + 1] ?? '');
}
