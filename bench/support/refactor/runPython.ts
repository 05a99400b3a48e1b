import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { TestRun } from './testedFunction.ts';

/** Real time: what is asked for in a loop ends by its CPU time long before. */
const timeoutMs = 30_000;

/** The beginning of a program: a gigabyte and some seconds of computing. What an answer has made endless ends there. */
export function pythonLimits(cpuSeconds: number): string {
  return `import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
resource.setrlimit(resource.RLIMIT_CPU, (${cpuSeconds}, ${cpuSeconds}))
sys.setrecursionlimit(2000)
`;
}

/** Runs a program to its end, in an interpreter of its own that sees none of the user's packages. */
export async function runPython(program: string): Promise<TestRun> {
  const child = spawn('python3', ['-I', '-c', `${pythonLimits(5)}exec(compile(sys.stdin.read(), 'program', 'exec'))`], {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  child.stdin.on('error', () => {});
  child.stdin.end(program);
  child.stdout.resume();
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { isPassed: code === 0, problem: errors.trim().split('\n').slice(-2).join(' ') };
}
