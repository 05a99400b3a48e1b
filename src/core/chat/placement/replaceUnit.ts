import { commentText } from './elision.ts';
import { isCut } from './isCut.ts';
import { keepVisibility } from './keepVisibility.ts';
import { lostDeclaration } from './lostDeclarations.ts';
import {
  atIndentOf,
  blockUnitsWithin,
  type Level,
  leavesOut,
  levelWithin,
  type MergeContext,
  nameOf,
  textOf,
} from './mergeContext.ts';
import { mergeLevel } from './mergeLevel.ts';
import type { Outlined, Unit } from './outline.ts';
import { placeElided } from './placeElided.ts';
import { reasons } from './reasons.ts';

/** A unit that becomes so much shorter, without a word on what was left out, was left out. */
const longUnitLines = 24;
const keptShare = 1 / 3;

/** Plans how a unit of the block replaces that of the document: as a whole, or what it holds one by one. */
export function replaceUnit(context: MergeContext, unit: Unit, item: Unit, level: Level): void {
  const { document, block, plan, path } = context;
  const isBare = unit.start === unit.head && item.start === item.head;
  if (isBare && textOf(document, unit) === textOf(block, item)) return;
  if (isOnlyNamed(context, item)) {
    if (!isSameHead(context, unit, item)) plan.refuse(reasons.unclearElision(path));
    return;
  }
  const isElided = leavesOut(context, item.head, item.end);
  const isExcerpt = isElided && item.start === item.head;
  if (!isExcerpt && losesDecorators(context, unit, item)) {
    plan.refuse(reasons.leavesOut(`what stands above ${nameOf(document, unit)}`, path));
    return;
  }
  if (takesLead(context, unit, item, level)) {
    plan.refuse(reasons.unclearElision(path));
    return;
  }
  const hasBodies = unit.body !== undefined && item.body !== undefined;
  if (!isElided && isCut(context, unit, item)) {
    plan.refuse(reasons.leavesOut(`the end of ${nameOf(document, unit)}`, path));
    return;
  }
  if (hasBodies && (isElided || (unit.isContainer && item.isContainer))) {
    replaceHead(context, unit, item);
    replaceBody(context, unit, item);
    replaceTail(context, unit, item, level);
    return;
  }
  if (isElided) {
    plan.refuse(reasons.unclearElision(path));
    return;
  }
  const [before, after] = [unit, item].map(({ head, end }) => end - head) as [number, number];
  if (before >= longUnitLines && after < before * keptShare) {
    plan.refuse(reasons.leavesOut(`most of ${nameOf(document, unit)}`, path));
    return;
  }
  const lost = lostDeclaration(context, unit, item);
  if (lost !== undefined) {
    plan.refuse(reasons.leavesOut(`"${lost}" of ${nameOf(document, unit)}`, path));
    return;
  }
  const near = document.lines.slice(unit.start, unit.end);
  const lines = linesInPlaceOf(context, unit, item, item.end, near);
  plan.replace(unit.start, unit.end, withLead(context, unit, item, withSeparator(context, lines, unit, level)));
}

/** Comments above it that stand above something else in the document. */
function takesLead({ document, block }: MergeContext, unit: Unit, item: Unit, level: Level): boolean {
  const leadOf = ({ start, head }: Unit): readonly string[] =>
    document.lines.slice(start, head).map((line) => line.trim());
  const own = new Set(leadOf(unit));
  const others = new Set(level.units.filter((other) => other !== unit).flatMap(leadOf));
  return commentLines(block, item).some((line) => {
    const text = line.trim();
    return !own.has(text) && others.has(text) && /[\p{L}\p{N}]{3}/u.test(text);
  });
}

/** A line that only says that it is there: its body is left out within the line. */
function isOnlyNamed(context: MergeContext, item: Unit): boolean {
  return item.end - item.head === 1 && leavesOut(context, item.head, item.end);
}

/** Whether the line begins as the document's unit does, up to where its body is left out. */
function isSameHead({ document, block }: MergeContext, unit: Unit, item: Unit): boolean {
  const text = (line: string | undefined): string => (line ?? '').replace(/\s+/g, '');
  const head = text(block.lines[item.head]).replace(/(?:\/\*.*?\*\/|\.{3}|…)[)}\];,]*$/, '');
  return text(document.lines.slice(unit.head, unit.end).join('')).startsWith(head);
}

/** What closes the body. */
function replaceTail(context: MergeContext, unit: Unit, item: Unit, level: Level): void {
  const [start, from] = [unit.body?.end ?? unit.end, item.body?.end ?? item.end];
  if (start >= unit.end || from >= item.end) return;
  const near = context.document.lines.slice(start, unit.end);
  const lines = atIndentOf(context, { start: from, end: item.end, head: item.head }, unit.head, near);
  context.plan.replace(start, unit.end, withSeparator(context, lines, unit, level));
}

function replaceBody(context: MergeContext, unit: Unit, item: Unit): void {
  const level = levelWithin(context, unit);
  const items = blockUnitsWithin(context, item);
  if (unit.isContainer && mergeLevel(context, level, items, replaceUnit)) return;
  const { body } = item;
  if (body === undefined) return;
  placeElided(context, level, body);
}

/** The lines above the body: signature, decorators, comments. */
function replaceHead(context: MergeContext, unit: Unit, item: Unit): void {
  const { document, plan } = context;
  const [end, itemEnd] = [unit.body?.start ?? unit.end, item.body?.start ?? item.end];
  const near = document.lines.slice(unit.start, end);
  const lines = linesInPlaceOf(context, unit, item, itemEnd, near);
  // What stands above it and is not shown stays.
  if (item.start === item.head) plan.replace(unit.head, end, lines);
  else plan.replace(unit.start, end, withLead(context, unit, item, lines));
}

/** The lines of an item, from its lead up to `end`, as they stand where the unit stands. */
function linesInPlaceOf(
  context: MergeContext,
  unit: Unit,
  { start, head }: Unit,
  end: number,
  near: readonly string[],
): readonly string[] {
  const before = context.document.lines[unit.head] ?? '';
  const lines = atIndentOf(context, { start, end, head }, unit.head, near);
  return lines.map((line, at) => (at === head - start ? keepVisibility(line, before) : line));
}

/** Lines from the block's lead on, below those comments of the document that the block has none of the kind of. */
function withLead(
  { document, block }: MergeContext,
  unit: Unit,
  item: Unit,
  lines: readonly string[],
): readonly string[] {
  const comments = commentLines(document, unit);
  const own = commentLines(block, item);
  const [there, here] = [comments, own].map((list) => list.map((line) => line.trim()));
  // A part of a comment says nothing new: the rest of it was not worth repeating.
  const isPart =
    own.length > 0 && own.length < comments.length && here?.every((line) => there?.includes(line)) === true;
  if (isPart) return [...comments, ...lines.slice(own.length)];
  const isSameKind =
    own.length > 0 && own.some((line) => comments.length === 0 || kindOf(line) === kindOf(comments[0]));
  return isSameKind ? lines : [...comments, ...lines];
}

function commentLines({ lines, lexed, languageId }: Outlined, { start, head }: Unit): readonly string[] {
  return lines
    .slice(start, head)
    .filter(
      (line, at) =>
        lexed.isInside[start + at] === true || (commentText(line, languageId) !== undefined && !isDecorator(line)),
    );
}

function kindOf(line: string | undefined): string {
  return /^\s*(\/\*|\/\/|#|--|<!--)/.exec(line ?? '')?.[1] ?? '';
}

/** Decorators and attributes: what they do, a block that shows none of them would take away. */
function losesDecorators({ document, block }: MergeContext, unit: Unit, item: Unit): boolean {
  const has = (lines: readonly string[]): boolean => lines.some(isDecorator);
  return has(document.lines.slice(unit.start, unit.head)) && !has(block.lines.slice(item.start, item.head));
}

function isDecorator(line: string): boolean {
  return /^\s*(?:@\w|#!?\[|\[\w+.*\]\s*$)/.test(line);
}

/** An item of a list or an object keeps the comma that its neighbours need. */
function withSeparator(
  { document }: MergeContext,
  lines: readonly string[],
  unit: Unit,
  level: Level,
): readonly string[] {
  const last = lines.at(-1) ?? '';
  const before = document.lines[unit.end - 1] ?? '';
  if (level.isRoot || !/^\s*["'\w[{-]/.test(document.lines[unit.head] ?? '')) return lines;
  const isItem = /[,}\]"'\w]$/.test(last) && !/[;{]\s*$/.test(last);
  if (before.endsWith(',') && !last.endsWith(',') && isItem) return [...lines.slice(0, -1), `${last},`];
  const isLast = level.units.at(-1) === unit;
  if (!before.endsWith(',') && last.endsWith(',') && isLast) return [...lines.slice(0, -1), last.slice(0, -1)];
  return lines;
}
