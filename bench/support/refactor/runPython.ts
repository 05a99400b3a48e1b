import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface PythonRun {
  readonly isPassed: boolean;
  readonly output: string;
  /** The last lines of what it said where it failed. */
  readonly problem: string;
}

/** Real time: what is asked for in a loop ends by its CPU time long before. */
const timeoutMs = 30_000;

/** A gigabyte and five seconds of computing: what an answer has made endless ends there. */
const limits = `import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
sys.setrecursionlimit(2000)
`;

/** Runs a program to its end, in an interpreter of its own that sees none of the user's packages. */
export async function runPython(program: string): Promise<PythonRun> {
  const child = spawn('python3', ['-I', '-c', `${limits}exec(compile(sys.stdin.read(), 'program', 'exec'))`], {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  child.stdin.on('error', () => {});
  child.stdin.end(program);
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { isPassed: code === 0, output, problem: errors.trim().split('\n').slice(-2).join(' ') };
}
