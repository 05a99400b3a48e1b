import type { CodeSymbol } from '../../shared/codeFacts.ts';

/** `Container.name`, or the name alone. Overloads share it. */
export function qualifiedName({ name, container }: Pick<CodeSymbol, 'name' | 'container'>): string {
  return container === undefined ? name : `${container}.${name}`;
}
