import { isBlank } from '../../completion/lines.ts';
import { appendNew } from './appendNew.ts';
import { EditPlan, overlap } from './editPlan.ts';
import { hasInnerElision, isElision, saysPlace } from './elision.ts';
import { withoutVisibility } from './keepVisibility.ts';
import { lexLines } from './lexLines.ts';
import { lineLikeness } from './likeness.ts';
import { type LineChange, minimalChanges } from './lineChange.ts';
import { isTrivialLine } from './lineSearch.ts';
import { isSubsequence } from './lostUnits.ts';
import { isLeftOut, type Level, leavesOut, type MergeContext } from './mergeContext.ts';
import { mergeLevel } from './mergeLevel.ts';
import { outline } from './outline.ts';
import { placeElided } from './placeElided.ts';
import type { Target } from './placement.ts';
import { reasons } from './reasons.ts';
import { dedent, indentUnit, reindent, repairFirstIndent } from './reindent.ts';
import { replaceUnit } from './replaceUnit.ts';

/** Plans a block of code, that is no diff: a whole file, parts of one, or lines that are found again in the document. */
export function placeCode(
  code: string,
  lines: readonly string[],
  { languageId, path, isNamed = false }: Pick<Target, 'languageId' | 'path' | 'isNamed'>,
  plan: EditPlan,
): void {
  const document = outline(lines, languageId, () => true);
  const documentLines = new Set(lines.map((line) => line.trim()));
  const isRemark = (line: string): boolean =>
    document.units.length > 0 && saysPlace(line, languageId) && !documentLines.has(line.trim());
  const written = code
    .replace(/\s+$/, '')
    .split('\n')
    .filter((line) => !isRemark(line));
  const first = written.findIndex((line) => !isBlank(line));
  const shown = written.slice(first);
  const isWritten = lines.includes(shown[0] ?? '') || !lexLines(shown, languageId).isSound;
  const repaired = isWritten ? shown : repairFirstIndent(shown);
  const own = dedent(repaired, lexLines(repaired, languageId));
  const isCode = (line: string): boolean => documentLines.has(line.trim());
  if (lines.every(isBlank)) {
    if (own.some((line) => isElision(line))) {
      plan.refuse(reasons.unclearElision(path));
      return;
    }
    plan.replace(0, lines.length, own);
    return;
  }
  const block = outline(own, languageId, isCode);
  const [unit, blockUnit] = [indentUnit(lines), indentUnit(repaired)];
  const context: MergeContext = { document, block, written: repaired, path, plan, unit, blockUnit, documentLines };
  const level: Level = { units: document.units, start: 0, end: lines.length, isRoot: true };
  if (isQuote(own, lines)) return;
  if (isOtherQuery(context)) {
    plan.refuse(reasons.nowhere(path));
    return;
  }
  if (mergeLevel(context, level, block.units, replaceUnit) || plan.refusal !== undefined) {
    if (readsOtherwise(context, level)) plan.refuse(reasons.unclearElision(path));
    if (leavesUnsaid(context)) plan.refuse(reasons.nowhere(path));
    return;
  }
  if (isNewDefinition(context)) {
    const isWhole = written.length === code.replace(/\s+$/, '').split('\n').length;
    if (!isNamed || !isWhole || !appendNew(context, level)) plan.refuse(reasons.nowhere(path));
    return;
  }
  if (isWholeText(context)) {
    const all = reindent(own, { from: '', to: '', near: lines, unit, blockUnit });
    if (all === undefined) plan.refuse(reasons.indentation());
    else plan.replace(0, lines.length, all);
    return;
  }
  placeElided(context, level, { start: 0, end: own.length }, false);
}

/**
 * Whether what is left out, taken for lines of the document whatever they are part of, would change less: as where an
 * elision goes from the middle of one function to that of another.
 */
function readsOtherwise(context: MergeContext, level: Level): boolean {
  const { document, block, plan } = context;
  if (plan.refusal !== undefined || !block.lines.some((line) => isLeftOut(context, line))) return false;
  const probe = new EditPlan();
  placeElided({ ...context, plan: probe }, level, { start: 0, end: block.lines.length }, false);
  if (probe.refusal !== undefined || overlap(probe.changes)) return false;
  const [ours, theirs] = [plan, probe].map(({ changes }) => minimalChanges(document.lines, changes));
  return sizeOf(theirs ?? []) < sizeOf(ours ?? []);
}

/** Whether nothing would change though the block has lines that the document has not: they are of no unit that was found. */
function leavesUnsaid(context: MergeContext): boolean {
  const { document, block, plan, documentLines } = context;
  if (plan.refusal !== undefined || minimalChanges(document.lines, plan.changes).length > 0) return false;
  const bareLines = new Set(document.lines.map((line) => withoutVisibility(line).trim()));
  const isSaid = (line: string): boolean =>
    isBlank(line) ||
    documentLines.has(line.trim()) ||
    bareLines.has(line.trim()) ||
    isLeftOut(context, line) ||
    hasInnerElision(line);
  // An import's names may be among others there.
  const imports = block.units.filter(({ kind }) => kind === 'import');
  const lines = block.lines.filter((_, at) => !imports.some(({ head, end }) => at >= head && at < end));
  if (lines.some((line) => !isSaid(line))) return true;
  if (!lines.some((line) => isLeftOut(context, line))) return false;
  // In another order than what is left out allows: they were to move.
  const shown = lines.filter((line) => documentLines.has(line.trim()) && !isTrivialLine(line));
  return !isSubsequence(shown, document.lines);
}

/**
 * Nothing but definitions under names that the document has nowhere, and what many files begin with: they may be new, or
 * what is there under another name, though lines of them are there too.
 */
function isNewDefinition({ document, block }: MergeContext): boolean {
  if (document.units.length === 0) return false;
  const units = block.units.filter(({ kind }) => kind === 'definition' || kind === 'statement');
  return units.length > 0 && units.every(({ kind, body }) => kind === 'definition' && body !== undefined);
}

/** A statement of SQL that begins as none of the document's does: it may be anything, though lines of it are there. */
function isOtherQuery({ block, documentLines }: MergeContext): boolean {
  const text = block.lines.join('\n').trim();
  const isQuery = /^(?:select|with|insert|update|delete|alter)\b[^;]*;$/i.test(text);
  return block.languageId === 'sql' && isQuery && !documentLines.has(text.split('\n')[0] ?? '');
}

/** Lines that go or come. */
function sizeOf(changes: readonly LineChange[]): number {
  return changes.reduce((sum, { start, end, lines }) => sum + end - start + lines.length, 0);
}

/** Lines that stand in the document one after the other, just as they are here. */
function isQuote(own: readonly string[], lines: readonly string[]): boolean {
  const text = (list: readonly string[]): string => `\n${list.map((line) => line.trimEnd()).join('\n')}\n`;
  return text(lines).includes(text(own));
}

/** A text without structure that begins and ends as the document, and has most of its lines. */
function isWholeText(context: MergeContext): boolean {
  const { document, block } = context;
  if (leavesOut(context, 0, block.lines.length) || block.lines.some((line) => isLeftOut(context, line))) return false;
  const telling = (list: readonly string[]): readonly string[] =>
    list.map((line) => line.trim()).filter((line) => line !== '');
  const [own, there] = [telling(block.lines), telling(document.lines)];
  if (own[0] !== there[0] || own.at(-1) !== there.at(-1)) return false;
  return own.length * 4 >= there.length * 3 && lineLikeness(own, there) >= 0.6;
}
