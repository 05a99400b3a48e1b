import { lineLikeness, subjectOf, wordLikeness } from './likeness.ts';
import { namesOf } from './lostUnits.ts';
import type { MergeContext } from './mergeContext.ts';
import type { Unit } from './outline.ts';

/** A new unit that resembles one that the block does not show may be meant to replace it. */
export function mayReplace(context: MergeContext, item: Unit, unit: Unit): boolean {
  const { document, block } = context;
  if (item.kind === 'comment') {
    const end = unit.kind === 'comment' ? unit.end : unit.head;
    const [own, lead] = [block.lines.slice(item.start, item.end), document.lines.slice(unit.start, end)];
    if (lead.length === 0) return false;
    return beginning(own) === beginning(lead) || wordLikeness(own.join('\n'), lead.join('\n')) >= 0.6;
  }
  if (unit.kind === 'import') return item.body === undefined && takesNames(context, item, unit);
  if (unit.kind === 'comment') return false;
  const [own, other] = [block.lines.slice(item.head, item.end), document.lines.slice(unit.head, unit.end)];
  if (own.length > 1 && other.length > 1 && lineLikeness(own, other) >= 0.5) return true;
  if (own.length > 3 && other.length > 3) return false;
  const isNamed = item.key !== undefined && unit.key !== undefined;
  const [line = '', there = ''] = [own[0], other[0]];
  const isLine = own.length === 1 && other.length === 1;
  if (!isNamed && isLine && subjectOf(line) !== undefined && subjectOf(line) === subjectOf(there)) return true;
  // Constants resemble each other more than they have in common.
  return wordLikeness(own.join('\n'), other.join('\n')) >= (isNamed ? 0.8 : isLine ? 0.5 : 0.6);
}

/** The first line of a comment that says something. */
function beginning(comment: readonly string[]): string | undefined {
  return comment.find((line) => /\p{L}{3}/u.test(line))?.trim();
}

/** Whether a statement gives names to what the document imports under them. */
function takesNames({ document, block }: MergeContext, item: Unit, unit: Unit): boolean {
  const [own, other] = [block.lines.slice(item.head, item.end), document.lines.slice(unit.head, unit.end)];
  if (wordLikeness(own.join('\n'), other.join('\n')) >= 0.6) return true;
  const names = new Set(namesOf(document.lines, unit));
  return namesOf(block.lines, item).some((name) => names.has(name));
}

/** Whether what is new stands under a comment that the document has elsewhere. */
export function takesLead({ block, documentLines }: MergeContext, { start, head }: Unit): boolean {
  const lead = block.lines.slice(start, head).map((line) => line.trim());
  return lead.some((line) => /[\p{L}\p{N}]{3}/u.test(line) && documentLines.has(line) && !line.startsWith('@'));
}
