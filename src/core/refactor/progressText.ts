import { diffArrays } from 'diff';
import { codeBlocks } from '../chat/codeBlocks.ts';
import { documentLines } from '../chat/placement/documentLines.ts';
import { placeAnswer } from './placeAnswer.ts';
import { type ScopeParts, textOf } from './scopeParts.ts';

/**
 * The document as an unfinished answer makes it so far: its whole lines, and below the last of the old ones among them what
 * the scope has there. `undefined` where the answer can't be read yet.
 */
export function progressText(answer: string, before: ScopeParts): string | undefined {
  const soFar = answer.slice(0, answer.lastIndexOf('\n') + 1);
  const isEdits = /<{5,9} ?SEARCH/.test(soFar);
  const text = isEdits ? wholeEdits(soFar) : soFar;
  if (text === undefined || !codeBlocks(text).some(({ code }) => code.trim() !== '')) return undefined;
  // Called line by line: what is around the scope is not looked at.
  const alone = { ...before, head: before.scope === '' ? before.head.slice(-1) : '', tail: '' };
  const placed = placeAnswer(isEdits ? text : withRest(text, before), alone, true);
  return placed.kind === 'placed' ? textOf({ ...before, scope: placed.after.scope }) : undefined;
}

/** Up to the end of the last part that has one. */
function wholeEdits(answer: string): string | undefined {
  const end = answer.lastIndexOf('\n>>>>>>>');
  return end === -1 ? undefined : answer.slice(0, answer.indexOf('\n', end + 1) + 1);
}

/** The answer, and the lines of the scope that it has not come to. */
function withRest(answer: string, { scope }: ScopeParts): string {
  const { lines } = documentLines(scope);
  const written = answer.replace(/\r\n?/g, '\n').split('\n').slice(1, -1);
  const plain = (list: readonly string[]) => list.map((line) => line.trim());
  let [at, behind] = [0, 0];
  const changes = diffArrays(plain(lines), plain(written), { maxEditLength: maxDifferences });
  // So much has changed that no line tells where it is: as many as are written.
  if (changes === undefined) behind = Math.min(lines.length, written.length);
  for (const { added, removed, count } of changes ?? []) {
    if (!added) at += count;
    if (!added && !removed) behind = at;
  }
  return (
    answer +
    lines
      .slice(behind)
      .map((line) => `${line}\n`)
      .join('')
  );
}

/** Called line by line: more take their square. */
const maxDifferences = 400;
