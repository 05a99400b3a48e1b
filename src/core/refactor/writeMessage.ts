import type { Engine } from '../../shared/engine.ts';
import { codeBlocks } from '../chat/codeBlocks.ts';
import { fenceFor } from '../chat/questionParts.ts';
import type { Refactoring } from './refactoring.ts';
import { type ShortAnswer, shortAnswer } from './shortAnswer.ts';

/**
 * A message for a commit.
 *
 * @param diff of what is to be committed, without secrets.
 * @throws as {@link shortAnswer}.
 */
export async function writeMessage(
  engine: Engine,
  { prompt }: Pick<Refactoring, 'prompt'>,
  diff: string,
  signal: AbortSignal,
): Promise<string> {
  const { contextSizeTokens } = await engine.model(signal);
  const shown = await fitDiff(engine, diff, contextSizeTokens - maxTokens - framingTokens, signal);
  const fence = fenceFor(shown);
  const content = [
    { kind: 'text', text: `The changes:\n${fence}diff\n${shown}${fence}\n\n` },
    { kind: 'text', text: prompt },
  ] as const;
  const question = { system: 'You write commit messages.', content, maxTokens };
  const answer = await shortAnswer(engine, question, signal);
  if (hasWhole(answer)) return messageIn(answer.text);
  const shorter = { ...question, content: [...content, { kind: 'text', text: ' Say it in fifty words.' } as const] };
  const second = await shortAnswer(engine, shorter, signal);
  return hasWhole(second) ? messageIn(second.text) : withoutRest(messageIn(second.text));
}

function hasWhole({ text, isWhole }: ShortAnswer): boolean {
  return isWhole || codeBlocks(text).some(({ isClosed }) => isClosed);
}

/** Without a line behind the first one that was cut off in the middle of its sentence. */
function withoutRest(message: string): string {
  const lines = message.split('\n');
  const isCut = lines.length > 1 && !/[.!?:)]$/.test(lines.at(-1) ?? '');
  return (isCut ? lines.slice(0, -1) : lines).join('\n').trim();
}

/** The message of an answer: what is in its fenced block, or all of it where there is none. */
export function messageIn(answer: string): string {
  const block = codeBlocks(answer).find(({ code }) => code.trim() !== '');
  return (block?.code ?? answer).trim();
}

const maxTokens = 300;
const framingTokens = 300;

/** As many leading parts of the diff as fit; a part that does not fit is cut at a line. */
async function fitDiff(engine: Engine, diff: string, budgetTokens: number, signal: AbortSignal): Promise<string> {
  const [tokens = 0] = await engine.countTokens([diff], signal);
  const whole = diff.endsWith('\n') ? diff : `${diff}\n`;
  if (tokens <= budgetTokens) return whole;
  const length = Math.floor((whole.length * Math.max(0, budgetTokens)) / tokens);
  return `${whole.slice(0, whole.lastIndexOf('\n', length) + 1)}(The rest of the changes is left out.)\n`;
}
