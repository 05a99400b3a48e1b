import type { CodeSymbol } from '../../shared/codeFacts.ts';
import { nameStart } from './compactSignature.ts';
import { identifiersIn } from './identifiers.ts';

/**
 * The names of what a type extends or implements, by what stands behind its own name; words of the language are among
 * them. Python's stand in brackets; where constructors have their parameters there, those are left out.
 */
export function heritageIn(head: string, languageId: string): readonly string[] {
  return identifiersIn(withConstructors.has(languageId) ? withoutBrackets(head) : head);
}

/** The same of a type as the index has it; of one of C's that only stands for another, the other one. */
export function heritageOf(
  { signature, name, kind }: Pick<CodeSymbol, 'signature' | 'name' | 'kind'>,
  languageId: string,
): readonly string[] {
  const start = nameStart(signature, name);
  const isAlias = kind === 'type' && (languageId === 'c' || languageId === 'cpp');
  return heritageIn(isAlias || start === -1 ? signature : signature.slice(start + name.length), languageId);
}

/** Languages in which the parameters of a constructor stand behind the type's name. */
export const withConstructors: ReadonlySet<string> = new Set(['kotlin', 'java', 'csharp']);

/** `: Base(a, b), Other by c` without what is passed to `Base`. */
export function withoutBrackets(head: string): string {
  let result = '';
  let depth = 0;
  for (const sign of head) {
    if (sign === '(') depth++;
    if (depth === 0) result += sign;
    if (sign === ')') depth--;
  }
  return result;
}
