/** Whether a completion is one line or a block, and where the block ends, by the look of the lines alone. */
import { firstUnmatchedCloser } from './brackets.ts';
import { indentWidth, isBlank, isClosersOnly, lineAfter, lineBefore, nextLine, previousLine } from './lines.ts';
import { endsInString } from './stringLiterals.ts';

/**
 * How far a completion goes.
 *
 * - `line`: to the end of the line.
 * - `body`: until a line is indented less than `floorWidth` columns; a closing line there still belongs to it.
 * - `statement`: one statement or definition at `floorWidth` columns, with its body.
 */
export type Extent =
  | { readonly kind: 'line' }
  | { readonly kind: 'body'; readonly floorWidth: number }
  | { readonly kind: 'statement'; readonly floorWidth: number };

export interface ExtentInput {
  readonly prefix: string;
  readonly suffix: string;
  readonly languageId: string;
  readonly trigger: 'automatic' | 'explicit';
  readonly multiline: 'auto' | 'always' | 'never';
}

/** Tokens that the model may decode. */
export const maxLineTokens = 64;
export const maxBlockTokens = 200;

export function chooseExtent({ prefix, suffix, languageId, trigger, multiline }: ExtentInput): Extent {
  if (multiline === 'never') return { kind: 'line' };
  const before = lineBefore(prefix);
  if (tearsLine(before, lineAfter(suffix), languageId)) return { kind: 'line' };
  if (!isBlank(before)) {
    const width = statementWidth(prefix);
    if (hasBody(width, suffix)) return { kind: 'line' };
    if (opensBlock(before, languageId)) return { kind: 'body', floorWidth: width + 1 };
    return multiline === 'always' || trigger === 'explicit' ? statement(before) : { kind: 'line' };
  }
  const previous = previousLine(prefix);
  const width = statementWidth(prefix);
  if (previous !== undefined && opensBlock(previous, languageId) && !hasBody(width, suffix)) {
    // Left of the opener's column the user has left the block; at it, the line may only not be indented yet.
    return multiline !== 'auto' || trigger === 'explicit' || indentWidth(before) >= width
      ? { kind: 'body', floorWidth: width + 1 }
      : { kind: 'line' };
  }
  const asksForMore = previous !== undefined && introducesDefinition(previous);
  return asksForMore || multiline === 'always' || trigger === 'explicit' ? statement(before) : { kind: 'line' };
}

/** Whether more lines would tear the cursor's one apart: it goes on, or the cursor stands in a string. */
function tearsLine(before: string, tail: string, languageId: string): boolean {
  return !isClosersOnly(tail) || /^\s*["'`]/.test(tail) || endsInString(before, languageId);
}

/** Whether what a statement at a column opens stands below it already. */
function hasBody(width: number, suffix: string): boolean {
  const next = nextLine(suffix);
  return next !== undefined && indentWidth(next) > width;
}

/** Column of the statement whose last line is the last one with text: that of the line that opens what this one closes. */
function statementWidth(prefix: string): number {
  const text = prefix.slice(-maxStatementLength).trimEnd();
  const lastStart = text.lastIndexOf('\n') + 1;
  const last = text.slice(lastStart);
  // A line that begins with closers stands at the statement's column.
  if (firstUnmatchedCloser(last.replace(/^\s*[)\]}]+/, '')) === undefined) return indentWidth(last);
  for (let start = lastStart, count = 0; start > 0 && count < maxStatementLines; count++) {
    start = text.lastIndexOf('\n', start - 2) + 1;
    if (firstUnmatchedCloser(text.slice(start)) === undefined) return indentWidth(text.slice(start));
  }
  return indentWidth(last);
}

const maxStatementLength = 2_000;
const maxStatementLines = 20;

function statement(before: string): Extent {
  return { kind: 'statement', floorWidth: indentWidth(before) };
}

/** Whether a line ends by opening a block: the lines that belong to it come next. */
export function opensBlock(line: string, languageId: string): boolean {
  const code = withoutComment(line, languageId).trimEnd();
  if (/[{([]$/.test(code)) return true;
  if (colonLanguages.has(languageId)) return code.endsWith(':');
  if (wordLanguages.has(languageId)) {
    return blockWordAtEnd.test(code) || blockWordAtStart.test(code);
  }
  return /(?:=>|->)$/.test(code);
}

/** A `//` in an address and a `#` in a selector are no comments: white space has to be before the one, a language to have the other. */
export function withoutComment(line: string, languageId: string): string {
  const start = hashLanguages.has(languageId)
    ? /(?:^|\s)#.*$/
    : dashLanguages.has(languageId)
      ? /(?:^|\s)--.*$/
      : /(?:^|\s)\/\/.*$/;
  return line.replace(start, '');
}

/** After a doc comment, a decorator or an attribute comes a definition. */
function introducesDefinition(line: string): boolean {
  return /\*\/\s*$/.test(line) || /^\s*(?:\/\/\/|@[\w.]+|#\[)/.test(line);
}

const colonLanguages: ReadonlySet<string> = new Set([
  'python',
  'yaml',
  'nim',
  'gdscript',
  'coffeescript',
  'starlark',
  'makefile',
]);

const hashLanguages: ReadonlySet<string> = new Set([
  'python',
  'yaml',
  'ruby',
  'shellscript',
  'elixir',
  'julia',
  'crystal',
  'nim',
  'gdscript',
  'coffeescript',
  'starlark',
  'makefile',
  'perl',
  'r',
  'toml',
  'dockerfile',
]);
const dashLanguages: ReadonlySet<string> = new Set(['lua', 'sql', 'haskell', 'elm']);

const blockWordAtEnd = /(?:^|\s)(?:do|then|begin|else)(?:\s*\|[^|]*\|)?$/;
const blockWordAtStart = /^\s*(?:def|class|module|if|unless|while|until|for|case|(?:local )?function|elsif|else)\b/;

/** Languages whose blocks end with a word. */
const wordLanguages: ReadonlySet<string> = new Set([
  'ruby',
  'lua',
  'shellscript',
  'elixir',
  'julia',
  'crystal',
  'pascal',
  'matlab',
]);

/** Whether a line only closes a block: brackets with what may follow them, or one of the closing words. */
export function closesBlock(line: string): boolean {
  return /^\s*(?:[)\]}>]+|<\/[\w.:-]*>)[)\]}>;,.]*\s*$/.test(line) || /^\s*(?:end|fi|done|esac)\b[;,)]*\s*$/.test(line);
}

/** Whether a line goes on with the statement whose block has just ended: `} else {`, `except ValueError:`. */
export function continuesStatement(line: string): boolean {
  return /^\s*(?:\}\s*)?(?:else|elif|elsif|elseif|except|catch|finally|rescue|ensure|case|default|when)\b/.test(line);
}
