import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ToolError } from '../../../tools/toolError.ts';
import type { ScriptedAnswers, ScriptedFunction } from './scriptedFunction.ts';
import { scopeLines } from './testedFunction.ts';

/** `scriptedAnswers.py` says how. */
export async function pythonAnswers(functions: readonly ScriptedFunction[]): Promise<readonly ScriptedAnswers[]> {
  if (functions.length === 0) return [];
  const child = spawn('python3', ['-I', '-B', join(import.meta.dirname, 'scriptedAnswers.py')], { stdio: 'pipe' });
  child.stdin.end(
    functions.map((one) => `${JSON.stringify({ code: one.code, entry: one.entry, ...scopeLines(one) })}\n`).join(''),
  );
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (code !== 0) throw new ToolError(`scriptedAnswers.py failed: ${errors.slice(-500)}`);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ScriptedAnswers);
}
