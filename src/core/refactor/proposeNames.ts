import type { Engine } from '../../shared/engine.ts';
import { fenceFor } from '../chat/questionParts.ts';
import { fillIn } from '../prompt/fillIn.ts';
import { namesGrammar } from './namesGrammar.ts';
import type { Refactoring } from './refactoring.ts';
import { shortAnswer } from './shortAnswer.ts';

export interface NameQuestion {
  readonly refactoring: Pick<Refactoring, 'prompt'>;
  readonly name: string;
  readonly languageId: string;
  /** Where it is defined or used. */
  readonly code: string;
  /** Names that would clash. */
  readonly taken: ReadonlySet<string>;
}

/**
 * Names that a symbol could have instead, the best first; none where the model has no good one.
 *
 * @throws as {@link shortAnswer}.
 */
export async function proposeNames(
  engine: Engine,
  { refactoring, name, languageId, code, taken }: NameQuestion,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const fence = fenceFor(code);
  const content = [
    { kind: 'text', text: `The code:\n${fence}${languageId}\n${code.replace(/\n?$/, '\n')}${fence}\n\n` },
    { kind: 'text', text: fillIn(refactoring.prompt, name) },
  ] as const;
  const question = { system, content, maxTokens: 80, grammar: namesGrammar(name) };
  const { text, isWhole } = await shortAnswer(engine, question, signal);
  // One that was cut off looks like a name too.
  const whole = isWhole ? text : text.slice(0, Math.max(0, text.lastIndexOf('\n')));
  return namesIn(whole, name, taken);
}

/** Those of an answer that can be names, and that nothing else has. One a line: lists, quotes and remarks are seen through. */
export function namesIn(answer: string, name: string, taken: ReadonlySet<string>): readonly string[] {
  const names = answer.split('\n').flatMap((line) => {
    const word =
      /^\s*(?:[-*+]\s+|\d+[.)]\s+)?[`'"*]*([$_\p{L}][$\p{L}\p{N}_]*)[`'"*]*[,;]?(?=\s*$|\s*[:(]|\s+[-–—])/u.exec(line);
    return word?.[1] === undefined ? [] : [word[1]];
  });
  return [...new Set(names)]
    .filter((one) => one !== name && !taken.has(one) && hasCaseOf(one, name))
    .slice(0, mostNames);
}

const mostNames = 5;
const system = 'You choose names for code. Answer with names, one a line, and nothing else.';

/** `Pump` stays a type, `pump` stays none. */
function hasCaseOf(one: string, name: string): boolean {
  const isUpper = (text: string) => /^[$_]*\p{Lu}/u.test(text);
  return isUpper(one) === isUpper(name);
}
