import { Edit, Parser, type Point, type Tree } from 'web-tree-sitter';
import { applyEdit, type TextEdit } from '../../shared/text.ts';
import type { Grammar } from './grammars.ts';
import { LineStarts } from './lineStarts.ts';
import { isParsable, ParseLimit, type ShouldStop } from './parse.ts';

/**
 * The tree of an open document, kept up to date by its edits. `update` may be stopped and called again: it goes on where
 * it was. Dispose it when the document closes: what it holds is outside the reach of the garbage collector.
 */
export class DocumentTree {
  /** Its own: a parser that was stopped remembers how far it had come. */
  readonly #parser: Parser;
  #text: string;
  /** Of `#text`, once they are needed. */
  #lines: LineStarts | undefined;
  /** Of an earlier text, with its edits, where it is stale. */
  #tree: Tree | undefined;
  #isStale = true;
  /** Of the parsing that is under way. */
  #limit: ParseLimit | undefined;

  constructor({ parserLanguage }: Grammar, text: string) {
    this.#parser = new Parser().setLanguage(parserLanguage);
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /**
   * The tree of {@link text}; `undefined` until `update` has said that it is there, and where the text cannot have one.
   * It is deleted by the `update` after the next `edit`: do not keep it.
   */
  get tree(): Tree | undefined {
    return this.#isStale ? undefined : this.#tree;
  }

  /** Applies a change of the document. Several changes at once are applied one by one, each to the text before it. */
  edit(edit: TextEdit): void {
    const { start, end } = edit.range;
    const lines = this.#linesOfText();
    const startPosition = pointAt(lines, start);
    this.#tree?.edit(
      new Edit({
        startIndex: start,
        oldEndIndex: end,
        newEndIndex: start + edit.newText.length,
        startPosition,
        oldEndPosition: pointAt(lines, end),
        newEndPosition: pointBehind(startPosition, edit.newText),
      }),
    );
    this.#parser.reset();
    this.#limit = undefined;
    this.#text = applyEdit(this.#text, edit);
    this.#lines = undefined;
    this.#isStale = true;
  }

  /**
   * Parses what has changed.
   *
   * @returns whether nothing is left to do. `false`: `shouldStop` has said so; call it again.
   * @throws WebAssembly.RuntimeError as `withTree` does: no tree of this process can be used any more.
   */
  update(shouldStop: ShouldStop): boolean {
    if (!this.#isStale) return true;
    const tree = isParsable(this.#text) ? this.#parse(shouldStop) : undefined;
    if (tree === null) return false;
    this.#tree?.delete();
    this.#tree = tree;
    this.#isStale = false;
    return true;
  }

  dispose(): void {
    this.#tree?.delete();
    this.#tree = undefined;
    this.#isStale = true;
    this.#parser.delete();
  }

  /** @returns `null` where it was stopped, `undefined` where there is no tree to be had. */
  #parse(shouldStop: ShouldStop): Tree | null | undefined {
    this.#limit ??= new ParseLimit(this.#text);
    const tree = this.#parser.parse(this.#text, this.#tree, { progressCallback: this.#limit.stopAt(shouldStop) });
    return tree === null && this.#limit.isReached ? undefined : tree;
  }

  #linesOfText(): LineStarts {
    this.#lines ??= new LineStarts(this.#text);
    return this.#lines;
  }
}

function pointAt(lines: LineStarts, offset: number): Point {
  const row = lines.lineAt(offset);
  return { row, column: offset - lines.startOf(row) };
}

function pointBehind({ row, column }: Point, inserted: string): Point {
  const lines = inserted.split('\n');
  const last = lines.at(-1) ?? '';
  return { row: row + lines.length - 1, column: lines.length === 1 ? column + inserted.length : last.length };
}
