import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ToolError } from '../../../tools/toolError.ts';
import type { TestedFunction } from './humanEval.ts';

/** An answer that has a mistake in it. */
interface AttackAnswer {
  /** The refactoring that it pretends to be. */
  readonly row: string;
  /** The mistake. */
  readonly name: string;
  readonly answer: string;
}

export interface ScriptedAnswers {
  readonly id: string;
  /** Lines of the function, 0-based, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** By refactoring; none where there is nothing to do. */
  readonly perfect: Readonly<Record<string, string>>;
  readonly attacks: readonly AttackAnswer[];
}

/** What answerers that need no model make of functions: `scriptedAnswers.py` says how. */
export async function scriptedAnswers(functions: readonly TestedFunction[]): Promise<readonly ScriptedAnswers[]> {
  const child = spawn('python3', ['-I', join(import.meta.dirname, 'scriptedAnswers.py')], { stdio: 'pipe' });
  child.stdin.end(functions.map(({ id, code, entry }) => `${JSON.stringify({ id, code, entry })}\n`).join(''));
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (code !== 0) throw new ToolError(`scriptedAnswers.py failed: ${errors.slice(-500)}`);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ScriptedAnswers);
}
