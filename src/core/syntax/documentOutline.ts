import type { Tree } from 'web-tree-sitter';
import type { OffsetRange } from '../../shared/text.ts';
import type { CapturedImport, ImportPart, ImportRole } from './captures.ts';
import { maxStartDepth } from './documentParts.ts';
import type { FoundCapture } from './factsQuery.ts';
import type { Grammar } from './grammars.ts';

/** What stands on the outer levels of a document. */
export interface DocumentOutline {
  /** Of its definitions: types, functions, and the members of types that are not nested deeply. */
  readonly names: ReadonlySet<string>;
  readonly imports: readonly CapturedImport[];
  readonly importParts: readonly ImportPart[];
  readonly package?: string;
}

/** Finds it without looking into the bodies of functions, in steps of some milliseconds. */
export function* findOutline(
  grammar: Grammar,
  tree: Tree,
  text: string,
  parts: readonly OffsetRange[],
): Generator<undefined, DocumentOutline> {
  const outline = new Outline(text);
  for (const { start, end } of parts) {
    const options = { startIndex: start, endIndex: end, maxStartDepth };
    for (const { captures } of grammar.facts.matches(tree.rootNode, options)) outline.add(captures);
    yield;
  }
  return outline;
}

class Outline implements DocumentOutline {
  readonly names = new Set<string>();
  readonly imports: CapturedImport[] = [];
  readonly importParts: ImportPart[] = [];
  package?: string;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  add(captures: readonly FoundCapture[]): void {
    const isDefinition = captures.some(({ name }) => name.startsWith('definition.') || name.startsWith('member.'));
    for (const { name, node } of captures) {
      const { startIndex: start } = node;
      if (name === 'name' && isDefinition) this.names.add(this.#text.slice(start, node.endIndex));
      else if (name === 'import' || name === 'import.reexport') {
        this.imports.push({ start, end: node.endIndex, isReexport: name === 'import.reexport' });
      } else if (name.startsWith('import.')) {
        const role = name.slice('import.'.length) as ImportRole;
        this.importParts.push({ role, start, text: this.#text.slice(start, node.endIndex) });
      } else if (name === 'package') this.package = this.#text.slice(start, node.endIndex);
    }
  }
}
