import type { LineRange } from '../../shared/codeFacts.ts';
import { redactSecrets } from './secrets.ts';

/** A private key is known by its first and last line, which may be as far away: RSA of 4,096 bits has 53 lines. */
export const surroundingLines = 60;

/** Longer lines were not written by hand, and would fill a prompt. */
const maxLineLength = 200;

/** Lines of a text as they may stand in a prompt: without secrets, without `\r`, cut where they are very long. */
export function quoteLines(lines: readonly string[], { start, end }: LineRange, path: string): readonly string[] {
  const first = Math.max(0, start - surroundingLines);
  const surroundings = lines.slice(first, end + surroundingLines);
  const redacted = redactSecrets(surroundings.join('\n'), path).text.split('\n');
  return redacted.slice(start - first, end - first).map(cut);
}

function cut(line: string): string {
  const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (whole.length <= maxLineLength) return whole;
  const head = whole.slice(0, maxLineLength - 1);
  return `${head.replace(/[\ud800-\udbff]$/, '')}…`;
}
