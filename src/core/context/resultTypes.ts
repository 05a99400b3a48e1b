import type { CodeSymbol } from '../../shared/codeFacts.ts';
import { nameStart, parametersEnd } from './compactSignature.ts';
import { namesIn } from './identifiers.ts';

/**
 * Names in the type that a function gives, or that a variable or a field has, as its signature says: `Foo` of
 * `open(path: string): Promise<Foo>`, of `Foo *open(char *path)`, of `val reader = Foo(1)`. A type gives none.
 */
export function resultTypes(
  { signature, name, kind }: Pick<CodeSymbol, 'signature' | 'name' | 'kind'>,
  languageId: string,
): readonly string[] {
  if (typeKinds.has(kind)) return [];
  const start = nameStart(signature, name);
  if (start === -1) return [];
  const end = start + name.length;
  // Arguments of what a value is made by are no part of it.
  const behind = signature.slice(parametersEnd(signature, end) || end).replace(/=[^=>(]*\(.*/s, cutAtArguments);
  const told = typeFirst.has(languageId) ? signature.slice(0, start) : behind;
  return [...new Set(namesIn(told))].slice(0, mostTypes);
}

const typeKinds: ReadonlySet<string> = new Set(['class', 'interface', 'enum', 'type', 'module']);
const typeFirst: ReadonlySet<string> = new Set(['c', 'cpp', 'java', 'csharp']);
const mostTypes = 6;

function cutAtArguments(value: string): string {
  return value.slice(0, value.indexOf('('));
}
