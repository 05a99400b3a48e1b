/** Whether a process of this machine runs, of whichever user. A number that is no process's says no. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Windows and others' processes say that one may not, instead of that there is none.
    return error instanceof Error && 'code' in error && error.code !== 'ESRCH';
  }
}
