import type { CodeSymbol } from '../../shared/codeFacts.ts';
import { compactSignature, nameStart, parametersEnd, wholeSignature } from './compactSignature.ts';
import { withConstructors, withoutBrackets } from './heritage.ts';

/** A type as it stands in a listing. */
export interface TypeLines {
  /** What it is, and what it extends where there is room. */
  readonly type: string;
  /** Its constructor, where the type's own line has one that is too long to stand there. */
  readonly creation?: string;
}

/** Characters: a line with its constructor. */
const comfortableLine = 60;

/**
 * The lines of a type. Kotlin, records and C# have the parameters of a constructor behind the type's name; most uses name
 * the type, or a member below it, so a long list is a line of its own, as it is in other languages.
 */
export function typeLines(symbol: Pick<CodeSymbol, 'signature' | 'name'>, languageId: string): TypeLines {
  const line = compactSignature(symbol);
  if (line.length <= comfortableLine || !withConstructors.has(languageId)) return { type: line };
  const parts = partsOf(wholeSignature(symbol), symbol.name);
  if (parts === undefined) return { type: line };
  const { head, modifiers, parameters, rest } = parts;
  const supertypes = rest.startsWith(':') ? ` ${withoutBrackets(rest)}` : ` ${rest}`;
  const type = compactSignature({ name: symbol.name, signature: `${head}${supertypes}` });
  if (/\bprivate\b/.test(modifiers) || parameters === '()') return { type };
  const creation = compactSignature({ name: 'constructor', signature: `constructor${withoutHidden(parameters)}` });
  return { type, creation };
}

interface Parts {
  /** Up to the type's parameters. */
  readonly head: string;
  /** Of the constructor. */
  readonly modifiers: string;
  readonly parameters: string;
  readonly rest: string;
}

function partsOf(line: string, name: string): Parts | undefined {
  const start = nameStart(line, name);
  if (start === -1) return undefined;
  const nameEnd = start + name.length;
  const typeEnd = line[nameEnd] === '<' ? closingAngle(line, nameEnd) : nameEnd;
  const modifiers = /^(?:[\s\w@.]*\bconstructor)?\s*(?=\()/.exec(line.slice(typeEnd))?.[0];
  if (modifiers === undefined) return undefined;
  const opening = typeEnd + modifiers.length;
  // A list that was cut has no end.
  const end = parametersEnd(line, opening) || line.length;
  return {
    head: line.slice(0, typeEnd),
    modifiers,
    parameters: line.slice(opening, end),
    rest: line.slice(end).trim(),
  };
}

function closingAngle(line: string, at: number): number {
  let depth = 0;
  for (let end = at; end < line.length; end++) {
    if (line[end] === '<') depth++;
    if (line[end] === '>' && line[end - 1] !== '-' && --depth === 0) return end + 1;
  }
  return at;
}

/** Who may see a property is left out; one that nobody else sees is a parameter and no more. */
function withoutHidden(parameters: string): string {
  return parameters
    .replace(/([(,]\s*)(?:private|protected)\s+(?:override\s+)?(?:val|var)\s+/g, '$1')
    .replace(/([(,]\s*)(?:(?:public|internal|final|open|override)\s+)+(?=va[lr]\s)/g, '$1');
}
