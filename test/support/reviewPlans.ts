import type { TextEdit } from '../../src/shared/text.ts';
import type { PlannedEdit } from './reviewSteps.ts';

/** Lines that stay, change, go and come. @param word a new one by its number. */
export function plannedText(text: string, plan: readonly number[], word: (index: number) => string): string {
  const planned = text.split(/\r?\n/).flatMap((line, index) => {
    const what = plan[index % plan.length] ?? 0;
    if (what <= 6) return [line];
    const added = word(index);
    return [[`${line} ${added}`], [added], [], [added, line], [line, added]][what - 7] ?? [];
  });
  return planned.join('\n');
}

/** Edits of one moment, the last in the text first. @param word a new one by its number. */
export function plannedEdits(
  text: string,
  planned: readonly PlannedEdit[],
  word: (index: number) => string,
): readonly TextEdit[] {
  const edits = planned.map(({ at, length, insert, isWholeLines }, index) => {
    const start = editable(text, Math.floor((at * text.length) / 1000), isWholeLines);
    const end = editable(text, Math.min(text.length, start + length), isWholeLines);
    const added = word(index);
    const newText = { nothing: '', word: added, lineEnd: '\n', line: `${added}\n`, lines: `${added}\n\n!\n` }[insert];
    return { range: { start, end }, newText };
  });
  const [first, second] = edits.toSorted((a, b) => b.range.start - a.range.start);
  if (first === undefined) return [];
  return second === undefined || second.range.end >= first.range.start ? [first] : [first, second];
}

/** What is left of two such words where one edit cuts both is one of them, or none: both halves have the name in them too. */
export function uniqueWord(name: string, number: number): string {
  return `${name} ${name}${number}~${name}${number};`;
}

/** The whole ones in a text. */
export function uniqueWords(text: string): readonly string[] {
  return text.match(/([a-z]+) (\1\d+)~\2;/g) ?? [];
}

/** An offset near that one, which is not within a line end. */
function editable(text: string, offset: number, isAtLineStart: boolean): number {
  if (isAtLineStart) return text.lastIndexOf('\n', offset - 1) + 1;
  return text[offset] === '\n' && text[offset - 1] === '\r' ? offset + 1 : offset;
}
