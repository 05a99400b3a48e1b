import { indentOf } from '../../completion/lines.ts';
import type { EditPlan } from './editPlan.ts';
import { hasInnerElision, isElision } from './elision.ts';
import { type Outlined, type Unit, unitsWithin } from './outline.ts';
import { reasons } from './reasons.ts';
import { reindent } from './reindent.ts';

/** What a block and a document are while the one is placed in the other. */
export interface MergeContext {
  readonly document: Outlined;
  readonly block: Outlined;
  /** The block's lines as they are written: those of `block` have lost the indentation that all share. */
  readonly written: readonly string[];
  readonly path: string;
  readonly plan: EditPlan;
  readonly unit: string | undefined;
  readonly blockUnit: string | undefined;
  /** The document's lines, trimmed. */
  readonly documentLines: ReadonlySet<string>;
}

/** The document's units at one level, and what of it they fill. */
export interface Level {
  readonly units: readonly Unit[];
  readonly start: number;
  readonly end: number;
  readonly isRoot: boolean;
}

/** A line of the block that stands for lines of the document. */
export function isLeftOut(context: MergeContext, line: string): boolean {
  return isElision(line) && !context.documentLines.has(line.trim());
}

/** Whether lines of the block leave something out, by a line or within one. */
export function leavesOut(context: MergeContext, start: number, end: number): boolean {
  return context.block.lines
    .slice(start, end)
    .some((line) => isLeftOut(context, line) || (hasInnerElision(line) && !context.documentLines.has(line.trim())));
}

/** Lines of the block as they stand at the indentation of the document's line `at`. */
export function atIndentOf(
  { document, block, written, plan, unit, blockUnit }: MergeContext,
  range: { readonly start: number; readonly end: number; readonly head: number },
  at: number,
  near: readonly string[],
): readonly string[] {
  const from = indentOf(block.lines[range.head] ?? '');
  const to = indentOf(document.lines[at] ?? '');
  const lines = block.lines.slice(range.start, range.end);
  const isInside = block.lexed.isInside.slice(range.start, range.end);
  const moved = reindent(lines, { from, to, near, unit, blockUnit, isInside });
  if (moved === undefined) plan.refuse(reasons.indentation());
  // What a string says stays where it is written, if the code around it does.
  const isInPlace = indentOf(written[range.head] ?? '') === to;
  return (moved ?? lines).map((line, index) =>
    isInPlace && isInside[index] === true ? (written[range.start + index] ?? line) : line,
  );
}

/** The level inside a unit of the document. */
export function levelWithin({ document }: MergeContext, unit: Unit): Level {
  const range = unit.body ?? { start: unit.end, end: unit.end };
  return { units: unitsWithin(document, range, () => false), ...range, isRoot: false };
}

/** The units of the block inside one of it. */
export function blockUnitsWithin(context: MergeContext, unit: Unit): readonly Unit[] {
  return unit.body === undefined ? [] : unitsWithin(context.block, unit.body, (line) => isLeftOut(context, line));
}

/** A unit's lines without indentation and blank lines, to be compared. */
export function textOf({ lines }: Outlined, { head, end }: Pick<Unit, 'head' | 'end'>): string {
  return lines
    .slice(head, end)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** How a user would call it. */
export function nameOf({ lines }: Outlined, { key, head }: Unit): string {
  return key === undefined ? `"${(lines[head] ?? '').trim().slice(0, 60)}"` : `"${key.slice(key.indexOf(':') + 1)}"`;
}
