/**
 * Reads an answer as it streams and says when nothing more of it can be worth showing: a token that is not decoded is the
 * fastest one. Each character is looked at once, and each line once more when it is complete.
 */
import { closesBlock, continuesStatement, type Extent } from './blockMode.ts';
import { isBalanced } from './brackets.ts';
import { indentWidth, isBlank, isSameLine, lineBefore, nextLine, previousLine } from './lines.ts';
import { findPeriod, findRepetition } from './repetition.ts';

export interface StopContext {
  readonly languageId: string;
  readonly extent: Extent;
  readonly prefix: string;
  readonly suffix: string;
}

/** Lines that a completion may have. */
export const maxLines = 24;

/** A second blank line in a row ends a block. */
const maxBlankLines = 1;

/** Characters between two looks for a loop inside a line. */
const loopCheckLength = 16;

/** In others a fence at a line's start is how instruction models end a document that never opened one. */
const languagesWithFences: ReadonlySet<string> = new Set(['markdown', 'mdx']);

export class StopRules {
  readonly #extent: Extent;
  readonly #lineBefore: string;
  readonly #hasFences: boolean;
  readonly #nextLine: string | undefined;
  readonly #opener: string;
  /** A body's first line may be shallower than it should be: then it says where the body stands. */
  #floorWidth: number;
  #isList = false;
  #text = '';
  #lineStart = 0;
  #lines = 0;
  #blankLines = 0;
  #checkedLength = 0;
  #hasText = false;
  /** A line deeper than the floor has come: what follows at the floor is another statement, or closes this one. */
  #wasDeeper = false;
  #end: number | undefined;

  constructor({ extent, languageId, prefix, suffix }: StopContext) {
    this.#extent = extent;
    this.#hasFences = languagesWithFences.has(languageId);
    this.#lineBefore = lineBefore(prefix);
    this.#nextLine = nextLine(suffix);
    this.#opener = isBlank(this.#lineBefore) ? (previousLine(prefix) ?? '') : this.#lineBefore;
    this.#floorWidth = extent.kind === 'line' ? 0 : extent.floorWidth;
  }

  /** Takes the next piece of the answer. After `stop` further pieces change nothing. */
  push(delta: string): 'continue' | 'stop' {
    if (this.#end !== undefined) return 'stop';
    const from = this.#text.length;
    this.#text += delta.replaceAll('\r', '');
    for (let at = this.#text.indexOf('\n', from); at !== -1; at = this.#text.indexOf('\n', at + 1)) {
      this.#end = this.#endAfterLine(at);
      if (this.#end !== undefined) return 'stop';
      this.#lineStart = at + 1;
    }
    this.#end = this.#endInLine();
    return this.#end === undefined ? 'continue' : 'stop';
  }

  /** The model has ended: its last line is as complete as one that a line end follows. */
  end(): void {
    if (this.#end === undefined && this.#lineStart < this.#text.length)
      this.#end = this.#endAfterLine(this.#text.length);
  }

  /** What counts of the answer so far. `\n` ends its lines. */
  get text(): string {
    return this.#text.slice(0, this.#end);
  }

  /** Whether a rule has ended the answer, rather than a limit or the model. */
  get stopped(): boolean {
    return this.#end !== undefined;
  }

  /** The line that ends at `at` is complete: where the answer ends, if it does. */
  #endAfterLine(at: number): number | undefined {
    const before = Math.max(0, this.#lineStart - 1);
    const answered = this.#text.slice(this.#lineStart, at);
    const line = this.#lineStart === 0 ? this.#lineBefore + answered : answered;
    if (isBlank(answered)) return this.#endAfterBlank(before);
    if (this.#isFence(line)) return before;
    this.#hasText = true;
    this.#blankLines = 0;
    this.#lines += 1;
    if (this.#nextLine !== undefined && isSameLine(line, this.#nextLine)) return before;
    if (this.#extent.kind === 'line') return at;
    const end = this.#endOfBlock(line, before, at);
    if (end !== undefined) return end;
    if (findRepetition(this.#text.slice(0, at)) !== undefined) return at;
    return this.#lines >= maxLines ? this.#endOfBalancedLines(at) : undefined;
  }

  /** Where the limit has cut a block, the last line after which all is closed that the text has opened. */
  #endOfBalancedLines(at: number): number {
    for (let end = at; end > 0; end = this.#text.lastIndexOf('\n', end - 1)) {
      const text = this.#text.slice(0, end);
      if (!isBlank(text) && isBalanced(text)) return text.trimEnd().length;
    }
    return at;
  }

  #endAfterBlank(before: number): number | undefined {
    this.#blankLines += 1;
    const isOwnLine = this.#lineStart > 0;
    if (!this.#hasText) return this.#blankLines > maxBlankLines + 1 ? 0 : undefined;
    // Statements without a body end with their paragraph.
    const isParagraph = this.#extent.kind === 'statement' && !this.#wasDeeper;
    if (!isOwnLine || (this.#blankLines <= maxBlankLines && !isParagraph)) return undefined;
    return this.#text.slice(0, before).trimEnd().length;
  }

  #endOfBlock(line: string, before: number, at: number): number | undefined {
    if (this.#extent.kind === 'line') return undefined;
    // The line that the cursor stands in is where it is, whatever its indentation.
    if (this.#lineStart === 0 && !isBlank(this.#lineBefore)) return undefined;
    const { kind, floorWidth } = this.#extent;
    if (kind === 'body') return this.#endOfBody(line, floorWidth, before, at);
    const width = indentWidth(line);
    if (width > floorWidth) this.#wasDeeper = true;
    if (width < floorWidth) return before;
    if (width > floorWidth || !this.#wasDeeper) return undefined;
    if (continuesStatement(line)) return undefined;
    return closesBlock(line) ? at : before;
  }

  #endOfBody(line: string, floorWidth: number, before: number, at: number): number | undefined {
    const width = indentWidth(line);
    if (width >= floorWidth) return undefined;
    if (closesBlock(line)) return at;
    if (this.#lines === 1 && (this.#lineStart === 0 || (width === floorWidth - 1 && mayBeFlush(this.#opener, line)))) {
      this.#floorWidth = width;
      this.#isList = isListItem(line);
      return undefined;
    }
    const isSibling = this.#isList && width === this.#floorWidth && !isListItem(line);
    return width < this.#floorWidth || isSibling ? before : undefined;
  }

  /** The line that is still growing: what can be said of it already. */
  #endInLine(): number | undefined {
    if (this.#text.length - this.#checkedLength >= loopCheckLength) {
      this.#checkedLength = this.#text.length;
      if (findPeriod(this.#text) !== undefined) return this.#text.length;
    }
    if (this.#lineStart === 0) return undefined;
    const line = this.#text.slice(this.#lineStart);
    if (this.#isFence(line)) return this.#lineStart - 1;
    if (!this.#hasText || this.#extent.kind === 'line') return undefined;
    const width = indentWidth(line);
    const isStatement = this.#extent.kind === 'statement';
    const leaves = width < this.#floorWidth || (isStatement && this.#wasDeeper && width === this.#floorWidth);
    return leaves && isOtherStatement(line) ? this.#lineStart - 1 : undefined;
  }

  #isFence(line: string): boolean {
    return !this.#hasFences && line.startsWith('```');
  }
}

/** Whether a body's first line may stand at its opener's column: namespaces, `case` below `switch`, lists below their key. */
function mayBeFlush(opener: string, line: string): boolean {
  return /\{\s*$/.test(opener) || (/:\s*$/.test(opener) && isListItem(line));
}

function isListItem(line: string): boolean {
  return /^\s*-(?:\s|$)/.test(line);
}

/** Whether the beginning of a line is enough to know that it neither closes a block nor goes on with a statement. */
function isOtherStatement(line: string): boolean {
  const word = /^\s*([\p{L}\p{N}_]+)[^\p{L}\p{N}_]/u.exec(line)?.[1];
  if (word !== undefined) return !closesBlock(word) && !continuesStatement(word);
  return /^\s*[^\s\p{L}\p{N}_)\]}><]/u.test(line);
}
