import type { OffsetRange } from '../../shared/text.ts';
import { changedSignature } from './changedSignature.ts';
import { burstEdit, type EditHistory } from './editHistory.ts';
import { lexCode, textKindAt } from './lexCode.ts';
import { maxNextEdits, maxTextLength } from './limits.ts';
import { dialectOf, isNameAnywhere } from './names.ts';
import type { FoundEdits, NextEdits } from './nextEdits.ts';
import { renamed } from './renamed.ts';
import { editPattern, isTellingElsewhere, repeatedEdits } from './repeatedEdit.ts';

/**
 * What the last edit of a document makes likely at other places of it. It is shy: what is not sure is not proposed.
 *
 * @param history whose burst has ended, or rests.
 */
export function proposeNextEdits(history: EditHistory, languageId: string): NextEdits | undefined {
  const { text, burst, done } = history;
  const edit = burstEdit(history);
  if (burst === undefined || edit === undefined || text.length > maxTextLength) return undefined;
  const alike = done.filter((other) => other.oldText === edit.oldText && other.newText === edit.newText);
  // Most edits are none of all that, which is told without reading the text.
  const isElsewhere = edit.oldText !== '' && text.includes(edit.oldText);
  const mayBeSignature = /[,()]/.test(edit.oldText + text.slice(Math.max(0, edit.range.start - 1), edit.range.end + 1));
  const mayBeRename = isNameAnywhere(edit.oldText) && isNameAnywhere(edit.newText);
  if (alike.length === 0 && !isElsewhere && !mayBeSignature && !mayBeRename) return undefined;
  const code = lexCode(text, languageId);
  const isCode =
    code?.isSound === true && dialectOf(languageId) !== undefined && textKindAt(code, edit.range.start) === 'code';
  const calls = isCode ? changedSignature(code, burst) : undefined;
  if (calls !== undefined) return nextEdits('signature', calls, edit.range);
  const places = isCode ? renamed(code, edit, alike) : undefined;
  if (places !== undefined) return nextEdits('rename', places, edit.range);
  const kindAt = (offset: number) => (code ? textKindAt(code, offset) : 'code');
  const pattern = editPattern(text, languageId, edit, alike, kindAt);
  if (pattern === undefined) return undefined;
  const edits = repeatedEdits(text, pattern, kindAt);
  return nextEdits('repeat', { edits, ...(isTellingElsewhere(pattern) && { shared: pattern }) }, edit.range);
}

function nextEdits(kind: NextEdits['kind'], { edits, shared }: FoundEdits, origin: OffsetRange): NextEdits | undefined {
  const others = edits
    .filter(({ range }) => range.end < origin.start || range.start > origin.end)
    .slice(0, maxNextEdits);
  if (others.length === 0 && shared === undefined) return undefined;
  return { kind, edits: others, origin, ...(shared && { shared }) };
}
