import type { Tree } from 'web-tree-sitter';
import { type Captures, findCaptures } from './captures.ts';
import { findOutline } from './documentOutline.ts';
import { partsAround } from './documentParts.ts';
import type { Grammar } from './grammars.ts';

/** What is found around a cursor, and what the rest of the document defines and imports. */
export interface CursorCaptures extends Captures {
  /** Names of definitions that are too far away to be among `definitions`. */
  readonly farNames: ReadonlySet<string>;
}

/**
 * Queries a tree in steps, each of which takes a few milliseconds: all of a document that is not long, otherwise the
 * surroundings of `offset`, and of the rest what stands on its outer levels. The tree must stay as it is until the end.
 */
export function* cursorCaptures(
  grammar: Grammar,
  tree: Tree,
  text: string,
  offset: number,
): Generator<undefined, CursorCaptures> {
  const { near: slices, outer } = partsAround(text, offset);
  const found: Captures[] = [];
  for (const slice of slices) {
    const captures = findCaptures(grammar, tree, text, () => false, slice);
    if (captures !== undefined) found.push(captures);
    yield;
  }
  const near = merged(found);
  if (outer.length === 0) return { ...near, farNames: new Set() };
  const outline = yield* findOutline(grammar, tree, text, outer);
  const packageName = outline.package ?? near.package;
  return {
    ...near,
    farNames: outline.names,
    imports: [...outline.imports, ...near.imports],
    importParts: [...outline.importParts, ...near.importParts],
    ...(packageName !== undefined && { package: packageName }),
  };
}

/** What reaches over the end of a slice is found in both. */
function merged(all: readonly Captures[]): Captures {
  const packageName = all.map((captures) => captures.package).find((name) => name !== undefined);
  return {
    definitions: all.flatMap(({ definitions }) => definitions),
    scopes: all.flatMap(({ scopes }) => scopes),
    bodyOf: new Map(all.flatMap(({ bodyOf }) => [...bodyOf])),
    wrapperOf: new Map(all.flatMap(({ wrapperOf }) => [...wrapperOf])),
    references: all.flatMap(({ references }) => references),
    locals: all.flatMap(({ locals }) => locals),
    exportedNames: new Set(all.flatMap(({ exportedNames }) => [...exportedNames])),
    comments: all.flatMap(({ comments }) => comments),
    attributes: all.flatMap(({ attributes }) => attributes),
    decorators: all.flatMap(({ decorators }) => decorators),
    imports: all.flatMap(({ imports }) => imports),
    importParts: all.flatMap(({ importParts }) => importParts),
    ...(packageName !== undefined && { package: packageName }),
  };
}
