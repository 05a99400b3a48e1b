import { isImport, isLineStart, isWord, textOf } from './codeBlocks.ts';
import { statementStart } from './codeLines.ts';
import { type LexedCode, wordsNamed } from './lexCode.ts';
import { type Dialect, dialectOf } from './names.ts';

/** Where a file takes a name from a module. */
export interface ImportedName {
  /** Of the token that is the name in the module. */
  readonly index: number;
  /** As it is spelled. */
  readonly module: string;
  /** The file calls it by that name itself. */
  readonly isBound: boolean;
}

/** All places where a file imports, or passes on, something that is called `name` in its module. */
export function importedNames(code: LexedCode, name: string): readonly ImportedName[] {
  const dialect = dialectOf(code.languageId);
  if (dialect === undefined) return [];
  return wordsNamed(code, name).flatMap((index) => {
    const module = modulesBefore[dialect](code, index);
    // Behind `as` it is a name of the file's own; `name as name` says that it is to be passed on.
    if (module === undefined || (textOf(code, index - 1) === 'as' && textOf(code, index - 2) !== name)) return [];
    const isPassed = dialect === 'script' && textOf(code, exportOf(code, code.parents[index] ?? -1)) === 'export';
    const isRenamed = textOf(code, index + 1) === 'as' && textOf(code, index + 2) !== name;
    return [{ index, module, isBound: !isRenamed && !isPassed }];
  });
}

/** The module that a name is imported from, where it stands in an import. */
const modulesBefore: Readonly<Record<Dialect, (code: LexedCode, index: number) => string | undefined>> = {
  script: scriptModule,
  python: pythonModule,
  go: () => undefined,
  rust: (code, index) => pathBefore(code, index, '::', 'use'),
  typed: (code, index) => pathBefore(code, index, '.', 'import'),
};

function scriptModule(code: LexedCode, index: number): string | undefined {
  const open = code.parents[index] ?? -1;
  if (textOf(code, open) !== '{') return undefined;
  const isInImport = isImport(code, open) || textOf(code, exportOf(code, open)) === 'export';
  const from = (code.partners[open] ?? -1) + 1;
  const token = code.tokens[from + 1];
  if (!isInImport || textOf(code, from) !== 'from' || token?.kind !== 'string') return undefined;
  return code.text.slice(token.start + 1, token.end - 1);
}

/** Index of what may be the `export` of `export {` or `export type {`. */
function exportOf(code: LexedCode, open: number): number {
  return textOf(code, open - 1) === 'type' ? open - 2 : open - 1;
}

function pythonModule(code: LexedCode, index: number): string | undefined {
  const first = statementStart(code, index);
  if (textOf(code, first) !== 'from') return undefined;
  let module = '';
  let at = first + 1;
  for (; at < index && textOf(code, at) !== 'import'; at++) module += textOf(code, at);
  return textOf(code, at) === 'import' && at < index ? module : undefined;
}

/** What stands before a name in `use a::b::name` or `use a::{b::name}`, from the word that begins the statement on. */
function pathBefore(code: LexedCode, index: number, separator: string, keyword: string): string | undefined {
  const parts: string[] = [];
  for (let at = index; ; ) {
    const before = textOf(code, at - 1);
    if (before === separator && isWord(code, at - 2)) {
      at -= 2;
      parts.unshift(textOf(code, at));
    } else if (/^[{,]$/.test(before) && textOf(code, (code.parents[at] ?? -1) - 1) === separator) {
      // The brace stands where the name would: what is before it is before each in it.
      at = code.parents[at] ?? -1;
    } else if (before === 'static') at--;
    else
      return before === keyword && (isLineStart(code, at - 1) || keyword === 'use') ? parts.join(separator) : undefined;
  }
}
