import { isName } from './codeBlocks.ts';
import { isAccess } from './definitions.ts';
import { type LexedCode, lexCode, textKindAt, wordsNamed } from './lexCode.ts';
import { maxTextLength } from './limits.ts';
import type { ProposedEdit } from './proposedEdit.ts';
import { type EditPattern, repeatedEdits } from './repeatedEdit.ts';

/** The places of another document, of the pattern's language, where its edit can be made again. */
export function repeatedElsewhere(pattern: EditPattern, text: string): readonly ProposedEdit[] {
  const code = text.length > maxTextLength ? undefined : lexCode(text, pattern.languageId);
  if (code?.isSound !== true || (pattern.textKind === 'code' && !knowsNames(code, pattern.newText))) return [];
  return repeatedEdits(text, pattern, (offset) => textKindAt(code, offset));
}

/** Whether all that a new text names is something in a document: else it is not imported there. */
function knowsNames(code: LexedCode, newText: string): boolean {
  const added = lexCode(newText, code.languageId);
  const names = (added?.tokens ?? []).filter((_, index) => added && isName(added, index) && !isAccess(added, index));
  return names.every(({ text }) => wordsNamed(code, text).some((index) => !isAccess(code, index)));
}
