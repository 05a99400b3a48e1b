import { blockHead, isGoGroup, textOf } from './codeBlocks.ts';
import { indentedBlocks } from './codeLines.ts';
import type { Definition } from './definition.ts';
import type { LexedCode } from './lexCode.ts';
import { wordsNamed } from './lexCode.ts';
import { dialectOf } from './names.ts';
import { isPythonImport } from './pythonDefinitions.ts';
import type { EditPattern } from './repeatedEdit.ts';
import type { SignatureChange } from './signatureChange.ts';

/** What an edit has begun that other documents may go on with. */
export type SharedChange = DefinitionChange | EditPattern;

/** What an edit has changed of a definition that other files may use. */
export type DefinitionChange = {
  /** What other files call it yet. */
  readonly name: string;
} & (
  | { readonly kind: 'rename'; readonly newName: string }
  | { readonly kind: 'signature'; readonly change: SignatureChange /** By `new`. */; readonly isConstructed: boolean }
);

/**
 * Whether other files can use a definition by its name, or by that of the module it is in, as far as its own file tells.
 *
 * @param names its own ones, before and after the edit: a list of exports may have either.
 */
export function isShared(code: LexedCode, { index, isMember }: Definition, names: readonly string[]): boolean {
  if (isMember || !isOutermost(code, index)) return false;
  const dialect = dialectOf(code.languageId);
  if (dialect === 'python') return indentedBlocks(code, index).length === 0 && !isPythonImport(code, index);
  if (dialect !== 'script') return true;
  if (/^(?:import|as)$/.test(textOf(code, index - 1))) return false;
  return isExportedHere(code, index) || names.some((name) => wordsNamed(code, name).some((at) => isListed(code, at)));
}

/** In no block, but one that is a namespace, or lists definitions. */
function isOutermost(code: LexedCode, index: number): boolean {
  for (let open = code.parents[index] ?? -1; open !== -1; open = code.parents[open] ?? -1) {
    if (isGoGroup(code, open)) continue;
    const head = textOf(code, open) === '{' ? blockHead(code, open) : -1;
    if (textOf(code, head) !== 'namespace' || dialectOf(code.languageId) !== 'typed') return false;
  }
  return true;
}

/** `export const name`, `export async function name`; what is exported as `default` is called otherwise elsewhere. */
function isExportedHere(code: LexedCode, index: number): boolean {
  let at = index - 1;
  while (declarationWords.has(textOf(code, at))) at--;
  return textOf(code, at) === 'export';
}

const declarationWords: ReadonlySet<string> = new Set(
  'async function * class abstract const let var interface type enum declare namespace'.split(' '),
);

/** In `export { name }`, under its own name. */
function isListed(code: LexedCode, index: number): boolean {
  const open = code.parents[index] ?? -1;
  const before = textOf(code, open - 1) === 'type' ? open - 2 : open - 1;
  return (
    textOf(code, open) === '{' &&
    textOf(code, before) === 'export' &&
    textOf(code, (code.partners[open] ?? -1) + 1) !== 'from' &&
    /^(?:[{,]|type)$/.test(textOf(code, index - 1)) &&
    /^[,}]$/.test(textOf(code, index + 1))
  );
}
