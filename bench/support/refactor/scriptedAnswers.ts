import { javaScriptAnswers } from './javaScriptAnswers.ts';
import { pythonAnswers } from './pythonAnswers.ts';
import type { ScriptedAnswers, ScriptedFunction } from './scriptedFunction.ts';

/** Of each function, in their order. */
export async function scriptedAnswers(functions: readonly ScriptedFunction[]): Promise<readonly ScriptedAnswers[]> {
  const python = functions.filter(({ languageId }) => languageId === 'python');
  const answers = new Map<ScriptedFunction, ScriptedAnswers>();
  for (const [at, own] of (await pythonAnswers(python)).entries()) {
    const tested = python[at];
    if (tested !== undefined) answers.set(tested, own);
  }
  for (const one of functions) if (!answers.has(one)) answers.set(one, await javaScriptAnswers(one));
  return functions.flatMap((one) => answers.get(one) ?? []);
}
