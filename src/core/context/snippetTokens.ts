import { estimateTokens } from '../prompt/budget.ts';

/** For the path, its marker or comment sign, and the end of line behind the text. */
const overheadTokens = 3;

/** What a snippet costs in a prompt, its path line included. Estimated. */
export function snippetTokens(path: string, text: string): number {
  return estimateTokens(`${path}\n${text}\n`) + overheadTokens;
}
