import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { proposeRewrite } from '../../../src/core/refactor/proposeRewrite.ts';
import { refactoringOf } from '../../../src/core/refactor/refactoring.ts';
import type { Rewrite } from '../../../src/core/refactor/rewriteRequest.ts';
import type { Engine } from '../../../src/shared/engine.ts';
import type { SyntaxReport } from '../../../src/shared/syntaxQuery.ts';
import { FakeEngine } from '../../../test/support/fakeEngine.ts';
import { chatModel } from '../../../test/support/rewrites.ts';
import { syntaxOf } from '../../../test/support/syntaxOf.ts';
import type { TestedFunction, TestRun } from './testedFunction.ts';

export type Answerer = 'perfect' | 'adversarial' | 'model';

/** One refactoring of one function, by one answerer. */
export interface Trial {
  readonly answerer: Answerer;
  readonly row: string;
  /** The mistake of an adversarial answer. */
  readonly mistake?: string;
  /** Where the function comes from. */
  readonly source: string;
  readonly functionId: string;
  readonly outcome: Rewrite['kind'];
  /** Of what was offered: whether it was shown to do the same. */
  readonly isProven?: boolean;
  /** Of what was offered: whether the function's tests pass with it. */
  readonly isPassed?: boolean;
  /** Why it was not offered, or what the tests said. */
  readonly problem?: string;
  /** Of what was offered and fails its tests: the function as it is then. */
  readonly after?: string;
}

const never = new AbortController().signal;
/** By function and text. */
const runs = new Map<string, Promise<TestRun>>();
/** The same texts are looked at again and again. */
const reports = new LRUCache<string, Promise<{ readonly report: SyntaxReport | undefined }>>({ max: 8 });

/** Asks for a refactoring as the product does, and runs the function's tests on what is offered as checked. */
export async function refactorTrial(
  engine: Engine,
  tested: TestedFunction,
  about: Pick<Trial, 'answerer' | 'row' | 'mistake'>,
): Promise<Trial> {
  const { id, source, path, languageId, code, scope } = tested;
  const rewrite = await proposeRewrite(
    { engine, syntaxOf: (text) => reportOf(languageId, text), onProgress: () => {} },
    {
      refactoring: refactoringOf(about.row),
      input: about.row === 'translateComments' ? 'German' : '',
      document: { path, languageId, text: code },
      scope,
      problems: [],
      context: [],
    },
    never,
  );
  const trial = { ...about, source, functionId: id, outcome: rewrite.kind };
  if (rewrite.kind === 'failed') return { ...trial, problem: rewrite.reason };
  if (rewrite.kind === 'unchanged') return trial;
  const key = `${source} ${id} ${createHash('sha256').update(rewrite.after).digest('base64')}`;
  const run = runs.get(key) ?? tested.runTests(rewrite.after);
  runs.set(key, run);
  const { isPassed, problem } = await run;
  const change = isPassed ? {} : { problem, after: changedPart(tested, rewrite.after) };
  return { ...trial, isProven: rewrite.isProven, isPassed, ...change };
}

async function reportOf(languageId: string, text: string): Promise<SyntaxReport | undefined> {
  const known = reports.get(text) ?? syntaxOf(languageId, text).then((report) => ({ report }));
  reports.set(text, known);
  return (await known).report;
}

/** What stands there now in place of the function, with what is new above. */
function changedPart({ code, scope }: TestedFunction, after: string): string {
  let start = 0;
  while (start < scope.start && code[start] === after[start]) start++;
  return after.slice(start, after.length - (code.length - scope.end));
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
