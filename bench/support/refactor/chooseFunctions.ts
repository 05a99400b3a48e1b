import { seededRandom, shuffled } from '../context/seededRandom.ts';
import { functionsOf, type NamedFunction, scopeOf } from './functionsOf.ts';
import type { PackageTests } from './packageTests.ts';
import { scriptedAnswers } from './scriptedAnswers.ts';
import type { ScriptedAnswers } from './scriptedFunction.ts';
import type { TestBed, TestCommand } from './testBed.ts';
import { type TestedFunction, withScope } from './testedFunction.ts';

/** A function, and what answerers make of it that need no model. */
export interface ChosenFunction {
  readonly tested: TestedFunction;
  readonly answers: ScriptedAnswers;
}

/** A file, and how its functions are tested. */
export interface CandidateFile extends Pick<TestedFunction, 'source' | 'path' | 'languageId' | 'code'> {
  readonly bed: TestBed;
  testsOf(entry: string): Promise<PackageTests>;
}

/**
 * Why a function is left out. untested: no test names it, or they pass where it is empty. failing: its tests fail as it is.
 * insensitive: they pass with each of the small mistakes.
 */
export type LeftOut = 'size' | 'untested' | 'failing' | 'insensitive';

/** Lines: shorter ones leave nothing to refactor, and longer ones have no room in small models. */
const [leastLines, mostLines] = [5, 60];

/**
 * Functions of a file, drawn by a seed, whose tests run them: they pass as the file is, fail where the function is empty, and fail
 * with at least one of the small mistakes that an answer may have.
 */
export async function chooseFunctions(
  file: CandidateFile,
  count: number,
  onLeftOut: (reason: LeftOut) => void,
): Promise<readonly ChosenFunction[]> {
  const chosen: ChosenFunction[] = [];
  const all = await functionsOf(file.languageId, file.code);
  for (const named of shuffled(all, seededRandom(`${file.source} ${file.path}`))) {
    if (chosen.length === count) break;
    const found = await choose(file, named);
    if (typeof found === 'string') onLeftOut(found);
    else chosen.push(found);
  }
  return chosen;
}

async function choose(file: CandidateFile, named: NamedFunction): Promise<ChosenFunction | LeftOut> {
  const { code, path, languageId, source, bed } = file;
  const scope = await scopeOf(languageId, code, named);
  const lineCount = scope === undefined ? 0 : code.slice(scope.start, scope.end).trimEnd().split('\n').length;
  if (scope === undefined || lineCount < leastLines || lineCount > mostLines) return 'size';
  const tests = await file.testsOf(named.name);
  const { command } = tests;
  if (command === undefined) return 'untested';
  const run = (changed: string, some: TestCommand) => bed.run(path, changed, some);
  const about = { id: `${path}: ${named.name}`, source, path, languageId, code, entry: named.name, scope };
  const [answers] = await scriptedAnswers([about]);
  const [empty, ...mistakes] = answers?.broken ?? [];
  if (answers === undefined || empty === undefined) return 'size';
  const broken = await run(withScope(about, empty), command);
  if (broken.isPassed) return 'untested';
  if (!(await run(code, command)).isPassed) return 'failing';
  const narrow = tests.narrowed(broken.output);
  const own = narrow !== undefined && (await run(code, narrow)).isPassed ? narrow : command;
  for (const mistake of mistakes) {
    if ((await run(withScope(about, mistake), own)).isPassed) continue;
    return { tested: { ...about, runTests: (changed) => run(changed, own) }, answers };
  }
  return 'insensitive';
}
