import type { Attachment } from '../../../shared/conversation.ts';
import { cutPrefix, cutSuffix, estimateTokens } from '../../prompt/budget.ts';

/** What a mention says, before it is known how much of it there is room for. */
export interface MentionText extends Omit<Attachment, 'tokens'> {
  /** Where there is no room for all, its end is what counts: the output of a command. */
  readonly keepsEnd?: boolean;
}

/**
 * The texts, cut so that together they have at most `budgetTokens` by estimate. Small ones stay whole; what is left is
 * shared among the large ones. One that was cut says so.
 */
export function fitTexts(texts: readonly MentionText[], budgetTokens: number): readonly Omit<Attachment, 'tokens'>[] {
  const sizes = texts.map(({ text }) => estimateTokens(text));
  const most = largestShare(sizes, budgetTokens);
  return texts.map(({ keepsEnd = false, ...text }, index) =>
    (sizes[index] ?? 0) <= most ? text : cutTo(text, most, keepsEnd),
  );
}

/** The most that one may have so that all have room: the small ones leave theirs to the others. */
function largestShare(sizes: readonly number[], budgetTokens: number): number {
  let [left, count] = [budgetTokens, sizes.length];
  for (const size of [...sizes].sort((a, b) => a - b)) {
    const share = Math.floor(left / count);
    if (size > share) return Math.max(0, share);
    left -= size;
    count -= 1;
  }
  return Number.POSITIVE_INFINITY;
}

function cutTo(
  attachment: Omit<Attachment, 'tokens'>,
  budgetTokens: number,
  keepsEnd: boolean,
): Omit<Attachment, 'tokens'> {
  const { text, lines, problem } = attachment;
  const cut = keepsEnd ? cutPrefix(text, budgetTokens) : cutSuffix(text, budgetTokens);
  const [kept, all] = [countLines(cut), countLines(text)];
  const which = keepsEnd ? 'last' : 'first';
  const sentence =
    kept === 0
      ? 'There is no room for it in the context.'
      : `Cut to its ${which} ${kept} of ${all} lines, since the context has no room for more.`;
  return {
    ...attachment,
    text: kept === 0 ? '' : cut,
    ...(lines !== undefined && !keepsEnd && { lines: { start: lines.start, end: lines.start + kept } }),
    problem: problem === undefined ? sentence : `${problem} ${sentence}`,
  };
}

function countLines(text: string): number {
  return text.trim() === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
}
