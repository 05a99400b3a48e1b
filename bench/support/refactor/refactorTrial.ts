import { proposeRewrite } from '../../../src/core/refactor/proposeRewrite.ts';
import { refactoringOf } from '../../../src/core/refactor/refactoring.ts';
import type { Rewrite } from '../../../src/core/refactor/rewriteRequest.ts';
import type { Engine } from '../../../src/shared/engine.ts';
import { FakeEngine } from '../../../test/support/fakeEngine.ts';
import { chatModel } from '../../../test/support/rewrites.ts';
import { syntaxOf } from '../../../test/support/syntaxOf.ts';
import type { TestedFunction } from './humanEval.ts';
import { runPython } from './runPython.ts';

export type Answerer = 'perfect' | 'adversarial' | 'model';

/** One refactoring of one function, by one answerer. */
export interface Trial {
  readonly answerer: Answerer;
  readonly row: string;
  /** The mistake of an adversarial answer. */
  readonly mistake?: string;
  readonly functionId: string;
  readonly outcome: Rewrite['kind'];
  /** Of what was offered: whether it was shown to do the same. */
  readonly isProven?: boolean;
  /** Of what was offered: whether the function's tests pass with it. */
  readonly isPassed?: boolean;
  /** Why it was not offered, or what the tests said. */
  readonly problem?: string;
}

const never = new AbortController().signal;
const tested = new Map<string, Promise<{ readonly isPassed: boolean; readonly problem: string }>>();

/** Asks for a refactoring as the product does, and runs the function's tests on what is offered as checked. */
export async function refactorTrial(
  engine: Engine,
  { id, code, test }: TestedFunction,
  lines: { readonly start: number; readonly end: number },
  about: Pick<Trial, 'answerer' | 'row' | 'mistake'>,
): Promise<Trial> {
  const scope = { start: offsetOf(code, lines.start), end: offsetOf(code, lines.end) };
  const rewrite = await proposeRewrite(
    { engine, syntaxOf: (text) => syntaxOf('python', text), onProgress: () => {} },
    {
      refactoring: refactoringOf(about.row),
      input: about.row === 'translateComments' ? 'German' : '',
      document: { path: 'solution.py', languageId: 'python', text: code },
      scope,
      problems: [],
      context: [],
    },
    never,
  );
  const trial = { ...about, functionId: id, outcome: rewrite.kind };
  if (rewrite.kind === 'failed') return { ...trial, problem: rewrite.reason };
  if (rewrite.kind === 'unchanged') return trial;
  const program = `${rewrite.after}\n${test}`;
  const run = tested.get(program) ?? runPython(program);
  tested.set(program, run);
  const { isPassed, problem } = await run;
  return { ...trial, isProven: rewrite.isProven, isPassed, ...(isPassed ? {} : { problem }) };
}

/**
 * An engine that gives one answer, each time that it is asked. What the prompt has begun already is left away, and what the
 * answer has in front of that: a model that is made to begin there can't write it.
 */
export function scriptedEngine(answer: string): Engine {
  const model = { ...chatModel, contextSizeTokens: 32_768 };
  return new FakeEngine(({ segments }) => {
    const begun = segments.at(-1)?.text ?? '';
    const words = begun.slice(begun.indexOf('\n') + 1);
    const at = words === '' ? 0 : `\n${answer}`.indexOf(`\n${words}`);
    // One delta: nobody watches it grow.
    return { deltas: [`${at === -1 ? answer : answer.slice(at + words.length)}\n\`\`\``] };
  }, model);
}

function offsetOf(text: string, line: number): number {
  const lines = text.split('\n');
  return Math.min(
    text.length,
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0),
  );
}
