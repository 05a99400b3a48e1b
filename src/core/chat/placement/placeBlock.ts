import { isBlank } from '../../completion/lines.ts';
import { commentedPath } from '../blockPath.ts';
import { diffFiles } from './diffFiles.ts';
import { documentLines } from './documentLines.ts';
import { changedLines, EditPlan, overlap } from './editPlan.ts';
import { soundsElided } from './elision.ts';
import { lexLines } from './lexLines.ts';
import { type LineChange, minimalChanges, toTextEdits } from './lineChange.ts';
import { placeCode } from './placeCode.ts';
import { placeDiff } from './placeDiff.ts';
import type { Block, Placement, Target } from './placement.ts';
import { reasons } from './reasons.ts';
import { placeSearchReplace, readSearchReplace } from './searchReplace.ts';

/** UTF-16 units, lines, and UTF-16 units of a line that changes: more is not code that someone reads. */
const maxLength = 8_000_000;
const maxLines = 300_000;
const maxLineLength = 5_000;

/** Turns a code block into edits of a document, where it is certain what they are; else says why not. Never throws. */
export function placeBlock(block: Block, target: Target): Placement {
  const { path } = target;
  if (!block.isClosed) return refused(reasons.cutOff());
  if (isBlank(block.code)) return refused(reasons.empty());
  if (block.code.length > maxLength || target.text.length > maxLength) return refused(reasons.tooLong());
  const document = documentLines(target.text);
  const code = withoutPath(block.code.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'), document.lines, path);
  if (isBlank(code)) return refused(reasons.empty());
  if (document.lines.length > maxLines) return refused(reasons.tooLong());
  const planned = planChanges(code, block.language, { ...target, lines: document.lines });
  if (typeof planned === 'string') return refused(planned);
  if (planned.length === 0) return { kind: 'unchanged' };
  const after = changedLines(document.lines, planned);
  // Where the document would not have it then, it was not clear what it changes.
  const again = planChanges(code, block.language, { ...target, lines: after });
  if (typeof again === 'string' || again.length > 0) return refused(reasons.ambiguous('The block', path));
  if (breaks(document.lines, after, target.languageId)) return refused(reasons.unbalanced(path));
  return { kind: 'placed', edits: toTextEdits(document, planned) };
}

interface TargetLines extends Omit<Target, 'text'> {
  readonly lines: readonly string[];
}

/** @returns minimal changes, or why there are none that are certain. */
function planChanges(code: string, language: string, target: TargetLines): readonly LineChange[] | string {
  const { lines, path } = target;
  const plan = new EditPlan();
  planBlock(code, language, target, plan);
  if (plan.refusal !== undefined) return plan.refusal;
  if (overlap(plan.changes)) return reasons.ambiguous('The block', path);
  const changes = minimalChanges(lines, plan.changes);
  if (changes.some((change) => isTooLong(lines, change))) return reasons.tooLong();
  const own = new Set(lines.map((line) => line.trim()));
  const isRemark = (line: string): boolean => soundsElided(line) && !own.has(line.trim());
  return changes.some((change) => change.lines.some(isRemark)) ? reasons.unclearElision(path) : changes;
}

function planBlock(code: string, language: string, target: TargetLines, plan: EditPlan): void {
  const { lines, path } = target;
  const parts = readSearchReplace(code);
  if (parts === 'broken') {
    plan.refuse(reasons.cutOff());
    return;
  }
  if (parts !== undefined) {
    placeSearchReplace(parts, lines, path, plan);
    return;
  }
  const diff = diffFor(code, language, target, plan);
  if (diff === 'done') return;
  if (diff !== undefined) placeDiff(diff, lines, path, plan);
  else placeCode(code, lines, target, plan);
}

/** The parts of a diff that are about the document; `done` where there is nothing to look for; `undefined`: the block is no diff. */
function diffFor(
  code: string,
  language: string,
  { lines, path, languageId }: TargetLines,
  plan: EditPlan,
): readonly string[] | 'done' | undefined {
  const isFileOfDiffs = languageId === 'diff';
  const isNamed = language === 'diff' || language === 'patch' || language === 'udiff';
  const files = isFileOfDiffs && !isNamed ? undefined : diffFiles(code);
  if (files === undefined) return isNamed || looksLikeDiff(code, lines, languageId) ? [code] : undefined;
  const own = files.filter((file) => file.path === undefined || isSamePath(file.path, path));
  const isOnly = files.length === 1 && files.every((file) => isAnyName(file.path));
  const file = isOnly ? files[0] : own[0];
  if (file?.kind === 'change') return isOnly ? [file.diff] : own.map(({ diff }) => diff);
  if (file === undefined) plan.refuse(reasons.otherFiles(path));
  else if (file.kind === 'delete') plan.refuse(reasons.deletesFile(path));
  else if (file.kind === 'rename') plan.refuse(reasons.renamesFile(path));
  else {
    const text = (file.text ?? '').replace(/\n$/, '');
    if (lines.every(isBlank)) plan.replace(0, lines.length, text.split('\n'));
    else if (lines.join('\n') !== text) plan.refuse(reasons.createsFile(path));
  }
  return 'done';
}

/** A name that stands for whichever file is talked of. */
function isAnyName(path: string | undefined): boolean {
  return /^(?:.*\/)?(?:old|new|original|modified|updated|before|after|file|fixed|current)(?:[._-]\w+)*$/i.test(
    path ?? 'file',
  );
}

/** A diff without heads in a block of another language: the document must have what it takes away, or what it adds. */
function looksLikeDiff(code: string, lines: readonly string[], languageId: string): boolean {
  if (['markdown', 'yaml', 'dockercompose', 'haskell', 'plaintext'].includes(languageId)) return false;
  const rows = code.split('\n');
  const removed = rows.filter((row) => /^-(?!-)/.test(row) && !isBlank(row.slice(1)));
  const added = rows.filter((row) => /^\+(?!\+)/.test(row));
  if (added.length === 0 || removed.length + added.length < 2) return false;
  const own = new Set(lines.map((line) => line.trim()));
  const has = (some: readonly string[]): boolean =>
    some.every((row) => (isBlank(row.slice(1)) || own.has(row.slice(1).trim())) && !own.has(row.trim()));
  return removed.length > 0 && (has(removed) || has(added));
}

function isSamePath(named: string, path: string): boolean {
  return named === path || path.endsWith(`/${named}`) || named.endsWith(`/${path}`);
}

/** Without a first comment that only says which file it is, unless the document has it too. */
function withoutPath(code: string, lines: readonly string[], path: string): string {
  const [first = '', ...rest] = code.replace(/^(?:[ \t]*\n)+/, '').split('\n');
  const named = commentedPath(first);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isPath = named !== undefined && named.slice(named.lastIndexOf('/') + 1) === name;
  return isPath && !lines.slice(0, 5).includes(first) ? rest.join('\n') : code;
}

function isTooLong(lines: readonly string[], { start, end, lines: written }: LineChange): boolean {
  return [...lines.slice(start, end), ...written].some((line) => line.length > maxLineLength);
}

/** Brackets that matched and no longer do. */
function breaks(before: readonly string[], after: readonly string[], languageId: string): boolean {
  return lexLines(before, languageId).isSound && !lexLines(after, languageId).isSound;
}

function refused(reason: string): Placement {
  return { kind: 'refused', reason };
}
