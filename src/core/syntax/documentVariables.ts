import type { Tree } from 'web-tree-sitter';
import type { NameUse, TypedVariable } from '../../shared/contextQuery.ts';
import { maxStartDepth, partsAround } from './documentParts.ts';
import type { Grammar } from './grammars.ts';
import { LineStarts } from './lineStarts.ts';
import { namesOfType, namesOfValue } from './typeClues.ts';

/** One declaration of a variable, a parameter or a field. */
interface Declaration {
  readonly start: number;
  readonly types: readonly string[];
  /** By a type, not by what it is set to. */
  readonly isTyped: boolean;
}

/**
 * The document's variables whose types it tells by a name, in steps of some milliseconds.
 *
 * @param uses of the document's names, as seen from `offset`.
 */
export function* documentVariables(
  grammar: Grammar,
  tree: Tree,
  text: string,
  offset: number,
  uses: readonly NameUse[],
): Generator<undefined, readonly TypedVariable[]> {
  const declarations = new Map<string, Declaration>();
  const { near, outer } = partsAround(text, offset);
  const parts = [...near, ...outer.map((range) => ({ ...range, maxStartDepth }))];
  for (const { start, end, ...depth } of parts) {
    for (const { captures } of grammar.variables.matches(tree.rootNode, {
      startIndex: start,
      endIndex: end,
      ...depth,
    })) {
      const [variable, clue] = captures[0]?.name === 'variable' ? captures : captures.toReversed();
      if (variable === undefined || clue === undefined) continue;
      const name = text.slice(variable.node.startIndex, variable.node.endIndex).replace(/^[@#]/, '');
      const told = text.slice(clue.node.startIndex, clue.node.endIndex);
      const isTyped = clue.name === 'type';
      const types = isTyped ? namesOfType(told) : namesOfValue(told);
      note(declarations, name, { start: variable.node.startIndex, types, isTyped }, offset);
    }
    yield;
  }
  return toVariables(declarations, text, offset, uses);
}

/** Of several declarations the nearest above counts, else the first below. */
function note(declarations: Map<string, Declaration>, name: string, found: Declaration, offset: number): void {
  if (found.types.length === 0) return;
  const known = declarations.get(name);
  const isBetter =
    known === undefined || (known.start === found.start ? found.isTyped : isNearer(found.start, known.start, offset));
  if (isBetter) declarations.set(name, found);
}

function isNearer(start: number, known: number, offset: number): boolean {
  if (known > offset) return start < known;
  return start > known && start <= offset;
}

function toVariables(
  declarations: ReadonlyMap<string, Declaration>,
  text: string,
  offset: number,
  uses: readonly NameUse[],
): readonly TypedVariable[] {
  const lines = new LineStarts(text);
  const cursorLine = lines.lineAt(offset);
  const used = new Map(uses.filter(({ count }) => count > 0).map(({ name, distanceLines }) => [name, distanceLines]));
  return [...declarations]
    .map(([name, { start, types }]) => ({
      name,
      types: [...new Set(types.flatMap((type) => declarations.get(type)?.types ?? type))],
      distanceLines: Math.min(Math.abs(lines.lineAt(start) - cursorLine), used.get(name) ?? Number.POSITIVE_INFINITY),
    }))
    .sort((a, b) => a.distanceLines - b.distanceLines)
    .slice(0, mostVariables);
}

const mostVariables = 150;
