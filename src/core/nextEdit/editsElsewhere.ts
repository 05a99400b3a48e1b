import type { NameOrigins } from '../../shared/definitionUsers.ts';
import { textOf } from './codeBlocks.ts';
import { isAccess } from './definitions.ts';
import { type LexedCode, lexCode, wordsNamed } from './lexCode.ts';
import { maxNextEdits, maxTextLength } from './limits.ts';
import type { ProposedEdit } from './proposedEdit.ts';
import { editsOf } from './renamed.ts';
import type { DefinitionChange } from './sharedChange.ts';
import { callEdits } from './signatureChange.ts';
import { usesElsewhere } from './usesElsewhere.ts';

/**
 * What a change of a definition makes likely in another document that uses it. It is as shy as `proposeNextEdits`.
 *
 * @param origins where that document has the name from.
 * @returns ascending, without overlaps; empty where it has nothing to be changed, or not surely.
 */
export function editsElsewhere(
  change: DefinitionChange,
  text: string,
  languageId: string,
  origins: NameOrigins,
): readonly ProposedEdit[] {
  const code = text.length > maxTextLength ? undefined : lexCode(text, languageId);
  if (code?.isSound !== true) return [];
  const { bindings, plain, qualified } = usesElsewhere(code, change.name, origins);
  if (change.kind === 'rename') {
    const places = [...new Set([...bindings, ...plain, ...qualified])].sort((a, b) => a - b);
    const isNew = !hasName(code, change.newName);
    return isNew ? editsOf(code, places, change.newName).slice(0, maxNextEdits) : [];
  }
  const isNew = (index: number): boolean => !change.isConstructed || textOf(code, index - 1) === 'new';
  const isCalled = (index: number): boolean => isNew(index) && textOf(code, index + 1) === '(';
  const calls = [...plain, ...(change.isConstructed ? [] : qualified)].filter(isCalled);
  const opens = calls.map((index) => index + 1);
  return callEdits(code, opens, change.change).slice(0, maxNextEdits);
}

/** The new name means something there already, or the change has been made there. */
function hasName(code: LexedCode, name: string): boolean {
  return wordsNamed(code, name).some((index) => !isAccess(code, index));
}
